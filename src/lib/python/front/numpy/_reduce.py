"""Axes taken together to one number each: sums, means, extremes, all and any.

Source: https://numpy.org/doc/stable/reference/routines.statistics.html
"""

import builtins
import math

from . import _dtype as dt
from . import _summation
from ._array import ndarray, result, wrap
from ._create import asarray, full
from ._engine import cast, make, where as _choose
from ._errors import output_cast, warn
from ._scalar import of_number
from ._shape import axes_of
from ._ufuncs import divide, multiply, sqrt, subtract


def chosen_axes(axis, ndim):
    """The axes that are taken together: all of them unless some are given."""
    if isinstance(axis, list):
        raise TypeError("'list' object cannot be interpreted as an integer")
    return tuple(range(ndim)) if axis is None else axes_of(axis, ndim)


def deliver(tensor, dtype, a, axes, keepdims, out=None):
    """The outcome in its final shape, in `out` where that is given."""
    if keepdims:
        shape = tuple(1 if place in axes else size for place, size in enumerate(a.shape))
        tensor = tensor.reshape(shape)
    else:
        shape = tuple(size for place, size in enumerate(a.shape) if place not in axes)
    if out is None:
        return result(tensor, dtype, shape)
    if dt.CATEGORY[dtype] > dt.CATEGORY[out.dtype]:
        raise output_cast("add", dtype, out.dtype)
    out[...] = wrap(tensor, dtype, shape)
    return out


def _masked(a, where, neutral):
    if where is True:
        return a
    tensor = _choose(asarray(where, bool)._elements, a._elements, make([neutral], (), a.dtype))
    return wrap(tensor, a.dtype)


def _summed(a, dtype):
    """The array in the dtype that sums and products are computed in."""
    if dtype is None:
        dtype = dt.INT64 if a.dtype.rank < 2 else a.dtype
    return a.astype(dtype, copy=False)


def sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """Sum of the elements, along axes if given; bools count as 0 and 1.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.sum.html
    """
    a = _masked(_summed(asarray(a), dtype), where, 0)
    is_whole = axis is None and out is None and initial is None and not keepdims
    if is_whole and a.dtype.kind == "f":
        return of_number(_summation.whole_total(a), a.dtype)
    axes = chosen_axes(axis, a.ndim)
    if a.dtype.kind == "f":
        tensor = _summation.total(a, axes)
    else:
        tensor = cast(a._elements, dt.INT64)
        tensor = tensor.sum(dim=list(axes)) if axes else tensor
        tensor = cast(tensor, a.dtype)
    if initial is not None:
        tensor = tensor + initial
    return deliver(tensor, a.dtype, a, axes, keepdims, out)


def prod(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """Product of the elements, along axes if given."""
    a = _masked(_summed(asarray(a), dtype), where, 1)
    axes = chosen_axes(axis, a.ndim)
    tensor = _summation.product(a, axes)
    if initial is not None:
        tensor = tensor * initial
    return deliver(tensor, a.dtype, a, axes, keepdims, out)


def _count(a, axes):
    return math.prod(a.shape[axis] for axis in axes)


def _divided(total, count):
    """A sum over a count, in the dtype of the sum."""
    if isinstance(total, ndarray):
        return divide(total, float(count))
    return type(total)(total / count)


def mean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    """Arithmetic mean, along axes if given.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.mean.html
    """
    a = asarray(a)
    if where is not True:
        a_sum, share = sum(a, axis, float, None, keepdims, where=where), asarray(where, bool)
        from ._shape import broadcast_to

        return a_sum / sum(broadcast_to(share, a.shape), axis, keepdims=keepdims)
    count = _count(a, chosen_axes(axis, a.ndim))
    if count == 0:
        warn("Mean of empty slice.")
    computed = dt.FLOAT64 if dtype is None and a.dtype.rank < 2 else dtype
    made = _divided(sum(a, axis, computed, None, keepdims), count)
    if out is not None:
        out[...] = made
        return out
    return made


def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True):
    """Variance: the mean squared distance from the mean, over the number of elements less ddof.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.var.html
    """
    if where is not True:
        raise TypeError("Backflow's numpy lacks 'where' of var and std")
    a = asarray(a)
    if dtype is not None or a.dtype.rank < 2:
        a = a.astype(dt.FLOAT64 if dtype is None else dtype, copy=False)
    count = _count(a, chosen_axes(axis, a.ndim))
    if ddof >= count:
        warn("Degrees of freedom <= 0 for slice")
    distance = subtract(a, _divided(sum(a, axis, keepdims=True), count))
    squares = multiply(distance, distance)
    made = _divided(sum(squares, axis, keepdims=keepdims), builtins.max(count - ddof, 0))
    if out is not None:
        out[...] = made
        return out
    return made


def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True):
    """Standard deviation: the square root of the variance."""
    made = sqrt(var(a, axis, dtype, None, ddof, keepdims, where=where))
    if out is not None:
        out[...] = made
        return out
    return made


def _extreme(name, a, axis, out, keepdims, initial, where, neutral):
    a = asarray(a)
    axes = chosen_axes(axis, a.ndim)
    if initial is not None:
        neutral = initial
    elif where is not True:
        raise ValueError(
            f"reduction operation '{name}imum' does not have an identity, so to use a where mask "
            "one has to specify 'initial'"
        )
    a = _masked(a, where, neutral)
    if _count(a, axes) == 0 and a.ndim and initial is None:
        raise ValueError(f"zero-size array to reduction operation {name}imum which has no identity")
    tensor = cast(a._elements, dt.INT64) if a.dtype is dt.BOOL else a._elements
    shape = tuple(size for place, size in enumerate(a.shape) if place not in axes)
    if a.size == 0:
        tensor = tensor.reshape(-1)[:0].reshape(shape) if 0 in shape else tensor
    elif axes:
        tensor = (tensor.amax if name == "max" else tensor.amin)(dim=list(axes))
    if initial is not None:
        bound = full(shape, initial, a.dtype)._elements
        if a.size:
            tensor = _choose(tensor > bound if name == "max" else tensor < bound, tensor, bound)
        else:
            tensor = bound
    return deliver(cast(tensor, a.dtype), a.dtype, a, axes, keepdims, out)


def max(a, axis=None, out=None, keepdims=False, initial=None, where=True):
    """Largest element, along axes if given; NaN where one is NaN."""
    return _extreme("max", a, axis, out, keepdims, initial, where, -math.inf)


def min(a, axis=None, out=None, keepdims=False, initial=None, where=True):
    """Smallest element, along axes if given; NaN where one is NaN."""
    return _extreme("min", a, axis, out, keepdims, initial, where, math.inf)


amax, amin = max, min


def ptp(a, axis=None, out=None, keepdims=False):
    """Distance between the largest and the smallest element."""
    return subtract(max(a, axis, None, keepdims), min(a, axis, None, keepdims), out=out)


def _truth(name, a, axis, out, keepdims, where, neutral):
    a = _masked(asarray(asarray(a), bool), where, neutral)
    axes = chosen_axes(axis, a.ndim)
    tensor = a._elements
    for place in sorted(axes, reverse=True):
        tensor = getattr(tensor, name)(dim=place)
    return deliver(tensor, dt.BOOL, a, axes, keepdims, out)


def all(a, axis=None, out=None, keepdims=False, *, where=True):
    """Whether all elements are true (not 0), along axes if given."""
    return _truth("all", a, axis, out, keepdims, where, True)


def any(a, axis=None, out=None, keepdims=False, *, where=True):
    """Whether some element is true (not 0), along axes if given."""
    return _truth("any", a, axis, out, keepdims, where, False)
