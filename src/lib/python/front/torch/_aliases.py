"""Further names of functions, and small ones composed of others.

Source: https://pytorch.org/docs/stable/torch.html
"""

import math

from _backflow_missing import missing
from torch import _functions, _types
from torch._calls import run
from torch._names import IN_PLACE_FUNCTIONS
from torch._tensor import Tensor

# A function or method by another name.
SAME = {
    "ravel": "flatten",
    "greater": "gt",
    "greater_equal": "ge",
    "less": "lt",
    "less_equal": "le",
    "not_equal": "ne",
}


def _asked(name):
    """The method of that name, as a function."""

    def call(input, *args, **kwargs):
        return getattr(input, name)(*args, **kwargs)

    return call


def clamp_min(input, min):
    """No smaller than `min`."""
    return input.clamp(min=min)


def clamp_max(input, max):
    """No larger than `max`."""
    return input.clamp(max=max)


def positive(input):
    """The tensor itself."""
    if input.dtype is _types.bool_:
        raise RuntimeError("The `+` operator, on a bool tensor is not supported.")
    return input


def real(input):
    """The tensor itself, for all numbers are real here."""
    return input


conj = resolve_conj = resolve_neg = real


def inner(input, other):
    """Sums of products along the last dimensions.

    Source: https://pytorch.org/docs/stable/generated/torch.inner.html
    """
    if input.ndim == 0 or other.ndim == 0:
        return input * other
    if input.size(-1) != other.size(-1):
        raise RuntimeError(
            "inner() the last dimension must match on both input tensors but got shapes "
            f"{list(input.shape)} and {list(other.shape)}"
        )
    from torch._arrangements import tensordot

    if input.ndim == other.ndim == 1:
        return input.dot(other)
    return tensordot(input, other, ([-1], [-1]))


def vdot(input, other):
    """The inner product of vectors."""
    return input.dot(other)


def fliplr(input):
    """Columns in the other order."""
    return input.flip(1)


def flipud(input):
    """Rows in the other order."""
    return input.flip(0)


def _splitting(dim_of, least):
    def call(input, indices_or_sections):
        if input.ndim < least:
            raise RuntimeError(
                f"torch.{call.__name__} requires a tensor with at least {least} dimension"
                f"{'' if least == 1 else 's'}, but got a tensor with {input.ndim} dimensions!"
            )
        return _functions.tensor_split(input, indices_or_sections, dim_of(input))

    return call


hsplit = _splitting(lambda t: 0 if t.ndim == 1 else 1, 1)
vsplit = _splitting(lambda t: 0, 2)
dsplit = _splitting(lambda t: 2, 3)
hsplit.__name__, vsplit.__name__, dsplit.__name__ = "hsplit", "vsplit", "dsplit"


def split_with_sizes(input, split_sizes, dim=0):
    """As `split`, by sizes."""
    return _functions.split(input, list(split_sizes), dim)


def diagflat(input, offset=0):
    """A matrix with the elements along its diagonal."""
    return input.reshape(-1).diag(offset)


def atleast_3d(input):
    """At least three dimensions."""
    if input.ndim < 2:
        return input.reshape(1, -1, 1)
    return input.unsqueeze(-1) if input.ndim == 2 else input


def _extreme(name):
    def call(input, other):
        """As the maximum (or minimum), but a number is preferred to NaN."""
        made = run(name, name, False, (input, other), None)
        made = _functions.where(input != input, other, made)
        return _functions.where(other != other, input, made)

    return call


fmax = _extreme("maximum")
fmin = _extreme("minimum")


def _whole(function):
    def call(input, other):
        import torch

        a, b = torch.broadcast_tensors(torch.as_tensor(input), torch.as_tensor(other))
        pairs = zip(a.reshape(-1).tolist(), b.reshape(-1).tolist())
        return _functions._ints([function(x, y) for x, y in pairs], tuple(a.shape))

    return call


gcd = _whole(math.gcd)
lcm = _whole(math.lcm)


def logaddexp2(input, other):
    """The logarithm to base 2 of a sum of powers of 2."""
    return (input * math.log(2)).logaddexp(other * math.log(2)) / math.log(2)


def is_signed(input):
    """Whether its type has negative numbers."""
    return input.dtype.is_signed


def is_complex(input):
    """Whether its numbers are complex: never here."""
    return False


def is_same_size(input, other):
    """Whether the shapes are the same."""
    return input.shape == other.shape


def pdist(input, p=2.0):
    """Distances between all pairs of rows, each pair once."""
    import torch

    first, second = torch.triu_indices(len(input), len(input), 1)
    return (input[first] - input[second]).norm(p, -1)


def gradient(input, *, spacing=1, dim=None, edge_order=1):
    """Slopes by central differences, one tensor for each dimension.

    Source: https://pytorch.org/docs/stable/generated/torch.gradient.html
    """
    import torch

    if edge_order != 1 or not isinstance(spacing, (int, float)):
        raise NotImplementedError("Backflow's torch has gradient with one spacing and edge_order=1")
    dims = range(input.ndim) if dim is None else [dim] if isinstance(dim, int) else dim
    found = []
    for axis in dims:
        size = input.size(axis)
        inside = (input.narrow(axis, 2, size - 2) - input.narrow(axis, 0, size - 2)) / (2 * spacing)
        first = (input.narrow(axis, 1, 1) - input.narrow(axis, 0, 1)) / spacing
        last = (input.narrow(axis, size - 1, 1) - input.narrow(axis, size - 2, 1)) / spacing
        found.append(torch.cat([first, inside, last], axis))
    return tuple(found)


def _window(shape):
    def call(window_length, periodic=True, **options):
        import torch

        count = window_length if periodic else window_length - 1
        return shape(torch.arange(window_length) * (2 * math.pi / max(count, 1)))

    return call


hann_window = _window(lambda t: 0.5 - 0.5 * t.cos())
hamming_window = _window(lambda t: 0.54 - 0.46 * t.cos())

METHODS = (
    "clamp_min clamp_max positive conj resolve_conj resolve_neg inner vdot fliplr flipud hsplit "
    "vsplit dsplit split_with_sizes diagflat fmax fmin gcd lcm logaddexp2 is_signed"
).split()
NAMES = [
    *METHODS,
    *"real atleast_3d is_complex is_same_size pdist gradient hann_window hamming_window".split(),
]
# Functions of torch.nn.functional that torch has too.
FUNCTIONAL = (
    "dropout embedding batch_norm group_norm instance_norm bilinear kl_div poisson_nll_loss "
    "hinge_embedding_loss margin_ranking_loss cosine_embedding_loss triplet_margin_loss "
    "cosine_similarity pairwise_distance "
    "pixel_shuffle pixel_unshuffle adaptive_avg_pool1d adaptive_max_pool1d binary_cross_entropy_with_logits "
    "alpha_dropout conv_transpose1d conv_transpose2d"
).split()


def named(namespace):
    """Puts the further names into a namespace of functions."""
    for alias, name in SAME.items():
        namespace.setdefault(alias, namespace[name])
    for name in IN_PLACE_FUNCTIONS:
        if hasattr(Tensor, name):
            namespace.setdefault(name, _asked(name))


def functional(name):
    """A function of `torch.nn.functional` that torch has as well, if it is here."""
    from torch.nn import functional as F

    if not hasattr(F, name):
        raise missing("torch", name)
    return getattr(F, name)
