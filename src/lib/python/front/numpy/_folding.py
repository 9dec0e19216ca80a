"""`reduce`, `accumulate` and `at` of ufuncs of two arguments.

Source: https://numpy.org/doc/stable/reference/ufuncs.html#methods
"""

from functools import reduce as _fold

from . import _accumulate, _dtype as dt, _reduce
from ._array import ndarray
from ._broadcast import broadcast_shapes
from ._create import array as _array
from ._create import asarray, full
from ._join import stack
from ._shape import axis_of, moveaxis

_BY_NAME = {
    "add": _reduce.sum,
    "multiply": _reduce.prod,
    "maximum": _reduce.max,
    "minimum": _reduce.min,
    "logical_and": _reduce.all,
    "logical_or": _reduce.any,
}


def _require_two(ufunc, what):
    if ufunc.nin != 2:
        raise ValueError(f"{what} only supported for binary functions")


def reduce(ufunc, array, axis, dtype, out, keepdims):
    """Takes axes together by a ufunc."""
    _require_two(ufunc, "reduce")
    known = _BY_NAME.get(ufunc.__name__)
    if known is not None:
        typed = {"dtype": dtype} if ufunc.__name__ in ("add", "multiply") else {}
        return known(array, axis=axis, out=out, keepdims=keepdims, **typed)
    a = asarray(array, dtype)
    if axis is None:
        a, axis = a.ravel(), 0
    axis = axis_of(axis, a.ndim)
    layers = list(moveaxis(a, axis, 0))
    if not layers:
        if ufunc.identity is None:
            raise ValueError(
                f"zero-size array to reduction operation {ufunc.__name__} which has no identity"
            )
        shape = a.shape[:axis] + a.shape[axis + 1 :]
        made = full(shape, ufunc.identity, a.dtype)[()]
    else:
        made = _fold(ufunc, layers)
    if keepdims:
        made = asarray(made).reshape(a.shape[:axis] + (1,) + a.shape[axis + 1 :])
    if out is not None:
        out[...] = made
        return out
    return made


def accumulate(ufunc, array, axis, dtype, out):
    """The results on the way along an axis."""
    _require_two(ufunc, "accumulate")
    a = asarray(array, dtype)
    axis = axis_of(axis, a.ndim)
    if ufunc.__name__ in ("add", "multiply"):
        run = _accumulate.cumsum if ufunc.__name__ == "add" else _accumulate.cumprod
        return run(a, axis, dtype, out)
    layers = []
    for layer in moveaxis(a, axis, 0):
        layers.append(ufunc(layers[-1], layer) if layers else layer)
    made = stack(layers, axis) if layers else a.copy()
    if out is not None:
        out[...] = made
        return out
    return made


def at(ufunc, a, indices, b):
    """Applies a ufunc in place, once for each index."""
    if not isinstance(a, ndarray):
        raise TypeError("first operand must be array")
    parts = indices if isinstance(indices, tuple) else (indices,)
    if any(isinstance(part, slice) or part is None or part is Ellipsis for part in parts):
        a[indices] = ufunc(a[indices]) if b is None else ufunc(a[indices], b)
        return
    parts = [asarray(part) for part in parts]
    spelled = [part.nonzero() if part.dtype is dt.BOOL else [part] for part in parts]
    parts = [places for several in spelled for places in several]
    shape = broadcast_shapes(*(part.shape for part in parts))
    rows = zip(*(_spread(part, shape).ravel().tolist() for part in parts))
    if b is None:
        for row in rows:
            a[row] = ufunc(a[row])
        return
    rest = a.shape[len(parts) :]
    values = _spread(_array(b), shape + rest).reshape((-1, *rest))
    for row, value in zip(rows, values):
        a[row] = ufunc(a[row], value)


def _spread(a, shape):
    from ._shape import broadcast_to

    return broadcast_to(a, shape)
