"""Lengths, inverses, determinants and systems of linear equations, for small matrices.

Source: https://numpy.org/doc/stable/reference/routines.linalg.html
"""

import math
import operator

from . import _dtype as dt
from . import _matrices
from ._create import asarray, from_values, scalar_or_array
from ._lacking import lacks
from ._products import matmul
from ._reduce import chosen_axes
from ._ufuncs import absolute, exp, multiply, sqrt

__all__ = [
    "LinAlgError",
    "det",
    "inv",
    "lstsq",
    "matrix_power",
    "norm",
    "slogdet",
    "solve",
]

LinAlgError = _matrices.LinAlgError


def __getattr__(name):
    raise lacks("numpy.linalg", name)


def norm(x, ord=None, axis=None, keepdims=False):
    """Length of a vector, or of a matrix as if it were one; other norms by `ord`.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.linalg.norm.html
    """
    x = asarray(x)
    if x.dtype.kind != "f":
        x = x.astype(float)
    is_plain = ord is None or (ord == "fro" and x.ndim == 2) or (ord == 2 and x.ndim == 1)
    if axis is None and is_plain:
        line = x.ravel()
        made = sqrt(line.dot(line))
        return asarray(made).reshape((1,) * x.ndim) if keepdims else made
    axes = chosen_axes(axis, x.ndim)
    if len(axes) == 1:
        return _vector_norm(x, ord, axes[0], keepdims)
    if len(axes) != 2:
        raise ValueError("Improper number of dimensions to norm.")
    return _matrix_norm(x, ord, axes, keepdims)


def _vector_norm(x, ord, axis, keepdims):
    if ord is None or ord == 2:
        return sqrt(multiply(x, x).sum(axis=axis, keepdims=keepdims))
    sizes = absolute(x)
    if ord == math.inf:
        return sizes.max(axis=axis, keepdims=keepdims)
    if ord == -math.inf:
        return sizes.min(axis=axis, keepdims=keepdims)
    if ord == 0:
        return (x != 0).astype(x.dtype).sum(axis=axis, keepdims=keepdims)
    if ord == 1:
        return sizes.sum(axis=axis, keepdims=keepdims)
    if isinstance(ord, str):
        raise ValueError(f"Invalid norm order '{ord}' for vectors")
    return (sizes**ord).sum(axis=axis, keepdims=keepdims) ** (1.0 / ord)


def _matrix_norm(x, ord, axes, keepdims):
    if ord is None or ord in ("fro", "f"):
        return sqrt(multiply(x, x).sum(axis=axes, keepdims=keepdims))
    rows, columns = axes
    if ord in (1, -1, math.inf, -math.inf):
        add, choose = (rows, columns) if abs(ord) == 1 else (columns, rows)
        sums = absolute(x).sum(axis=add, keepdims=True)
        made = (sums.max if ord > 0 else sums.min)(axis=choose, keepdims=True)
        return made if keepdims else made.squeeze(axes)[()]
    if ord in (2, -2, "nuc"):
        raise ValueError("Backflow's numpy lacks norms by singular values")
    raise ValueError("Invalid norm order for matrices.")


def _squares(a):
    """The matrices of a stack as lists of rows, and the axes before them."""
    a = asarray(a)
    if a.ndim < 2:
        raise LinAlgError(
            f"{a.ndim}-dimensional array given. Array must be at least two-dimensional"
        )
    if a.shape[-1] != a.shape[-2]:
        raise LinAlgError("Last 2 dimensions of the array must be square")
    dtype = a.dtype if a.dtype.kind == "f" else dt.FLOAT64
    size = a.shape[-1]
    return a.astype(float).reshape(-1, size, size).tolist(), a.shape[:-2], size, dtype


def _flat(matrices):
    return [value for matrix in matrices for row in matrix for value in row]


def inv(a):
    """The inverse of a square matrix. Raises LinAlgError where there is none."""
    matrices, batch, size, dtype = _squares(a)
    made = [_matrices.solved(matrix, _matrices.identity(size)) for matrix in matrices]
    return from_values(_flat(made), (*batch, size, size), dtype)


def solve(a, b):
    """x with a @ x = b. Raises LinAlgError where there is no one such.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.linalg.solve.html
    """
    matrices, batch, size, dtype = _squares(a)
    b = asarray(b)
    is_vector = b.ndim == len(batch) + 1
    rows = b.shape[-1 if is_vector else -2]
    if rows != size:
        name, sides = ("solve1", "(m)->(m)") if is_vector else ("solve", "(m,n)->(m,n)")
        raise ValueError(
            f"{name}: Input operand 1 has a mismatch in its core dimension 0, with gufunc "
            f"signature (m,m),{sides} (size {rows} is different from {size})"
        )
    if b.dtype is dt.FLOAT64:
        dtype = dt.FLOAT64
    sides = b.astype(float).reshape(len(matrices), size, -1).tolist()
    made = [_matrices.solved(matrix, side) for matrix, side in zip(matrices, sides)]
    return from_values(_flat(made), b.shape, dtype)


def det(a):
    """The determinant of a square matrix."""
    sign, logarithm = slogdet(a)
    return sign * exp(logarithm)


def slogdet(a):
    """Sign and logarithm of the size of a determinant."""
    matrices, batch, _, dtype = _squares(a)
    pairs = [_matrices.sign_and_logarithm(matrix) for matrix in matrices]
    return tuple(scalar_or_array(list(part), batch, dtype) for part in zip(*pairs))


def matrix_power(a, n):
    """A square matrix multiplied by itself; by its inverse for negative powers."""
    n = operator.index(n)
    made = asarray(a)
    _, _, size, _ = _squares(made)
    if n < 0:
        made, n = inv(made), -n
    if n == 0:
        from ._ranges import eye
        from ._shape import broadcast_to

        return broadcast_to(eye(size, dtype=made.dtype), made.shape).copy()
    power = None
    while n:
        if n & 1:
            power = made if power is None else matmul(power, made)
        made, n = matmul(made, made), n >> 1
    return power


def lstsq(a, b, rcond="warn"):
    """x with the smallest a @ x - b, for matrices whose columns are independent.

    Returns x, the sums of squared residuals, the rank, and None for the singular values.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.linalg.lstsq.html
    """
    a, b = asarray(a, float), asarray(b, float)
    if a.ndim != 2:
        raise LinAlgError(f"{a.ndim}-dimensional array given. Array must be two-dimensional")
    rows, columns = a.shape
    if b.shape[0] != rows:
        raise LinAlgError("Incompatible dimensions")
    sides = b.reshape(rows, -1)
    if rows < columns:
        raise LinAlgError("Backflow's numpy has lstsq only for at least as many rows as columns")
    x, residuals = _matrices.least_squares(a.tolist(), sides.tolist())
    made = from_values(_flat([x]), (columns,) + b.shape[1:], dt.FLOAT64)
    count = 1 if b.ndim == 1 else sides.shape[1]
    squares = residuals if rows > columns else []
    return made, from_values(squares, (count if squares else 0,), dt.FLOAT64), columns, None
