"""Functions that arrange, combine and look up elements, composed of the registry's operations.

Source: https://pytorch.org/docs/stable/torch.html#other-operations
"""

import itertools

from torch import _functions, _types
from torch._tensor import Tensor, _wrapped


def _triangle(keeps):
    def call(row, col, offset=0, *, dtype=None, device=None, layout=None):
        places = [(i, j) for i in range(row) for j in range(col) if keeps(j - i, offset)]
        flat = [i for i, _ in places] + [j for _, j in places]
        return _functions._ints(flat, (2, len(places)))

    return call


tril_indices = _triangle(lambda diagonal, offset: diagonal <= offset)
triu_indices = _triangle(lambda diagonal, offset: diagonal >= offset)


def combinations(input, r=2, with_replacement=False):
    """All choices of r elements, one a row.

    Source: https://pytorch.org/docs/stable/generated/torch.combinations.html
    """
    choose = itertools.combinations_with_replacement if with_replacement else itertools.combinations
    places = list(choose(range(input.numel()), r))
    flat = _functions._ints([at for row in places for at in row])
    return input.index_select(0, flat).reshape(len(places), r)


def cdist(x1, x2, p=2.0, compute_mode=None):
    """Distances between all rows of one and all rows of the other: shape (…, m, n).

    Source: https://pytorch.org/docs/stable/generated/torch.cdist.html
    """
    if x1.size(-1) != x2.size(-1):
        raise RuntimeError(
            f"X1 and X2 must have the same number of columns. X1: {x1.size(-1)} X2: {x2.size(-1)}"
        )
    return (x1.unsqueeze(-2) - x2.unsqueeze(-3)).norm(p, -1)


def bucketize(input, boundaries, *, right=False, out_int32=False):
    """Which of the ordered boundaries each element lies before.

    Source: https://pytorch.org/docs/stable/generated/torch.bucketize.html
    """
    import torch

    return _functions.searchsorted(boundaries, torch.as_tensor(input), right=right)


def unique_consecutive(input, return_inverse=False, return_counts=False, dim=None):
    """The elements without repetitions of a neighbour.

    Source: https://pytorch.org/docs/stable/generated/torch.unique_consecutive.html
    """
    import torch

    if dim is not None:
        raise NotImplementedError("Backflow's torch has no unique_consecutive along a dimension")
    groups = [(value, len(list(row))) for value, row in itertools.groupby(_functions._flat(input))]
    found = [torch.tensor([value for value, _ in groups], dtype=input.dtype)]
    if return_inverse:
        places = [k for k, (_, count) in enumerate(groups) for _ in range(count)]
        found.append(_functions._ints(places, tuple(input.shape)))
    if return_counts:
        found.append(_functions._ints([count for _, count in groups]))
    return found[0] if len(found) == 1 else tuple(found)


def kron(input, other):
    """Kronecker's product.

    Source: https://pytorch.org/docs/stable/generated/torch.kron.html
    """
    rank = max(input.ndim, other.ndim)
    left = input.reshape([1] * (rank - input.ndim) + list(input.shape))
    right = other.reshape([1] * (rank - other.ndim) + list(other.shape))
    wide = [size for one in left.shape for size in (one, 1)]
    tall = [size for one in right.shape for size in (1, one)]
    sizes = [a * b for a, b in zip(left.shape, right.shape)]
    return (left.reshape(wide) * right.reshape(tall)).reshape(sizes)


def cross(input, other, dim=None):
    """The vector that is perpendicular to both, along a dimension of size 3.

    Source: https://pytorch.org/docs/stable/generated/torch.cross.html
    """
    import torch

    if dim is None:
        dim = next(k for k, size in enumerate(input.shape) if size == 3)
    if input.size(dim) != 3 or other.size(dim) != 3:
        raise RuntimeError("linalg.cross: inputs dimension -1 must have length 3.")
    a, b = (one.unbind(dim) for one in torch.broadcast_tensors(input, other))
    parts = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    return torch.stack(parts, _wrapped(dim, input.ndim))


def tensordot(a, b, dims=2):
    """Sums of products over the last dimensions of one and the first of the other, or given ones.

    Source: https://pytorch.org/docs/stable/generated/torch.tensordot.html
    """
    if isinstance(dims, Tensor):
        dims = dims.tolist()
    if isinstance(dims, int):
        left, right = list(range(a.ndim - dims, a.ndim)), list(range(dims))
    else:
        left = [_wrapped(dim, a.ndim) for dim in dims[0]]
        right = [_wrapped(dim, b.ndim) for dim in dims[1]]
    for one, other in zip(left, right):
        if a.size(one) != b.size(other):
            raise RuntimeError(
                "contracted dimensions need to match, but first has size "
                f"{a.size(one)} in dim {one} and second has size {b.size(other)} in dim {other}"
            )
    kept_a = [k for k in range(a.ndim) if k not in left]
    kept_b = [k for k in range(b.ndim) if k not in right]
    inner = 1
    for dim in left:
        inner *= a.size(dim)
    rows = a.permute(kept_a + left).reshape(-1, inner)
    columns = b.permute(right + kept_b).reshape(inner, -1)
    return rows.mm(columns).reshape([a.size(k) for k in kept_a] + [b.size(k) for k in kept_b])


def addmv(input, mat, vec, *, beta=1, alpha=1):
    """beta · input + alpha · mat @ vec."""
    return _functions._scaled(input, beta) + _functions._scaled(mat.mv(vec), alpha)


def addr(input, vec1, vec2, *, beta=1, alpha=1):
    """beta · input + alpha · the outer product of the vectors."""
    return _functions._scaled(input, beta) + _functions._scaled(vec1.outer(vec2), alpha)


def swapaxes(input, axis0, axis1):
    """As `transpose`, whose arguments have other names."""
    return input.transpose(axis0, axis1)


def signbit(input):
    """Whether the sign is a minus, also that of -0."""
    return (input < 0) | ((input == 0) & (1 / input.double() < 0))


def isreal(input):
    """Which elements are real: all."""
    import torch

    return torch.ones(input.shape, dtype=_types.bool_)


NAMES = (
    "tril_indices triu_indices combinations cdist bucketize unique_consecutive kron cross "
    "tensordot addmv addr swapaxes signbit isreal"
).split()
METHODS = "unique_consecutive kron cross addmv addr swapaxes signbit isreal".split()
