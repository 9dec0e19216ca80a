"""Subscripts: ``a[1, ::2]``, ``a[mask]``, ``a[[0, 2]]`` and assignment to them.

Ints, slices and None make views; lists and arrays of ints or bools pick copies.
Source: https://numpy.org/doc/stable/user/basics.indexing.html
"""

from . import _dtype as dt
from ._array import ndarray, result, wrap
from ._broadcast import broadcast_shapes, fitting, shape_text
from ._create import array, asarray, fitted
from ._engine import Tensor, cast, flat, make
from ._scalar import bool_, of_number
from ._scalar_math import number_dtype

_INVALID = (
    "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean "
    "arrays are valid indices"
)


def _out_of_bounds(index, axis, size):
    return IndexError(f"index {index} is out of bounds for axis {axis} with size {size}")


def _item(part):
    """A part of a subscript as int, slice, None, Ellipsis or an array."""
    kind = type(part)
    if kind is int or part is None or part is Ellipsis or kind is slice or kind is ndarray:
        return _unwrapped(part) if kind is ndarray else part
    if isinstance(part, (bool, bool_)):
        return array(bool(part))
    if isinstance(part, (list, tuple)):
        found = array(part) if len(part) else array([], dt.INT64)
        if found.dtype.kind == "f":
            raise IndexError(_INVALID)
        return found
    if isinstance(part, Tensor):
        return _unwrapped(asarray(part))
    try:
        return part.__index__()
    except (AttributeError, TypeError):
        raise IndexError(_INVALID) from None


def _unwrapped(index):
    if index.dtype.kind == "f":
        if index.ndim == 0:
            raise IndexError(_INVALID)
        raise IndexError("arrays used as indices must be of integer (or boolean) type")
    return int(index) if index.ndim == 0 and index.dtype is dt.INT64 else index


class Subscript:
    """A subscript read for arrays of one shape.

    `basic` is what the tensor is indexed by first, `flips` the axes of the outcome that then run
    backwards, `picks` the axes of the outcome whose elements are picked: axis to list of positions.
    """

    def __init__(self, shape, key):
        parts = [_item(part) for part in (key if type(key) is tuple else (key,))]
        self._expand(parts, len(shape))
        self.shape = shape
        self.basic, self.flips, self.picks, self.spread = [], [], [], None
        self.is_plain = not any(isinstance(part, ndarray) for part in parts)
        self._axis = self._outcome = 0
        self._groups = []
        for place, part in enumerate(parts):
            self._add(place, part)
        if not self.is_plain:
            self._broadcast()

    def _expand(self, parts, ndim):
        used = sum(
            part.ndim if isinstance(part, ndarray) and part.dtype is dt.BOOL else 1
            for part in parts
            if part is not None and part is not Ellipsis
        )
        if used > ndim:
            raise IndexError(
                f"too many indices for array: array is {ndim}-dimensional, "
                f"but {used} were indexed"
            )
        dots = [place for place, part in enumerate(parts) if part is Ellipsis]
        if len(dots) > 1:
            raise IndexError("an index can only have a single ellipsis ('...')")
        self.keeps_array = bool(dots)
        place = dots[0] if dots else len(parts)
        parts[place : place + len(dots)] = [slice(None)] * (ndim - used)

    def _add(self, place, part):
        if part is None:
            self.basic.append(None)
            self._outcome += 1
        elif isinstance(part, slice):
            self._slice(part)
        elif isinstance(part, ndarray):
            self._pick(place, part)
        else:
            size = self.shape[self._axis]
            if not -size <= part < size:
                raise _out_of_bounds(part, self._axis, size)
            if self.is_plain:
                self.basic.append(part)
                self._axis += 1
            else:
                self._place(place, [part % size], ())

    def _slice(self, part):
        size = self.shape[self._axis]
        start, stop, step = part.indices(size)
        count = len(range(start, stop, step))
        if step < 0:
            # The engine knows no negative steps: the same elements forwards, then flipped.
            start, step = start + (count - 1) * step, -step
            self.flips.append(self._outcome)
        stop = start + (count - 1) * step + 1
        self.basic.append(slice(start, stop, step) if count else slice(0, 0, 1))
        self._axis += 1
        self._outcome += 1

    def _place(self, place, positions, shape):
        """Picks along the next axis, which stays whole at first."""
        self.basic.append(slice(None))
        self._groups.append(place)
        self.picks.append((self._outcome, positions, shape))
        self._axis += 1
        self._outcome += 1

    def _pick(self, place, index):
        if index.dtype is dt.INT64:
            size = self.shape[self._axis]
            positions = flat(index._elements)
            if positions and not (-size <= min(positions) and max(positions) < size):
                wrong = next(one for one in positions if not -size <= one < size)
                raise _out_of_bounds(wrong, self._axis, size)
            self._place(place, [one % size for one in positions], index.shape)
            return
        if index.ndim == 0:
            self.basic.append(None)
            self._groups.append(place)
            self.picks.append((self._outcome, [0] if index else [], (1 if index else 0,)))
            self._outcome += 1
            return
        for k, size in enumerate(index.shape):
            if size != self.shape[self._axis + k]:
                raise IndexError(
                    "boolean index did not match indexed array along dimension "
                    f"{self._axis + k}; dimension is {self.shape[self._axis + k]} but "
                    f"corresponding boolean dimension is {size}"
                )
        places = [at for at, is_true in enumerate(flat(index._elements)) if is_true]
        step = index.size
        for size in index.shape:
            step //= max(size, 1)
            self._place(place, [at // step % size for at in places], (len(places),))

    def _broadcast(self):
        shapes = [shape for _, _, shape in self.picks]
        try:
            self.spread = broadcast_shapes(*shapes)
        except ValueError:
            text = " ".join(shape_text(shape) for shape in shapes if shape)
            raise IndexError(
                "shape mismatch: indexing arrays could not be broadcast together with shapes "
                f"{text} "
            ) from None
        first, last = self._groups[0], self._groups[-1]
        is_adjacent = len(set(self._groups)) == last - first + 1
        chosen = [axis for axis, _, _ in self.picks]
        rest = [axis for axis in range(self._outcome) if axis not in chosen]
        before = sum(axis < chosen[0] for axis in rest) if is_adjacent else 0
        count = len(self.spread)
        self.order = chosen + rest
        # Where the picked axes go in the outcome, and back from there.
        tail = list(range(count, count + len(rest)))
        self.forth = tail[:before] + list(range(count)) + tail[before:]
        self.back = [self.forth.index(axis) for axis in range(count + len(rest))]
        self.indices = tuple(
            make(positions, shape, dt.INT64).expand(self.spread)
            for _, positions, shape in self.picks
        )

    def view(self, tensor):
        """The part of the tensor that the ints, slices and Nones leave, not yet flipped."""
        return tensor[tuple(self.basic)] if self.basic else tensor

    def read(self, tensor):
        tensor = self.view(tensor)
        if self.flips:
            tensor = tensor.flip(self.flips)
        if self.is_plain:
            return tensor
        return tensor.permute(self.order)[self.indices].permute(self.forth)

    def write(self, tensor, value):
        """Writes a number, or a tensor that broadcasts to what `read` gives."""
        if not isinstance(value, Tensor):
            if self.is_plain:
                tensor[tuple(self.basic)] = value
            else:
                self.view(tensor).permute(self.order)[self.indices] = value
            return
        if self.is_plain:
            target = self.view(tensor)
            value = fitting(value, tuple(target.shape))
            if self.flips:
                value = value.expand(target.shape).flip(self.flips)
            target.copy_(value)
            return
        target = self.view(tensor)
        target = target.permute(self.order)
        shape = self.spread + tuple(target.shape)[len(self.picks) :]
        outcome = tuple(shape[axis] for axis in self.forth)
        value = fitting(value, outcome, is_picked=True).expand(outcome)
        if self.flips:
            chosen = self.order[: len(self.picks)]
            rest = [axis for axis in self.order if axis not in chosen]
            places = [self.forth.index(len(self.spread) + rest.index(axis)) for axis in self.flips]
            value = value.flip(places)
        target[self.indices] = value.permute(self.back)


def getitem(a, key):
    """``a[key]``."""
    if type(key) is tuple and len(key) == 1:
        (key,) = key
    if type(key) is int and a.ndim:
        size = a.shape[0]
        if not -size <= key < size:
            raise _out_of_bounds(key, 0, size)
        if a.ndim == 1:
            return of_number(a._elements[key].item(), a.dtype)
        return wrap(a._elements[key], a.dtype, a.shape[1:], a)
    if _is_mask(a, key):
        return wrap(a._elements[key._elements], a.dtype)
    subscript = Subscript(a.shape, key)
    tensor = subscript.read(a._elements)
    shape = tuple(tensor.shape)
    if shape == () and not subscript.keeps_array:
        return result(tensor, a.dtype, shape)
    is_view = subscript.is_plain and not subscript.flips
    return wrap(tensor, a.dtype, shape, a if is_view else None)


def setitem(a, key, value):
    """``a[key] = value``."""
    if a._locked:
        raise ValueError("assignment destination is read-only")
    if type(key) is tuple and len(key) == 1:
        (key,) = key
    given = _value(value, a.dtype)
    is_number = not isinstance(given, Tensor)
    if _is_mask(a, key):
        if is_number or given.dim() == 0:
            a._elements[key._elements] = given
        else:
            _assign_masked(a, key, given)
        return
    subscript = Subscript(a.shape, key)
    if is_number:
        subscript.write(a._elements, given)
        return
    is_one = subscript.is_plain and all(type(part) is int for part in subscript.basic)
    if is_one and len(subscript.basic) == a.ndim and given.dim() > 0:
        if given.numel() != 1 or not isinstance(value, (ndarray, Tensor)):
            raise ValueError("setting an array element with a sequence.")
        given = given.reshape(())
    subscript.write(a._elements, given)


def _is_mask(a, key):
    is_mask = type(key) is ndarray and key.dtype is dt.BOOL and key.ndim > 0
    return is_mask and key.shape == a.shape[: key.ndim]


def _value(value, dtype):
    """What is assigned, as a number or as a tensor of the array's dtype."""
    if number_dtype(value) is not None:
        return fitted([value], dtype)[0]
    if isinstance(value, (list, tuple, str)):
        return array(value, dtype)._elements
    return cast(asarray(value)._elements, dtype)


def _assign_masked(a, mask, value):
    chosen = int(mask._elements.sum().item())
    rest = a.shape[mask.ndim :]
    if value.dim() > 1 and not rest:
        raise TypeError(
            "NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, input "
            f"has {value.dim()} dimensions"
        )
    if value.dim() == 1 and not rest and value.shape[0] not in (1, chosen):
        raise ValueError(
            "NumPy boolean array indexing assignment cannot assign "
            f"{value.shape[0]} input values to the {chosen} output values where the mask is true"
        )
    shape = (chosen, *rest)
    a._elements[mask._elements] = fitting(value, shape, is_picked=True).expand(shape)
