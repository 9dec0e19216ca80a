"""Sorting, searching and counting.

Source: https://numpy.org/doc/stable/reference/routines.sort.html
"""

from bisect import bisect_left, bisect_right

from . import _dtype as dt
from ._accumulate import along
from ._array import result, wrap
from ._create import asarray, from_values, scalar_or_array
from ._engine import cast, flat
from ._shape import axis_of


def _key(value):
    """NaN after all numbers."""
    return (value != value, value)


def _sorted(values):
    clean = [value for value in values if value == value]
    return sorted(clean) + [value for value in values if value != value]


def order_of(values):
    """The places of values in ascending order, NaN last."""
    if any(value != value for value in values):
        return sorted(range(len(values)), key=lambda place: _key(values[place]))
    return sorted(range(len(values)), key=values.__getitem__)


def sort(a, axis=-1, kind=None, order=None):
    """In ascending order along an axis, NaN last: a method sorts in place, the function a copy.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.sort.html
    """
    a[...] = sorted_copy(a, axis)


def sorted_copy(a, axis=-1, kind=None, order=None):
    """A sorted copy of an array."""
    a = asarray(a)
    if axis is None:
        a, axis = a.ravel(), 0
    if a.ndim == 0:
        axis_of(axis, 0)
    return wrap(along(a, axis, _sorted), a.dtype, a.shape)


def argsort(a, axis=-1, kind=None, order=None):
    """The places of the elements in ascending order; equal ones keep theirs."""
    a = asarray(a)
    if axis is None:
        a, axis = a.ravel(), 0
    if a.ndim == 0:
        return from_values([0], (1,), dt.INT64)
    return wrap(along(a, axis, order_of, dt.INT64), dt.INT64, a.shape)


def lexsort(keys, axis=-1):
    """The places in ascending order by the last key, then by the one before it, and so on."""
    columns = [asarray(key).tolist() for key in keys]
    columns.reverse()
    places = sorted(range(len(columns[0])), key=lambda at: [_key(one[at]) for one in columns])
    return from_values(places, (len(places),), dt.INT64)


def _arg(name, a, axis, out, keepdims):
    a = asarray(a)
    if a.size == 0:
        raise ValueError(f"attempt to get {name} of an empty sequence")
    tensor = cast(a._elements, dt.INT64) if a.dtype is dt.BOOL else a._elements
    if axis is None:
        tensor = getattr(tensor.reshape(-1), name)(dim=0)
        shape = (1,) * a.ndim if keepdims else ()
    else:
        axis = axis_of(axis, a.ndim)
        tensor = getattr(tensor, name)(dim=axis)
        shape = a.shape[:axis] + ((1,) if keepdims else ()) + a.shape[axis + 1 :]
    if keepdims:
        tensor = tensor.reshape(shape)
    made = result(tensor, dt.INT64, shape)
    if out is not None:
        out[...] = made
        return out
    return made


def argmax(a, axis=None, out=None, *, keepdims=False):
    """The place of the largest element, of the first of them; along an axis if given."""
    return _arg("argmax", a, axis, out, keepdims)


def argmin(a, axis=None, out=None, *, keepdims=False):
    """The place of the smallest element, of the first of them; along an axis if given."""
    return _arg("argmin", a, axis, out, keepdims)


def searchsorted(a, v, side="left", sorter=None):
    """Where elements go into a sorted array: before equal ones, or behind them."""
    if side not in ("left", "right"):
        raise ValueError(f"search side must be 'left' or 'right' (got '{side}')")
    line = asarray(a)
    if sorter is not None:
        line = line[asarray(sorter)]
    values = [_key(one) for one in line.tolist()]
    find = bisect_left if side == "left" else bisect_right
    wanted = asarray(v)
    places = [find(values, _key(one)) for one in flat(wanted._elements)]
    return scalar_or_array(places, wanted.shape, dt.INT64)


def digitize(x, bins, right=False):
    """The number of the bin that each element falls into."""
    edges = asarray(bins)
    if edges.size > 1 and edges[0] > edges[-1]:
        return edges.size - searchsorted(edges[::-1], x, "right" if right else "left")
    return searchsorted(edges, x, "left" if right else "right")


def nonzero(a):
    """The indices of the elements that aren't 0, an array for each axis."""
    a = asarray(a)
    if a.ndim == 0:
        a = a.reshape(1)
    found = [place for place, value in enumerate(flat(a._elements)) if value != 0]
    step, indices = a.size, []
    for size in a.shape:
        step //= max(size, 1)
        places = [place // step % size for place in found]
        indices.append(from_values(places, (len(places),), dt.INT64))
    return tuple(indices)


def argwhere(a):
    """The indices of the elements that aren't 0, one row each."""
    from ._join import stack

    return stack(nonzero(a), axis=1)


def flatnonzero(a):
    """The places of the elements that aren't 0 in the flattened array."""
    return nonzero(asarray(a).ravel())[0]


def count_nonzero(a, axis=None, *, keepdims=False):
    """How many elements aren't 0."""
    made = asarray(asarray(a), bool).sum(axis=axis, keepdims=keepdims)
    return int(made) if axis is None and not keepdims else made


def partition(a, kth, axis=-1, kind="introselect", order=None):
    """A copy in which an element stands where sorting puts it; here the whole is sorted."""
    return sorted_copy(a, axis)


def argpartition(a, kth, axis=-1, kind="introselect", order=None):
    """The places of such a copy's elements."""
    return argsort(a, axis)
