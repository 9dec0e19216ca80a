"""Running sums and products.

Source: https://numpy.org/doc/stable/reference/generated/numpy.cumsum.html
"""

import operator
from itertools import accumulate

from . import _dtype as dt
from ._array import wrap
from ._create import asarray
from ._engine import flat, make
from ._scalar import round_to_single
from ._shape import axis_of


def along(a, axis, function, dtype=None):
    """Applies a function of lists to every lane along an axis; the lanes keep their length."""
    axis = axis_of(axis, a.ndim)
    size = a.shape[axis]
    moved = a._elements.transpose(axis, -1)
    values = flat(moved)
    outcome = []
    for start in range(0, len(values), size or 1):
        outcome.extend(function(values[start : start + size]))
    return make(outcome, tuple(moved.shape), dtype or a.dtype).transpose(axis, -1)


def running(a, axis, dtype, out, combine):
    """The results on the way along an axis, of the flattened array without one."""
    a = asarray(a)
    if dtype is None:
        dtype = dt.INT64 if a.dtype.rank < 2 else a.dtype
    a = a.astype(dtype, copy=False)
    if axis is None:
        a, axis = a.ravel(), 0
    if a.dtype is dt.FLOAT32:
        step = lambda x, y: round_to_single(combine(x, y))  # noqa: E731
    else:
        step = combine
    made = wrap(along(a, axis, lambda lane: accumulate(lane, step)), a.dtype, a.shape)
    if out is not None:
        out[...] = made
        return out
    return made


def cumsum(a, axis=None, dtype=None, out=None):
    """Sums of the first elements, the first two and so on."""
    return running(a, axis, dtype, out, operator.add)


def cumprod(a, axis=None, dtype=None, out=None):
    """Products of the first elements, the first two and so on."""
    return running(a, axis, dtype, out, operator.mul)
