"""Products of vectors and matrices.

Source: https://numpy.org/doc/stable/reference/routines.linalg.html
"""

import torch

from . import _dtype as dt
from ._array import result
from ._broadcast import broadcast_shapes, shape_text
from ._create import asarray
from ._engine import cast
from ._scalar_math import number_dtype
from ._shape import axis_of, diagonal, moveaxis
from ._ufuncs import multiply

_SIGNATURE = "(n?,k),(k,m?)->(n?,m?)"


def _common(*arrays):
    dtype = dt.common([one.dtype for one in arrays], ())
    return dtype, [_computable(one._elements, dtype) for one in arrays]


def _computable(tensor, dtype):
    """The engine multiplies no matrices of bools, nor does every torch those of ints."""
    return cast(tensor, dt.FLOAT64 if dtype.rank < 2 else dtype)


def _product(a, b, dtype, shape):
    return result(cast(torch.matmul(a, b), dtype), dtype, shape)


def matmul(x1, x2, /, out=None):
    """Matrix product ``x1 @ x2``; a vector counts as a row at the left, as a column at the right.

    Raises ValueError where the sizes don't go together.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.matmul.html
    """
    a, b = asarray(x1), asarray(x2)
    for place, one in enumerate((a, b)):
        if one.ndim == 0:
            raise ValueError(
                f"matmul: Input operand {place} does not have enough dimensions (has 0, gufunc "
                f"core with signature {_SIGNATURE} requires 1)"
            )
    inner, outer = a.shape[-1], b.shape[-2 if b.ndim > 1 else -1]
    if inner != outer:
        raise ValueError(
            "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc "
            f"signature {_SIGNATURE} (size {outer} is different from {inner})"
        )
    batch = broadcast_shapes(a.shape[:-2], b.shape[:-2])
    shape = batch + a.shape[-2:-1] + (b.shape[-1:] if b.ndim > 1 else ())
    dtype, tensors = _common(a, b)
    made = _product(*tensors, dtype, shape)
    if out is not None:
        out[...] = made
        return out
    return made


def dot(a, b, out=None):
    """Inner product of vectors, product of matrices, or multiple by a number.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.dot.html
    """
    if number_dtype(a) is not None or number_dtype(b) is not None:
        return multiply(a, b, out=out)
    x, y = asarray(a), asarray(b)
    if x.ndim == 0 or y.ndim == 0:
        return multiply(x, y, out=out)
    dim = y.ndim - 2 if y.ndim > 1 else 0
    if x.shape[-1] != y.shape[dim]:
        raise ValueError(
            f"shapes {shape_text(x.shape)} and {shape_text(y.shape)} not aligned: "
            f"{x.shape[-1]} (dim {x.ndim - 1}) != {y.shape[dim]} (dim {dim})"
        )
    if x.ndim > 2 or y.ndim > 2:
        made = tensordot(x, y, ([x.ndim - 1], [dim]))
    else:
        made = matmul(x, y)
    if out is not None:
        out[...] = made
        return out
    return made


def vdot(a, b):
    """Inner product of all elements."""
    return dot(asarray(a).ravel(), asarray(b).ravel())


def inner(a, b):
    """Products along the last axes."""
    x, y = asarray(a), asarray(b)
    if x.ndim == 0 or y.ndim == 0:
        return multiply(x, y)
    if x.shape[-1] != y.shape[-1]:
        raise ValueError(
            f"shapes {shape_text(x.shape)} and {shape_text(y.shape)} not aligned: {x.shape[-1]} "
            f"(dim {x.ndim - 1}) != {y.shape[-1]} (dim {y.ndim - 1})"
        )
    return tensordot(x, y, ([x.ndim - 1], [y.ndim - 1]))


def outer(a, b, out=None):
    """All products of an element of a and one of b."""
    return multiply(asarray(a).reshape(-1, 1), asarray(b).reshape(1, -1), out=out)


def tensordot(a, b, axes=2):
    """Products summed over pairs of axes."""
    x, y = asarray(a), asarray(b)
    if isinstance(axes, int):
        left, right = list(range(x.ndim - axes, x.ndim)), list(range(axes))
    else:
        left, right = ([one] if isinstance(one, int) else list(one) for one in axes)
    left = [axis_of(axis, x.ndim) for axis in left]
    right = [axis_of(axis, y.ndim) for axis in right]
    if [x.shape[axis] for axis in left] != [y.shape[axis] for axis in right]:
        raise ValueError("shape-mismatch for sum")
    x_rest = [axis for axis in range(x.ndim) if axis not in left]
    y_rest = [axis for axis in range(y.ndim) if axis not in right]
    shape = tuple(x.shape[axis] for axis in x_rest) + tuple(y.shape[axis] for axis in y_rest)
    size = 1
    for axis in left:
        size *= x.shape[axis]
    first = x.transpose(x_rest + left).reshape(-1, size)
    second = y.transpose(right + y_rest).reshape(size, -1)
    dtype, tensors = _common(first, second)
    return result(cast(torch.matmul(*tensors), dtype).reshape(shape), dtype, shape)


def einsum(subscripts, *operands, **others):
    """Sums of products by Einstein's convention, e.g. ``np.einsum('ij,jk->ik', a, b)``."""
    arrays = [asarray(one) for one in operands]
    dtype, tensors = _common(*arrays)
    made = cast(torch.einsum(subscripts, *tensors), dtype)
    return result(made, dtype, tuple(made.shape))


def trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    """Sum of the diagonal."""
    return diagonal(a, offset, axis1, axis2).sum(axis=-1, dtype=dtype, out=out)


def cross(a, b, axis=-1):
    """Vector product of vectors of three elements."""
    x, y = moveaxis(asarray(a), axis, -1), moveaxis(asarray(b), axis, -1)
    if x.shape[-1] != 3 or y.shape[-1] != 3:
        raise ValueError(
            "incompatible dimensions for cross product\n(dimension must be 2 or 3)"
            if {x.shape[-1], y.shape[-1]} - {2, 3}
            else "Backflow's numpy lacks cross products of vectors of two elements"
        )
    order = [(1, 2), (2, 0), (0, 1)]
    parts = [x[..., i] * y[..., j] - x[..., j] * y[..., i] for i, j in order]
    from ._join import stack

    return stack(parts, axis=-1 if parts[0].ndim == 0 else axis)


def kron(a, b):
    """Kronecker product: b in the place of each element of a, times that."""
    x, y = asarray(a), asarray(b)
    ndim = max(x.ndim, y.ndim)
    x = x.reshape((1,) * (ndim - x.ndim) + x.shape)
    y = y.reshape((1,) * (ndim - y.ndim) + y.shape)
    shape = tuple(m * n for m, n in zip(x.shape, y.shape))
    pairs = multiply(
        x.reshape(tuple(size for n in x.shape for size in (n, 1))),
        y.reshape(tuple(size for n in y.shape for size in (1, n))),
    )
    return pairs.reshape(shape)
