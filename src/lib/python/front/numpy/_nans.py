"""Reductions that leave NaN out.

Source: https://numpy.org/doc/stable/reference/routines.math.html
"""

from . import _order, _reduce, _statistics
from ._create import asarray
from ._errors import warn
from ._select import where
from ._ufuncs import divide, sqrt


def _split(a):
    a = asarray(a)
    return a, a == a


def _replaced(a, known, value):
    """The array with a number in place of NaN."""
    return where(known, a, value) if a.dtype.kind == "f" else a


def nansum(a, axis=None, dtype=None, out=None, keepdims=False):
    """Sum, with NaN as 0."""
    a, known = _split(a)
    return _reduce.sum(_replaced(a, known, 0.0), axis, dtype, out, keepdims)


def nanprod(a, axis=None, dtype=None, out=None, keepdims=False):
    """Product, with NaN as 1."""
    a, known = _split(a)
    return _reduce.prod(_replaced(a, known, 1.0), axis, dtype, out, keepdims)


def nanmean(a, axis=None, dtype=None, out=None, keepdims=False):
    """Mean of what isn't NaN."""
    a, known = _split(a)
    count = _reduce.sum(known, axis, keepdims=keepdims)
    if bool(asarray(count == 0).any()):
        warn("Mean of empty slice")
    return divide(nansum(a, axis, dtype, None, keepdims), count)


def nanvar(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
    """Variance of what isn't NaN."""
    a, known = _split(a)
    distance = where(known, a - nanmean(a, axis, dtype, None, True), 0.0)
    count = _reduce.sum(known, axis, keepdims=keepdims)
    return divide(_reduce.sum(distance * distance, axis, keepdims=keepdims), count - ddof)


def nanstd(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
    """Standard deviation of what isn't NaN."""
    return sqrt(nanvar(a, axis, dtype, out, ddof, keepdims))


def _extreme(reduce, a, axis, keepdims, neutral):
    a, known = _split(a)
    if a.dtype.kind != "f":
        return reduce(a, axis, None, keepdims)
    nothing = ~_reduce.any(asarray(known), axis, keepdims=keepdims)
    made = reduce(where(known, a, neutral), axis, None, keepdims)
    if not bool(asarray(nothing).any()):
        return made
    warn("All-NaN slice encountered" if asarray(made).ndim else "All-NaN axis encountered")
    made = where(nothing, float("nan"), made)
    return made if made.ndim else made[()]


def nanmax(a, axis=None, out=None, keepdims=False):
    """Largest of what isn't NaN."""
    return _extreme(_reduce.max, a, axis, keepdims, -float("inf"))


def nanmin(a, axis=None, out=None, keepdims=False):
    """Smallest of what isn't NaN."""
    return _extreme(_reduce.min, a, axis, keepdims, float("inf"))


def _arg(find, a, axis, neutral):
    a, known = _split(a)
    if not bool(asarray(known.any(axis)).all()):
        raise ValueError("All-NaN slice encountered")
    return find(_replaced(a, known, neutral), axis)


def nanargmax(a, axis=None):
    """The place of the largest of what isn't NaN."""
    return _arg(_order.argmax, a, axis, -float("inf"))


def nanargmin(a, axis=None):
    """The place of the smallest of what isn't NaN."""
    return _arg(_order.argmin, a, axis, float("inf"))


def nanmedian(a, axis=None):
    """The middle of what isn't NaN, of the whole array."""
    if axis is not None:
        raise TypeError("Backflow's numpy takes nanmedian only of the whole array")
    a, known = _split(a)
    return _statistics.median(a[known])


def nancumsum(a, axis=None, dtype=None, out=None):
    """Running sums, with NaN as 0."""
    a, known = _split(a)
    return _replaced(a, known, 0.0).cumsum(axis, dtype, out)
