"""`torch.linalg`: its operations that the registry has, and compositions of them.

Source: https://pytorch.org/docs/stable/linalg.html
"""

from _backflow_missing import missing
from torch import _arrangements, _compositions
from torch._calls import _LinAlgError as LinAlgError
from torch._calls import run
from torch._names import fill


def norm(A, ord=None, dim=None, keepdim=False, *, dtype=None):
    """The norm of a vector or a matrix; of all elements without `ord`.

    Source: https://pytorch.org/docs/stable/generated/torch.linalg.norm.html
    """
    dims = None if dim is None else [dim] if isinstance(dim, int) else list(dim)
    is_matrix = len(dims) == 2 if dims is not None else A.ndim == 2
    if ord is None or not is_matrix:
        given = (A, 2 if ord is None else ord, dims, keepdim)
        return run("vector_norm", "vector_norm", False, given, None)
    return matrix_norm(A, ord, (-2, -1) if dims is None else dims, keepdim)


def matrix_norm(A, ord="fro", dim=(-2, -1), keepdim=False, *, dtype=None):
    """The norm of matrices: Frobenius' (`fro`), by column sums (1, -1) or by row sums (inf, -inf).

    Source: https://pytorch.org/docs/stable/generated/torch.linalg.matrix_norm.html
    """
    if ord == "fro":
        return run("vector_norm", "vector_norm", False, (A, 2, list(dim), keepdim), None)
    sums = {1: dim[0], -1: dim[0], float("inf"): dim[1], float("-inf"): dim[1]}
    if ord not in sums:
        raise NotImplementedError(f"Backflow's torch has no matrix_norm with ord={ord!r}")
    along = sums[ord] % A.ndim
    other = (dim[1] if sums[ord] == dim[0] else dim[0]) % A.ndim
    total = A.abs().sum(along, keepdim=True)
    made = total.amax(other, True) if ord > 0 else total.amin(other, True)
    return made if keepdim else made.squeeze(max(along, other)).squeeze(min(along, other))


def vecdot(x, y, *, dim=-1):
    """Inner products along a dimension."""
    return (x * y).sum(dim)


def multi_dot(tensors):
    """The product of several matrices, from left to right."""
    product = tensors[0]
    for one in tensors[1:]:
        product = product @ one
    return product


def matmul(input, other):
    """The matrix product."""
    return input.matmul(other)


def matrix_power(A, n):
    """The product of a square matrix with itself, `n` times."""
    return _compositions.matrix_power(A, n)


def diagonal(A, *, offset=0, dim1=-2, dim2=-1):
    """A view of the diagonal."""
    return A.diagonal(offset, dim1, dim2)


def vander(x, N=None):
    """Powers of the elements as columns, from the lowest on."""
    return _compositions.vander(x, N, increasing=True)


def cross(input, other, *, dim=-1):
    """The vector that is perpendicular to both."""
    return _arrangements.cross(input, other, dim)


# Where the registry has the operation itself, that one.
fill(globals(), "torch.linalg", over=True)


def __getattr__(name):
    raise missing("torch.linalg", name)
