"""First values of parameters; each function fills its tensor and answers it.

Source: https://pytorch.org/docs/stable/nn.init.html
"""

import math
import statistics
import warnings

import torch
from _backflow_missing import missing

_LINEAR = (
    "linear",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "sigmoid",
)
_GAINS = {"tanh": 5.0 / 3, "relu": math.sqrt(2.0), "selu": 3.0 / 4}
_NOTHING_TO_DO = "Initializing zero-element tensors is a no-op"


def calculate_gain(nonlinearity, param=None):
    """By how much weights before a nonlinearity are scaled; `param` is the slope of leaky_relu.

    Raises ValueError for an unknown one.
    Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.calculate_gain
    """
    if nonlinearity in _LINEAR:
        return 1
    if nonlinearity in _GAINS:
        return _GAINS[nonlinearity]
    if nonlinearity != "leaky_relu":
        raise ValueError(f"Unsupported nonlinearity {nonlinearity}")
    if param is None:
        slope = 0.01
    elif isinstance(param, (int, float)) and not isinstance(param, bool):
        slope = param
    else:
        raise ValueError(f"negative_slope {param} not a valid number")
    return math.sqrt(2.0 / (1 + slope**2))


def uniform_(tensor, a=0.0, b=1.0, generator=None):
    """Draws uniformly from a to below b."""
    with torch.no_grad():
        return tensor.uniform_(a, b, generator=generator)


def normal_(tensor, mean=0.0, std=1.0, generator=None):
    """Draws from the normal distribution."""
    with torch.no_grad():
        return tensor.normal_(mean, std, generator=generator)


def trunc_normal_(tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None):
    """Draws from the normal distribution between a and b.

    Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.trunc_normal_
    """
    if mean < a - 2 * std or mean > b + 2 * std:
        warnings.warn(
            "mean is more than 2 std from [a, b] in nn.init.trunc_normal_. "
            "The distribution of values may be incorrect.",
            stacklevel=2,
        )
    standard = statistics.NormalDist()
    low, high = (2 * standard.cdf((edge - mean) / std) - 1 for edge in (a, b))
    with torch.no_grad():
        tensor.uniform_(low, high, generator=generator)
        quantiles = [_quantile(standard, value) for value in tensor.reshape(-1).tolist()]
        drawn = torch.tensor(quantiles, dtype=tensor.dtype).reshape(tensor.shape)
        return tensor.copy_((drawn * std + mean).clamp(a, b))


def _quantile(standard, value):
    """Where the distribution function is (value + 1) / 2."""
    share = (value + 1) / 2
    if 0 < share < 1:
        return standard.inv_cdf(share)
    return math.copysign(math.inf, value)


def constant_(tensor, val):
    """Fills with one value."""
    with torch.no_grad():
        return tensor.fill_(val)


def ones_(tensor):
    """Fills with ones."""
    return constant_(tensor, 1.0)


def zeros_(tensor):
    """Fills with zeros."""
    with torch.no_grad():
        return tensor.zero_()


def eye_(tensor):
    """Makes a matrix the identity. Raises ValueError unless it has two dimensions."""
    if tensor.ndimension() != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    with torch.no_grad():
        return tensor.copy_(torch.eye(*tensor.shape, dtype=tensor.dtype))


def dirac_(tensor, groups=1):
    """Makes a convolution's weight hand its input on. Raises ValueError unless it has 3 to 5
    dimensions.
    """
    dimensions = tensor.ndimension()
    if dimensions not in (3, 4, 5):
        raise ValueError("Only tensors with 3, 4, or 5 dimensions are supported")
    sizes = tuple(tensor.shape)
    if sizes[0] % groups != 0:
        raise ValueError("dim 0 must be divisible by groups")
    per_group = sizes[0] // groups
    middle = tuple(size // 2 for size in sizes[2:])
    with torch.no_grad():
        tensor.zero_()
        for group in range(groups):
            for channel in range(min(per_group, sizes[1])):
                tensor[(group * per_group + channel, channel, *middle)] = 1
    return tensor


def _calculate_fan_in_and_fan_out(tensor):
    if tensor.dim() < 2:
        raise ValueError(
            "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions"
        )
    area = math.prod(tensor.shape[2:])
    return tensor.size(1) * area, tensor.size(0) * area


def _calculate_correct_fan(tensor, mode):
    mode = mode.lower()
    modes = ["fan_in", "fan_out"]
    if mode not in modes:
        raise ValueError(f"Mode {mode} not supported, please use one of {modes}")
    return _calculate_fan_in_and_fan_out(tensor)[modes.index(mode)]


def xavier_uniform_(tensor, gain=1.0, generator=None):
    """Draws uniformly within ±gain·√(6 / (fan_in + fan_out)); the tensor has two dimensions or
    more.

    Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_uniform_
    """
    std = gain * math.sqrt(2.0 / float(sum(_calculate_fan_in_and_fan_out(tensor))))
    bound = math.sqrt(3.0) * std
    return uniform_(tensor, -bound, bound, generator)


def xavier_normal_(tensor, gain=1.0, generator=None):
    """Draws normally with the deviation gain·√(2 / (fan_in + fan_out)); two dimensions or more.

    Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_normal_
    """
    std = gain * math.sqrt(2.0 / float(sum(_calculate_fan_in_and_fan_out(tensor))))
    return normal_(tensor, 0.0, std, generator)


def kaiming_uniform_(tensor, a=0, mode="fan_in", nonlinearity="leaky_relu", generator=None):
    """Draws uniformly within ±gain·√(3 / fan); `a` is the slope of the leaky_relu that follows.

    Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_uniform_
    """
    if 0 in tensor.shape:
        warnings.warn(_NOTHING_TO_DO, stacklevel=2)
        return tensor
    fan = _calculate_correct_fan(tensor, mode)
    bound = math.sqrt(3.0) * (calculate_gain(nonlinearity, a) / math.sqrt(fan))
    return uniform_(tensor, -bound, bound, generator)


def kaiming_normal_(tensor, a=0, mode="fan_in", nonlinearity="leaky_relu", generator=None):
    """Draws normally with the deviation gain / √fan; `a` is the slope of the leaky_relu that
    follows.

    Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_normal_
    """
    if 0 in tensor.shape:
        warnings.warn(_NOTHING_TO_DO, stacklevel=2)
        return tensor
    fan = _calculate_correct_fan(tensor, mode)
    return normal_(tensor, 0, calculate_gain(nonlinearity, a) / math.sqrt(fan), generator)


def orthogonal_(tensor, gain=1, generator=None):
    """Makes rows, or columns if there are fewer of them, orthogonal and of length `gain`.

    Raises ValueError unless the tensor has two dimensions or more.
    Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.orthogonal_
    """
    if tensor.ndimension() < 2:
        raise ValueError("Only tensors with 2 or more dimensions are supported")
    if tensor.numel() == 0:
        return tensor
    rows = tensor.size(0)
    columns = tensor.numel() // rows
    with torch.no_grad():
        drawn = torch.empty((rows, columns), dtype=tensor.dtype).normal_(0, 1, generator=generator)
        # The shorter side holds the vectors.
        vectors = _orthonormal(drawn if rows < columns else drawn.t())
        found = vectors if rows < columns else vectors.t()
        return tensor.copy_((found.to(tensor.dtype) * gain).reshape(tensor.shape))


def _orthonormal(vectors):
    """The rows made orthonormal one after the other, in double precision and twice against
    rounding.
    """
    found = []
    for vector in vectors.to(torch.float64):
        for _ in range(2):
            for other in found:
                vector = vector - (vector * other).sum() * other
            vector = vector / (vector * vector).sum().sqrt()
        found.append(vector)
    return torch.stack(found)


def sparse_(tensor, sparsity, std=0.01, generator=None):
    """Draws a matrix normally and sets this share of each column to 0. Raises ValueError for
    others.
    """
    if tensor.ndimension() != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    rows, columns = tensor.shape
    count = math.ceil(sparsity * rows)
    with torch.no_grad():
        tensor.normal_(0, std, generator=generator)
        for column in range(columns):
            for row in torch.randperm(rows).tolist()[:count]:
                tensor[row, column] = 0
    return tensor


def _deprecated(name):
    replacement = globals()[f"{name}_"]

    def deprecated(*args, **kwargs):
        warnings.warn(
            f"nn.init.{name} is now deprecated in favor of nn.init.{name}_.",
            FutureWarning,
            stacklevel=2,
        )
        return replacement(*args, **kwargs)

    deprecated.__name__ = deprecated.__qualname__ = name
    deprecated.__doc__ = f"The former name of `{name}_`."
    return deprecated


for _name in (
    "uniform normal constant eye dirac xavier_uniform xavier_normal kaiming_uniform "
    "kaiming_normal orthogonal sparse"
).split():
    globals()[_name] = _deprecated(_name)


def __getattr__(name):
    raise missing("torch.nn.init", name)
