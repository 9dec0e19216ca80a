"""Grids and matrices of a pattern.

Source: https://numpy.org/doc/stable/reference/routines.array-creation.html#building-matrices
"""

from ._create import array, asarray, zeros
from ._ranges import arange, linspace, meshgrid
from ._shape import diagonal
from ._ufuncs import greater_equal, multiply


class _Grid:
    """`np.mgrid[0:5, 0:1:3j]`: a slice for each axis; an imaginary step is a number of points."""

    def __init__(self, sparse):
        self._sparse = sparse

    def __getitem__(self, key):
        lines = [_line(part) for part in (key if isinstance(key, tuple) else (key,))]
        if not isinstance(key, tuple):
            return lines[0]
        grids = meshgrid(*lines, sparse=self._sparse, indexing="ij")
        if self._sparse:
            return grids
        from ._join import stack

        return stack([grid * 1 for grid in grids])


def _line(part):
    start = 0 if part.start is None else part.start
    if isinstance(part.step, complex):
        return linspace(start, part.stop, int(abs(part.step)))
    return arange(start, part.stop, 1 if part.step is None else part.step)


mgrid, ogrid = _Grid(False), _Grid(True)


def indices(dimensions, dtype=int, sparse=False):
    """The indices of every place of a grid, a layer for each axis."""
    lines = [arange(size, dtype=dtype) for size in dimensions]
    grids = meshgrid(*lines, sparse=sparse, indexing="ij")
    if sparse:
        return tuple(grids)
    from ._join import stack

    return stack(grids) if grids else array([], dtype)


def diag(v, k=0):
    """A matrix with a vector on its diagonal, or a matrix's diagonal."""
    a = asarray(v)
    if a.ndim == 2:
        return diagonal(a, k)
    if a.ndim != 1:
        raise ValueError("Input must be 1- or 2-d.")
    size = a.size + abs(k)
    made = zeros((size, size), a.dtype)
    places = arange(a.size)
    made[places + max(-k, 0), places + max(k, 0)] = a
    return made


def diagflat(v, k=0):
    """A matrix with all elements on its diagonal."""
    return diag(asarray(v).ravel(), k)


def tri(N, M=None, k=0, dtype=float, *, like=None):
    """Ones at and below a diagonal."""
    columns = N if M is None else M
    return greater_equal(arange(N).reshape(-1, 1), arange(-k, columns - k)).astype(dtype)


def tril(m, k=0):
    """The part of a matrix at and below a diagonal."""
    a = asarray(m)
    return multiply(tri(*a.shape[-2:], k=k, dtype=bool), a)


def triu(m, k=0):
    """The part of a matrix at and above a diagonal."""
    a = asarray(m)
    return multiply(~tri(*a.shape[-2:], k=k - 1, dtype=bool), a)


def vander(x, N=None, increasing=False):
    """The powers of numbers, a row for each."""
    a = asarray(x)
    count = a.size if N is None else N
    exponents = arange(count) if increasing else arange(count - 1, -1, -1)
    return a.reshape(-1, 1) ** exponents


def fromfunction(function, shape, *, dtype=float, like=None, **keywords):
    """What a function makes of the indices of every place."""
    return function(*indices(shape, dtype=dtype), **keywords)


def fromiter(iter, dtype, count=-1, *, like=None):
    """An array of what an iterator gives."""
    values = list(iter) if count < 0 else [value for value, _ in zip(iter, range(count))]
    return array(values, dtype)
