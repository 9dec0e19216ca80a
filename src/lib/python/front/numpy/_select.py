"""Elements chosen, replaced, moved, added and left out.

Source: https://numpy.org/doc/stable/reference/routines.indexing.html
"""

import operator

from . import _dtype as dt
from ._array import wrap
from ._broadcast import broadcast_shapes
from ._create import array, asarray, full
from ._engine import cast, where as _choose
from ._join import concatenate
from ._order import nonzero
from ._ranges import arange
from ._scalar_math import number_dtype
from ._shape import axes_of, axis_of, broadcast_to, moveaxis, swapaxes


def where(condition, x=None, y=None, /):
    """x where the condition holds, y elsewhere; with the condition alone, the places it holds at.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.where.html
    """
    if x is None and y is None:
        return nonzero(condition)
    if x is None or y is None:
        raise ValueError("either both or neither of x and y should be given")
    mask = asarray(asarray(condition), bool)
    kinds = [number_dtype(one) for one in (x, y)]
    pair = [asarray(one) for one in (x, y)]
    arrays = [one.dtype for one, kind in zip(pair, kinds) if kind is None and one.ndim]
    scalars = [one.dtype for one, kind in zip(pair, kinds) if kind is not None or not one.ndim]
    dtype = dt.common(arrays, scalars)
    shape = broadcast_shapes(mask.shape, pair[0].shape, pair[1].shape)
    tensor = _choose(mask._elements, *(cast(one._elements, dtype) for one in pair))
    return wrap(tensor, dtype, shape)


def select(condlist, choicelist, default=0):
    """The element of the first choice whose condition holds."""
    if len(condlist) != len(choicelist):
        raise ValueError("list of cases must be same length as list of conditions")
    made = asarray(default)
    for condition, choice in reversed(list(zip(condlist, choicelist))):
        made = where(condition, choice, made)
    return made


def choose(a, choices):
    """Elements of several arrays, by the number of the array."""
    made, which = asarray(choices[0]), asarray(a)
    for number, choice in enumerate(choices):
        made = where(which == number, choice, made)
    return made


def extract(condition, arr):
    """The elements for which a condition holds."""
    return asarray(arr).ravel()[asarray(asarray(condition), bool).ravel()]


def compress(condition, a, axis=None, out=None):
    """The layers of an axis for which a condition holds."""
    a = asarray(a)
    if axis is None:
        a, axis = a.ravel(), 0
    places = nonzero(condition)[0]
    return a[(slice(None),) * axis_of(axis, a.ndim) + (places,)]


def put(a, ind, v, mode="raise"):
    """Writes elements at places of the flattened array."""
    a.flat[asarray(ind)] = v


def place(arr, mask, vals):
    """Writes values, over and over again, where a mask holds."""
    count = int(asarray(mask, bool).sum())
    values = asarray(vals).ravel()
    arr[asarray(mask, bool)] = values[arange(count) % values.size]


def putmask(a, mask, values):
    """Writes the values of the same places where a mask holds."""
    a[...] = where(mask, broadcast_to(asarray(values), a.shape), a).astype(a.dtype)


def copyto(dst, src, casting="same_kind", where=True):
    """Writes one array into another."""
    source = asarray(src)
    if dt.CATEGORY[source.dtype] > dt.CATEGORY[dst.dtype] and casting != "unsafe":
        raise TypeError(
            f"Cannot cast array data from {source.dtype!r} to {dst.dtype!r} according to the rule "
            f"'{casting}'"
        )
    if where is True:
        dst[...] = source
    else:
        putmask(dst, where, source)


def _along(arr, indices, axis):
    a, places = asarray(arr), asarray(indices)
    if axis is None:
        a, axis = a.ravel(), 0
    axis = axis_of(axis, a.ndim)
    if a.ndim != places.ndim:
        raise ValueError("`indices` and `arr` must have the same number of dimensions")
    key = []
    for dim, size in enumerate(a.shape):
        shape = [1] * a.ndim
        shape[dim] = -1
        key.append(places if dim == axis else arange(size).reshape(shape))
    return a, tuple(key)


def take_along_axis(arr, indices, axis):
    """Elements by their places along an axis, e.g. those that argsort gives."""
    a, key = _along(arr, indices, axis)
    return a[key]


def put_along_axis(arr, indices, values, axis):
    """Writes elements at places along an axis."""
    a, key = _along(arr, indices, axis)
    a[key] = values


def delete(arr, obj, axis=None):
    """A copy without some layers of an axis."""
    a = asarray(arr)
    if axis is None:
        a, axis = a.ravel(), 0
    axis = axis_of(axis, a.ndim)
    size = a.shape[axis]
    keep = full(size, True)
    if isinstance(obj, int) and not -size <= obj < size:
        raise IndexError(f"index {obj} is out of bounds for axis {axis} with size {size}")
    keep[asarray(obj, None) if isinstance(obj, (list, tuple)) and len(obj) else obj] = False
    return a[(slice(None),) * axis + (keep,)]


def insert(arr, obj, values, axis=None):
    """A copy with values put in before the places given."""
    a = asarray(arr)
    if axis is None:
        a, axis = a.ravel(), 0
    axis = axis_of(axis, a.ndim)
    size = a.shape[axis]
    is_one = number_dtype(obj) is not None
    places = [operator.index(obj)] if is_one else asarray(obj).tolist()
    for at in places:
        if not -size <= at <= size:
            raise IndexError(f"index {at} is out of bounds for axis {axis} with size {size}")
    given = array(values, a.dtype, ndmin=a.ndim)
    if is_one:
        given = moveaxis(given, 0, axis)
        places = places * given.shape[axis]
    order = sorted(range(len(places)), key=lambda k: places[k] % (size + 1))
    targets = {place % size if place < 0 else place: [] for place in places}
    for k in order:
        at = places[k]
        targets[at % size if at < 0 else at].append(k)
    sizes = list(a.shape)
    sizes[axis] = len(places)
    given = broadcast_to(given, sizes)
    before = (slice(None),) * axis
    parts = []
    for at in range(size + 1):
        parts.extend(given[(*before, slice(k, k + 1))] for k in targets.get(at, ()))
        if at < size:
            parts.append(a[(*before, slice(at, at + 1))])
    return concatenate(parts, axis)


def flip(m, axis=None):
    """The elements of axes in reverse order; here a copy."""
    a = asarray(m)
    axes = range(a.ndim) if axis is None else axes_of(axis, a.ndim)
    return a[tuple(slice(None, None, -1 if dim in axes else 1) for dim in range(a.ndim))]


def fliplr(m):
    """Columns in reverse order."""
    a = asarray(m)
    if a.ndim < 2:
        raise ValueError("Input must be >= 2-d.")
    return flip(a, 1)


def flipud(m):
    """Rows in reverse order."""
    return flip(m, 0)


def roll(a, shift, axis=None):
    """Elements moved along axes, those pushed out come in at the other end."""
    a = asarray(a)
    if axis is None:
        return roll(a.ravel(), shift, 0).reshape(a.shape)
    axes = axes_of(axis, a.ndim)
    shifts = shift if isinstance(shift, (tuple, list)) else (shift,) * len(axes)
    for dim, by in zip(axes, shifts):
        size = a.shape[dim]
        by = int(by) % size if size else 0
        before = (slice(None),) * dim
        if by:
            ends = a[(*before, slice(size - by, None))], a[(*before, slice(size - by))]
            a = concatenate(ends, dim)
    return a.copy() if a.base is not None else a


def rot90(m, k=1, axes=(0, 1)):
    """Turned by quarters from the first axis to the second."""
    a = asarray(m)
    first, second = axes_of(axes, a.ndim)
    turns = k % 4
    if turns == 0:
        return a[:]
    if turns == 2:
        return flip(flip(a, first), second)
    if turns == 1:
        return swapaxes(flip(a, second), first, second)
    return flip(swapaxes(a, first, second), second)


def pad(array, pad_width, mode="constant", constant_values=0, **others):
    """Elements added around an array: zeros or other constants, or the edges again."""
    if mode not in ("constant", "edge"):
        raise ValueError(f"Backflow's numpy pads with 'constant' and 'edge', not '{mode}'")
    a = asarray(array)
    widths = broadcast_to(asarray(pad_width), (a.ndim, 2)).tolist()
    fills = broadcast_to(asarray(constant_values), (a.ndim, 2)).tolist()
    for axis, ((before, after), (low, high)) in enumerate(zip(widths, fills)):
        parts = []
        for count, fill, edge in ((before, low, slice(0, 1)), (after, high, slice(-1, None))):
            sizes = list(a.shape)
            sizes[axis] = count
            if mode == "edge":
                part = broadcast_to(a[(slice(None),) * axis + (edge,)], sizes)
            else:
                part = full(sizes, fill, a.dtype)
            parts.append(part)
        a = concatenate((parts[0], a, parts[1]), axis)
    return a
