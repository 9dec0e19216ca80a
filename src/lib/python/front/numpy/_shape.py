"""The same elements in another shape or order.

Source: https://numpy.org/doc/stable/reference/routines.array-manipulation.html
"""

import math
import operator

from . import _dtype as dt
from ._array import ndarray, wrap
from ._broadcast import shape_text
from ._create import asarray, sizes_of
from ._engine import flat, make
from ._errors import AxisError


def axis_of(axis, ndim, prefix=None):
    """An axis counted from the first. Raises AxisError where there is none."""
    place = operator.index(axis)
    if not -ndim <= place < ndim:
        raise AxisError(place, ndim, prefix)
    return place % ndim


def axes_of(axes, ndim, name="axis"):
    """Several axes, or one. Raises ValueError where one comes twice."""
    given = axes if isinstance(axes, (tuple, list)) else (axes,)
    places = tuple(axis_of(axis, ndim, None if name == "axis" else name) for axis in given)
    if len(set(places)) != len(places):
        raise ValueError(
            "duplicate value in 'axis'" if name == "axis" else f"repeated axis in `{name}` argument"
        )
    return places


def _wanted(shape, size):
    """A shape with its -1 worked out."""
    sizes = tuple(map(operator.index, shape))
    unknown = [place for place, one in enumerate(sizes) if one < 0]
    if len(unknown) > 1:
        raise ValueError("can only specify one unknown dimension")
    known = math.prod(one for one in sizes if one >= 0)
    if unknown:
        fits = known > 0 and size % known == 0
        filled = [size // known if one < 0 else one for one in sizes] if fits else None
    else:
        filled = sizes if known == size else None
    if filled is None:
        text = ",".join("newaxis" if one < 0 else str(one) for one in sizes)
        text = f"({text},)" if len(sizes) == 1 else f"({text})"
        raise ValueError(f"cannot reshape array of size {size} into shape {text}")
    return tuple(filled)


def _reshaped(a, shape):
    """A view where memory allows one, otherwise a copy."""
    try:
        return wrap(a._elements.view(shape), a.dtype, shape, a)
    except RuntimeError:
        return wrap(a._elements.reshape(shape), a.dtype, shape)


def reshape(a, *shape, newshape=None, order="C"):
    """The elements in row-major order in another shape; one size may be -1.

    Raises ValueError where the sizes don't multiply to the number of elements.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.reshape.html
    """
    a = asarray(a)
    if newshape is not None:
        shape = (newshape,)
    if len(shape) == 2 and shape[1] in ("C", "F", "A"):
        *shape, order = shape
    if len(shape) == 1 and not hasattr(shape[0], "__index__"):
        (shape,) = shape
    if isinstance(shape, ndarray):
        shape = shape.tolist()
    shape = _wanted(shape, a.size)
    if order == "F":
        return _reshaped(a.transpose(), shape[::-1]).transpose()
    return _reshaped(a, shape)


def ravel(a, order="C"):
    """All elements along one axis, as a view where memory allows one."""
    return reshape(a, -1, order=order)


def flatten(a, order="C"):
    """A copy of all elements along one axis."""
    made = ravel(a, order)
    return made.copy() if made.base is not None else made


def transpose(a, *axes):
    """Axes in another order, the reverse one unless given; a view."""
    a = asarray(a)
    if len(axes) == 1 and (axes[0] is None or isinstance(axes[0], (tuple, list))):
        (axes,) = axes
    order = tuple(reversed(range(a.ndim))) if not axes else axes
    if len(order) != a.ndim:
        raise ValueError("axes don't match array")
    order = tuple(axis_of(axis, a.ndim) for axis in order)
    if len(set(order)) != len(order):
        raise ValueError("repeated axis in transpose")
    return wrap(a._elements.permute(order), a.dtype, tuple(a.shape[axis] for axis in order), a)


def swapaxes(a, axis1, axis2):
    """Two axes in each other's place; a view."""
    a = asarray(a)
    order = list(range(a.ndim))
    first, second = axis_of(axis1, a.ndim, "axis1"), axis_of(axis2, a.ndim, "axis2")
    order[first], order[second] = second, first
    return transpose(a, order)


def moveaxis(a, source, destination):
    """Axes moved to other places, the others in the order they had; a view."""
    a = asarray(a)
    source = axes_of(source, a.ndim, "source")
    destination = axes_of(destination, a.ndim, "destination")
    if len(source) != len(destination):
        raise ValueError(
            "`source` and `destination` arguments must have the same number of elements"
        )
    order = [axis for axis in range(a.ndim) if axis not in source]
    for place, axis in sorted(zip(destination, source)):
        order.insert(place, axis)
    return transpose(a, order)


def squeeze(a, axis=None):
    """Without the axes of size 1, or without those given; a view."""
    a = asarray(a)
    if axis is None:
        gone = [place for place, size in enumerate(a.shape) if size == 1]
    else:
        gone = axes_of(axis, a.ndim)
        if any(a.shape[place] != 1 for place in gone):
            raise ValueError("cannot select an axis to squeeze out which has size not equal to one")
    return _reshaped(a, tuple(size for place, size in enumerate(a.shape) if place not in gone))


def expand_dims(a, axis):
    """With axes of size 1 at the places given, counted in the result; a view."""
    a = asarray(a)
    given = axis if isinstance(axis, (tuple, list)) else (axis,)
    places = axes_of(given, a.ndim + len(given))
    sizes = list(a.shape)
    for place in sorted(places):
        sizes.insert(place, 1)
    return _reshaped(a, tuple(sizes))


def broadcast_to(array, shape, subok=False):
    """The array spread over a shape without copying; it can't be written into."""
    a, sizes = asarray(array), sizes_of(shape)
    tail = sizes[len(sizes) - a.ndim :] if a.ndim else ()
    if a.ndim > len(sizes):
        raise ValueError("input operand has more dimensions than allowed by the axis remapping")
    if any(have not in (1, want) for have, want in zip(a.shape, tail)):
        raise ValueError(
            "operands could not be broadcast together with remapped shapes "
            f"[original->remapped]: {shape_text(a.shape)}  and requested shape {shape_text(sizes)}"
        )
    made = wrap(a._elements.expand(sizes), a.dtype, sizes, a)
    made._locked = True
    return made


def diagonal(a, offset=0, axis1=0, axis2=1):
    """The elements whose two indices differ by the offset, along a new last axis."""
    a = asarray(a)
    if a.ndim < 2:
        raise ValueError("diag requires an array of at least two dimensions")
    first, second = axis_of(axis1, a.ndim), axis_of(axis2, a.ndim)
    made = wrap(a._elements.diagonal(offset, first, second), a.dtype, None, a)
    made._locked = True
    return made


def take(a, indices, axis=None, out=None, mode="raise"):
    """Elements along an axis by their positions; of the flattened array without an axis."""
    a = asarray(a)
    if axis is None:
        a, axis = a.ravel(), 0
    axis = axis_of(axis, a.ndim)
    chosen = asarray(indices)
    if mode == "clip":
        chosen = chosen.clip(0, a.shape[axis] - 1)
    elif mode == "wrap":
        chosen = chosen % a.shape[axis]
    return a[(slice(None),) * axis + (chosen,)]


def repeat(a, repeats, axis=None):
    """Each element several times in a row."""
    a = asarray(a)
    if axis is None:
        a, axis = a.ravel(), 0
    axis = axis_of(axis, a.ndim)
    size = a.shape[axis]
    counts = flat(asarray(repeats)._elements)
    if len(counts) == 1:
        counts = counts * size
    if len(counts) != size:
        raise ValueError(
            f"operands could not be broadcast together with shape ({size},) ({len(counts)},)"
        )
    if any(count < 0 for count in counts):
        raise ValueError("repeats may not contain negative values.")
    positions = [place for place, count in enumerate(counts) for _ in range(count)]
    chosen = wrap(make(positions, (len(positions),), dt.INT64), dt.INT64)
    return a[(slice(None),) * axis + (chosen,)]
