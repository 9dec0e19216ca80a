"""Dropout of whole channels, and dropout that keeps mean and variance.

Source: https://pytorch.org/docs/stable/nn.functional.html#dropout-functions
"""

import torch
from torch._calls import run, run_in_place
from torch.nn import functional as F

# −scale · alpha of selu: what a dropped element becomes before it is scaled.
_SATURATION = 1.7580993408473766


def _require_probability(p):
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")


def dropout(input, p=0.5, training=True, inplace=False):
    """Sets elements to 0 with probability `p` and scales the others so that the mean stays.

    Answers the input itself where nothing is dropped. Raises ValueError for a `p` that is no
    probability.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout.html
    """
    _require_probability(p)
    if not training or p == 0 or input.numel() == 0:
        return input
    arguments = (input, p, True)
    if inplace:
        return run_in_place("dropout", "dropout_", arguments, None)
    return run("dropout", "dropout", False, arguments, None)


def _by_channel(input, p, training, inplace):
    if not training or p == 0 or input.numel() == 0:
        return input
    shape = tuple(input.shape[:2]) + (1,) * (input.dim() - 2)
    noise = F.dropout(torch.ones(shape, dtype=input.dtype), p)
    return input.mul_(noise) if inplace else input * noise


def dropout1d(input, p=0.5, training=True, inplace=False):
    """Drops whole channels of an input of shape (N, C, L) or (C, L).

    Raises ValueError for another probability, RuntimeError for another number of dimensions.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout1d.html
    """
    _require_probability(p)
    if input.dim() not in (2, 3):
        raise RuntimeError(
            f"dropout1d: Expected 2D or 3D input, but received a {input.dim()}D input. "
            "Note that dropout1d exists to provide channel-wise dropout on inputs with 1 "
            "spatial dimension, a channel dimension, and an optional batch dimension "
            "(i.e. 2D or 3D inputs)."
        )
    if input.dim() == 3:
        return _by_channel(input, p, training, inplace)
    return _by_channel(input.unsqueeze(0), p, training, inplace).squeeze(0)


def dropout2d(input, p=0.5, training=True, inplace=False):
    """Drops whole channels of an input of shape (N, C, H, W). Raises ValueError for another
    probability.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout2d.html
    """
    _require_probability(p)
    return _by_channel(input, p, training, inplace)


def alpha_dropout(input, p=0.5, training=False, inplace=False):
    """Dropout that keeps mean 0 and variance 1, for networks of selu.

    Raises ValueError for another probability.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.alpha_dropout.html
    """
    _require_probability(p)
    if not training or p == 0 or input.numel() == 0:
        return input
    if p == 1:
        return input.mul_(0) if inplace else input * torch.zeros((), dtype=input.dtype)
    kept = torch.empty(input.shape, dtype=input.dtype).bernoulli_(1 - p)
    scale = 1 / ((_SATURATION**2 * p + 1) * (1 - p)) ** 0.5
    shift = (kept - 1) * (_SATURATION * scale) + _SATURATION * scale * p
    kept = kept * scale
    return input.mul_(kept).add_(shift) if inplace else input * kept + shift
