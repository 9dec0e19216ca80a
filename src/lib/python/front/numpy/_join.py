"""Arrays put together and taken apart.

Source: https://numpy.org/doc/stable/reference/routines.array-manipulation.html#joining-arrays
"""

import operator
from functools import reduce

import torch

from . import _dtype as dt
from ._array import ndarray, wrap
from ._create import array, asarray
from ._engine import cast
from ._shape import axis_of, expand_dims


def concatenate(arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    """One array after the other along an axis; without an axis all of them flattened.

    Raises ValueError where their other sizes differ.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.concatenate.html
    """
    parts = [asarray(one) for one in arrays]
    if not parts:
        raise ValueError("need at least one array to concatenate")
    if axis is None:
        parts, axis = [one.ravel() for one in parts], 0
    first = parts[0]
    if any(one.ndim == 0 for one in parts):
        raise ValueError("zero-dimensional arrays cannot be concatenated")
    axis = axis_of(axis, first.ndim)
    for place, one in enumerate(parts):
        _require_fit(first, one, place, axis)
    common = reduce(dt.promote, (one.dtype for one in parts)) if dtype is None else dt.find(dtype)
    made = wrap(torch.cat([cast(one._elements, common) for one in parts], axis), common)
    if out is not None:
        out[...] = made
        return out
    return made


def _require_fit(first, one, place, axis):
    if one.ndim != first.ndim:
        raise ValueError(
            "all the input arrays must have same number of dimensions, but the array at index 0 "
            f"has {first.ndim} dimension(s) and the array at index {place} has {one.ndim} "
            "dimension(s)"
        )
    for dim, (have, want) in enumerate(zip(one.shape, first.shape)):
        if dim != axis and have != want:
            raise ValueError(
                "all the input array dimensions except for the concatenation axis must match "
                f"exactly, but along dimension {dim}, the array at index 0 has size {want} and "
                f"the array at index {place} has size {have}"
            )


def stack(arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    """Arrays of one shape as the layers of a new axis."""
    parts = [asarray(one) for one in arrays]
    if not parts:
        raise ValueError("need at least one array to stack")
    if len({one.shape for one in parts}) > 1:
        raise ValueError("all input arrays must have the same shape")
    place = axis_of(axis, parts[0].ndim + 1)
    return concatenate([expand_dims(one, place) for one in parts], place, out, dtype=dtype)


def _at_least(count, widen, arrays):
    made = [one if one.ndim >= count else widen(one) for one in map(asarray, arrays)]
    return made[0] if len(made) == 1 else made


def atleast_1d(*arys):
    """Numbers as arrays of one axis."""
    return _at_least(1, lambda a: a.reshape(1), arys)


def atleast_2d(*arys):
    """Vectors as rows."""
    return _at_least(2, lambda a: a.reshape(1, -1), arys)


def atleast_3d(*arys):
    """Matrices as stacks of columns of one."""
    return _at_least(3, lambda a: a.reshape((1, -1, 1) if a.ndim < 2 else a.shape + (1,)), arys)


def _each(widen, arrays):
    if isinstance(arrays, ndarray) and arrays.ndim == 0:
        arrays = [arrays]
    return [widen(one) for one in arrays]


def vstack(tup, *, dtype=None, casting="same_kind"):
    """Rows above one another."""
    return concatenate(_each(atleast_2d, tup), 0, dtype=dtype)


row_stack = vstack


def hstack(tup, *, dtype=None, casting="same_kind"):
    """Columns beside one another; vectors end to end."""
    parts = _each(atleast_1d, tup)
    return concatenate(parts, 0 if parts and parts[0].ndim == 1 else 1, dtype=dtype)


def dstack(tup):
    """Layers behind one another."""
    return concatenate(_each(atleast_3d, tup), 2)


def column_stack(tup):
    """Vectors as the columns of a matrix."""
    return concatenate(
        [asarray(one) if asarray(one).ndim > 1 else asarray(one).reshape(-1, 1) for one in tup], 1
    )


def append(arr, values, axis=None):
    """A new array with values added at the end."""
    if axis is None:
        arr, values, axis = asarray(arr).ravel(), asarray(values).ravel(), 0
    return concatenate((arr, values), axis)


def _sections(size, parts):
    each, extra = divmod(size, parts)
    sizes = [each + 1] * extra + [each] * (parts - extra)
    ends = [0]
    for one in sizes:
        ends.append(ends[-1] + one)
    return ends


def array_split(ary, indices_or_sections, axis=0):
    """Parts along an axis that need not be of one length."""
    a = asarray(ary)
    axis = axis_of(axis, a.ndim)
    size = a.shape[axis]
    try:
        inner = [operator.index(one) for one in indices_or_sections]
        ends = [0, *inner, size]
    except TypeError:
        count = operator.index(indices_or_sections)
        if count <= 0:
            raise ValueError("number sections must be larger than 0.") from None
        ends = _sections(size, count)
    whole = (slice(None),) * axis
    return [a[(*whole, slice(start, stop))] for start, stop in zip(ends, ends[1:])]


def split(ary, indices_or_sections, axis=0):
    """Equal parts along an axis, or parts that end before the places given; views.

    Raises ValueError where the parts can't be equal.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.split.html
    """
    a = asarray(ary)
    if hasattr(indices_or_sections, "__index__") and not isinstance(indices_or_sections, ndarray):
        if a.shape[axis_of(axis, a.ndim)] % operator.index(indices_or_sections):
            raise ValueError("array split does not result in an equal division")
    return array_split(a, indices_or_sections, axis)


def hsplit(ary, indices_or_sections):
    """Parts beside one another."""
    a = asarray(ary)
    return split(a, indices_or_sections, 1 if a.ndim > 1 else 0)


def vsplit(ary, indices_or_sections):
    """Parts above one another."""
    a = asarray(ary)
    if a.ndim < 2:
        raise ValueError("vsplit only works on arrays of 2 or more dimensions")
    return split(a, indices_or_sections, 0)


def dsplit(ary, indices_or_sections):
    """Parts behind one another."""
    return split(ary, indices_or_sections, 2)


def tile(A, reps):
    """The array repeated side by side, as often as said for each axis."""
    times = tuple(reps) if isinstance(reps, (tuple, list)) else (operator.index(reps),)
    a = array(A, ndmin=len(times))
    times = (1,) * (a.ndim - len(times)) + times
    for axis, count in enumerate(times):
        if count != 1:
            a = concatenate([a] * count, axis) if count else a[(slice(None),) * axis + (slice(0),)]
    return a
