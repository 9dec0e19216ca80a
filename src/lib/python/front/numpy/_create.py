"""Arrays of given values.

Source: https://numpy.org/doc/stable/reference/routines.array-creation.html
"""

import operator

from . import _dtype as dt
from ._array import ndarray, result, wrap
from ._engine import Tensor, filled, flat, make
from ._scalar import generic

_PLAIN = {float: dt.FLOAT64, int: dt.INT64, bool: dt.BOOL}
_PYTHON = {dt.FLOAT64: float, dt.FLOAT32: float, dt.BOOL: bool}
_SEQUENCE = "setting an array element with a sequence."


def from_values(values, shape, dtype):
    """An array of Python numbers that already fit the dtype, flat and in row-major order."""
    return wrap(make(values, shape, dtype), dtype, tuple(shape))


def scalar_or_array(values, shape, dtype):
    """The same, and a single number where there are no axes."""
    return result(make(values, shape, dtype), dtype, tuple(shape))


def _as_array(value):
    """The array that an object is or stands for; None for anything else."""
    if isinstance(value, ndarray):
        return value
    if isinstance(value, Tensor):
        return _of_tensor(value)
    if hasattr(value, "__array__") and not isinstance(value, (generic, type)):
        return value.__array__()
    return None


def _of_tensor(tensor):
    if tensor.requires_grad:
        raise RuntimeError(
            "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."
        )
    return wrap(tensor.detach())


def _unsized(value):
    """The dtype of a number among nested lists. Raises TypeError for what is none."""
    if isinstance(value, generic):
        return value.dtype
    for kind, dtype in ((bool, dt.BOOL), (int, dt.INT64), (float, dt.FLOAT64)):
        if isinstance(value, kind):
            return dtype
    if isinstance(value, complex):
        raise dt.lacking("complex128")
    if isinstance(value, (str, bytes)):
        return type(value)
    raise dt.lacking("object")


def _discover(value):
    """Shape, dtype and flat values of nested sequences, level by level."""
    shape, level, dtypes = [], [value], set()
    while True:
        kinds = set(map(type, level))
        if kinds and kinds <= _PLAIN.keys():
            dtypes.update(map(_PLAIN.get, kinds))
            return shape, dtypes, level
        arrays = [_as_array(one) for one in level]
        if any(one is not None for one in arrays):
            dtypes.update(one.dtype for one in arrays if one is not None)
            level = [one if many is None else many.tolist() for one, many in zip(level, arrays)]
        nested = [isinstance(one, (list, tuple, range)) for one in level]
        if not any(nested):
            if not dtypes or not all(type(one) in _PLAIN for one in level):
                dtypes.update(map(_unsized, level))
            return shape, dtypes, level
        sizes = {len(one) if is_nested else -1 for one, is_nested in zip(level, nested)}
        if len(sizes) > 1:
            raise ValueError(
                f"{_SEQUENCE} The requested array has an inhomogeneous shape after "
                f"{len(shape)} dimensions. The detected shape was {tuple(shape)} + inhomogeneous "
                "part."
            )
        size = sizes.pop()
        shape.append(size)
        if size == 0:
            return shape, dtypes, []
        level = [item for one in level for item in one]


def fitted(values, dtype):
    """Python numbers as this dtype holds them."""
    if dtype is dt.INT64:
        return list(map(_whole, values))
    if dtype is dt.BOOL:
        return list(map(bool, values))
    return list(map(float, values))


def _whole(value):
    if isinstance(value, float) and not value - value == 0:
        return -(2**63)
    value = int(value)
    if not -(2**63) <= value < 2**63:
        raise OverflowError("Python int too large to convert to C long")
    return value


def array(object, dtype=None, *, copy=True, order="K", subok=False, ndmin=0, like=None):
    """An array of nested lists, of a number, of another array or of a tensor.

    Raises ValueError where rows differ in length, TypeError for elements that aren't numbers.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.array.html
    """
    wanted = None if dtype is None else dt.find(dtype)
    made = _as_array(object)
    if made is not None:
        if wanted is not None and wanted is not made.dtype:
            made = made.astype(wanted)
        elif copy:
            made = made.copy()
    else:
        shape, dtypes, values = _discover(object)
        own = _wanted_of(dtypes, wanted)
        if own is dt.INT64 or not set(map(type, values)) <= {_PYTHON[own]}:
            values = fitted(values, own)
        made = from_values(values, shape, own)
    if made.ndim < ndmin:
        made = made.reshape((1,) * (ndmin - made.ndim) + made.shape)
    return made


def _wanted_of(dtypes, wanted):
    texts = [one for one in dtypes if not isinstance(one, dt.dtype)]
    if texts and (wanted is None or wanted is dt.BOOL):
        raise dt.lacking(texts[0].__name__)
    if wanted is not None:
        return wanted
    return dt.common(dtypes, ())


def asarray(a, dtype=None, order=None, *, like=None):
    """The array itself where it is one of that dtype, otherwise a new one."""
    if type(a) is ndarray and (dtype is None or dt.find(dtype) is a.dtype):
        return a
    return array(a, dtype, copy=False)


asanyarray = ascontiguousarray = asarray


def sizes_of(shape):
    """A shape as a tuple of ints. Raises TypeError and ValueError as numpy does."""
    if isinstance(shape, ndarray):
        shape = shape.tolist()
    try:
        if isinstance(shape, (list, tuple, str)):
            sizes = tuple(map(operator.index, shape))
        else:
            sizes = (operator.index(shape),)
    except TypeError:
        if isinstance(shape, (list, tuple, str)):
            raise
        raise TypeError(
            f"expected a sequence of integers or a single integer, got '{shape!r}'"
        ) from None
    if any(size < 0 for size in sizes):
        raise ValueError("negative dimensions are not allowed")
    return sizes


def _constant(shape, value, dtype):
    dtype = dt.find(dtype)
    sizes = sizes_of(shape)
    return wrap(filled(sizes, value, dtype), dtype, sizes)


def zeros(shape, dtype=float, order="C", *, like=None):
    """Zeros of a shape, e.g. ``np.zeros((2, 3))``."""
    return _constant(shape, 0, dtype)


def ones(shape, dtype=None, order="C", *, like=None):
    """Ones of a shape."""
    return _constant(shape, 1, dtype)


def empty(shape, dtype=float, order="C", *, like=None):
    """An array to be written into; here it holds zeros at first."""
    return _constant(shape, 0, dtype)


def full(shape, fill_value, dtype=None, order="C", *, like=None):
    """One value everywhere; an array as value is spread over the shape."""
    value = asarray(fill_value, dtype)
    if value.ndim == 0:
        return _constant(shape, flat(value._elements)[0], value.dtype)
    made = empty(shape, value.dtype)
    made[...] = value
    return made


def _like(prototype, dtype, shape):
    model = asarray(prototype)
    return (model.shape if shape is None else shape), (model.dtype if dtype is None else dtype)


def zeros_like(a, dtype=None, order="K", subok=True, shape=None):
    """Zeros of the shape and dtype of another array."""
    return zeros(*_like(a, dtype, shape))


def ones_like(a, dtype=None, order="K", subok=True, shape=None):
    """Ones of the shape and dtype of another array."""
    return ones(*_like(a, dtype, shape))


def empty_like(prototype, dtype=None, order="K", subok=True, shape=None):
    """An array to be written into, of the shape and dtype of another."""
    return empty(*_like(prototype, dtype, shape))


def full_like(a, fill_value, dtype=None, order="K", subok=True, shape=None):
    """One value everywhere, in the shape and dtype of another array."""
    sizes, own = _like(a, dtype, shape)
    return full(sizes, fill_value, own)


def copy(a, order="K", subok=False):
    """The same elements in memory of their own."""
    return array(a)
