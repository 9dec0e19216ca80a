"""Functions that are composed of operations of the registry, and whose graph shows those.

Source: https://pytorch.org/docs/stable/torch.html#math-operations
"""

import itertools

from torch import _functions, _types
from torch._calls import run
from torch._tensor import Tensor, _wrapped


def _joined(tensors, dim):
    import torch

    return torch.cat(tensors, dim)


def diff(input, n=1, dim=-1, prepend=None, append=None):
    """Differences of neighbouring elements, `n` times.

    Source: https://pytorch.org/docs/stable/generated/torch.diff.html
    """
    parts = [one for one in (prepend, input, append) if one is not None]
    made = input if len(parts) == 1 else _joined(parts, dim)
    dim = _wrapped(dim, made.ndim)
    for _ in range(n):
        size = made.size(dim)
        made = made.narrow(dim, 1, size - 1) - made.narrow(dim, 0, size - 1)
    return made


def _steps(y, x, dx, dim):
    size = y.size(dim)
    pairs = y.narrow(dim, 0, size - 1) + y.narrow(dim, 1, size - 1)
    if x is None:
        return pairs * ((1 if dx is None else dx) / 2)
    widths = diff(x, dim=-1 if x.ndim == 1 else dim)
    if x.ndim == 1 and y.ndim > 1:
        shape = [1] * y.ndim
        shape[_wrapped(dim, y.ndim)] = -1
        widths = widths.reshape(shape)
    return pairs * widths / 2


def trapezoid(y, x=None, *, dx=None, dim=-1):
    """The integral along a dimension by the trapezoidal rule.

    Source: https://pytorch.org/docs/stable/generated/torch.trapezoid.html
    """
    return _steps(y, x, dx, dim).sum(dim)


trapz = trapezoid


def cumulative_trapezoid(y, x=None, *, dx=None, dim=-1):
    """The integral up to each element by the trapezoidal rule."""
    return _steps(y, x, dx, dim).cumsum(dim)


def _running(name, wins):
    kind = _functions.RETURN_TYPES[name]

    def call(input, dim):
        dim = _wrapped(dim, input.ndim)
        rows = input.detach().movedim(dim, -1) if input.ndim else input.detach().reshape(1)
        flat = rows.reshape(-1, rows.size(-1)).tolist()
        places = [_places(row, wins) for row in flat]
        found = _functions._ints(
            [at for row in places for at in row], tuple(rows.shape)
        )
        found = found.movedim(-1, dim) if input.ndim else found.reshape(())
        return kind(input.gather(dim, found), found)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"""The largest or smallest element so far, and where it is.

    Source: https://pytorch.org/docs/stable/generated/torch.{name}.html
    """
    return call


def _places(row, wins):
    best, places = 0, []
    for k, value in enumerate(row):
        if value != value or (row[best] == row[best] and wins(value, row[best])):
            best = k
        places.append(best)
    return places


cummax = _running("cummax", lambda a, b: a >= b)
cummin = _running("cummin", lambda a, b: a <= b)


def logcumsumexp(input, dim):
    """The logarithm of the running sum of exponentials."""
    shift = input.detach().amax(dim, keepdim=True)
    return (input - shift).exp().cumsum(dim).log() + shift


def block_diag(*tensors):
    """A matrix with the given ones along its diagonal.

    Source: https://pytorch.org/docs/stable/generated/torch.block_diag.html
    """
    import torch

    blocks = [_functions.atleast_2d(one) for one in tensors]
    width = sum(one.size(1) for one in blocks)
    rows, start = [], 0
    for one in blocks:
        height, own = one.shape
        left = torch.zeros(height, start, dtype=one.dtype)
        right = torch.zeros(height, width - start - own, dtype=one.dtype)
        rows.append(_joined([left, one, right], 1))
        start += own
    return _joined(rows, 0)


def isin(elements, test_elements, *, invert=False):
    """Which elements occur among the others."""
    import torch

    wanted = torch.as_tensor(test_elements).reshape(-1).tolist()
    known = set(wanted)
    flat = torch.as_tensor(elements)
    found = [(one in known) != invert for one in _functions._flat(flat)]
    return torch.tensor(found, dtype=_types.bool_).reshape(flat.shape)


def vander(x, N=None, increasing=False):
    """Powers of the elements as columns."""
    import torch

    count = len(x) if N is None else N
    powers = range(count) if increasing else range(count - 1, -1, -1)
    return torch.stack([x**power for power in powers], -1)


def matrix_power(input, n):
    """The product of a square matrix with itself, `n` times."""
    import torch

    if n == 0:
        return torch.eye(input.size(-1), dtype=input.dtype).expand(input.shape).clone()
    if n < 0:
        return matrix_power(torch.linalg.inv(input), -n)
    made = input
    for _ in range(n - 1):
        made = made @ input
    return made


def rot90(input, k=1, dims=(0, 1)):
    """Turned by 90 degrees, `k` times."""
    first, second = dims
    turns = k % 4
    if turns == 0:
        return input.clone()
    if turns == 1:
        return input.flip(second).transpose(first, second)
    if turns == 2:
        return input.flip((first, second))
    return input.flip(first).transpose(first, second)


def repeat_interleave(input, repeats=None, dim=None, *, output_size=None):
    """Each element (or layer) several times in a row.

    Source: https://pytorch.org/docs/stable/generated/torch.repeat_interleave.html
    """
    if repeats is None:
        input, repeats = _functions._ints(list(range(len(input)))), input
    if dim is None:
        input, dim = input.reshape(-1), 0
    size = input.size(dim)
    counts = repeats.tolist() if isinstance(repeats, Tensor) else repeats
    counts = counts if isinstance(counts, list) else [counts]
    counts = counts * size if len(counts) == 1 else counts
    if len(counts) != size:
        raise RuntimeError("repeats must have the same size as input along dim")
    places = itertools.chain.from_iterable([k] * int(count) for k, count in enumerate(counts))
    return input.index_select(dim, _functions._ints(list(places)))


def div(input, other, *, rounding_mode=None):
    """The quotient; rounded towards 0 (`trunc`) or down (`floor`) where that is asked for.

    Source: https://pytorch.org/docs/stable/generated/torch.div.html
    """
    if rounding_mode is None:
        return run("div", "div", False, (input, other), None)
    if rounding_mode not in ("trunc", "floor"):
        raise RuntimeError(
            "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found "
            f"'{rounding_mode}'"
        )
    quotient = run("div", "div", False, (input, other), None)
    made = quotient.trunc() if rounding_mode == "trunc" else quotient.floor()
    kinds = [one.dtype if isinstance(one, Tensor) else type(one) for one in (input, other)]
    whole = all(one in (_types.int64, _types.bool_, int, bool) for one in kinds)
    return made.to(_types.int64) if whole else made


def float_power(input, exponent):
    """The power in double precision."""

    def double(one):
        return one.to(_types.float64) if isinstance(one, Tensor) else float(one)

    return double(input) ** double(exponent)


def copysign(input, other):
    """The size of one with the sign of the other."""
    import torch

    other = other if isinstance(other, Tensor) else torch.tensor(float(other))
    # -0 has a sign that a comparison doesn't see.
    negative = (other < 0) | ((other == 0) & (1 / other < 0))
    return torch.where(negative, -input.abs(), input.abs())


NAMES = (
    "diff trapezoid trapz cumulative_trapezoid cummax cummin logcumsumexp block_diag isin vander "
    "matrix_power rot90 repeat_interleave div float_power copysign"
).split()
METHODS = (
    "diff cummax cummin logcumsumexp isin matrix_power rot90 repeat_interleave div float_power copysign"
).split()
