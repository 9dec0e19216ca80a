"""Activations that are composed of operations.

Source: https://pytorch.org/docs/stable/nn.functional.html#non-linear-activation-functions
"""

import warnings

import torch


def _dimension(name, rank, stacklevel):
    """The dimension that is taken where nobody says one, with PyTorch's warning."""
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. "
        "Change the call to include dim=X as an argument.",
        stacklevel=stacklevel,
    )
    return 0 if rank in (0, 1, 3) else 1


def softmax(input, dim=None, _stacklevel=3, dtype=None):
    """Positive numbers that add up to 1 along `dim`, in the shape of the input.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html
    """
    if dim is None:
        dim = _dimension("softmax", input.dim(), _stacklevel)
    return torch.softmax(input, dim) if dtype is None else torch.softmax(input, dim, dtype=dtype)


def softmin(input, dim=None, _stacklevel=3, dtype=None):
    """`softmax` of the negative input.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.softmin.html
    """
    if dim is None:
        dim = _dimension("softmin", input.dim(), _stacklevel)
    return softmax(-input, dim, dtype=dtype)


def log_softmax(input, dim=None, _stacklevel=3, dtype=None):
    """The logarithm of `softmax`.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html
    """
    if dim is None:
        dim = _dimension("log_softmax", input.dim(), _stacklevel)
    if dtype is None:
        return torch.log_softmax(input, dim)
    return torch.log_softmax(input, dim, dtype=dtype)


def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1):
    """A differentiable draw from the categories along `dim`; one-hot with `hard`.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.gumbel_softmax.html
    """
    gumbels = -torch.empty(logits.shape, dtype=logits.dtype).exponential_().log()
    soft = softmax((logits + gumbels) / tau, dim)
    if not hard:
        return soft
    places = torch.arange(soft.shape[dim])
    shape = [1] * soft.dim()
    shape[dim] = -1
    chosen = (places.view(shape) == soft.argmax(dim, keepdim=True)).to(soft.dtype)
    # The draw in the forward pass, the gradient of the soft one in the backward pass.
    return chosen - soft.detach() + soft


def softsign(input):
    """x / (1 + |x|).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.softsign.html
    """
    return input / (input.abs() + 1)


def tanhshrink(input):
    """x − tanh x.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.tanhshrink.html
    """
    return input - input.tanh()


def threshold(input, threshold, value, inplace=False):
    """x where it is above the threshold, else `value`.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.threshold.html
    """
    result = torch.where(input <= threshold, torch.full_like(input, value), input)
    return input.copy_(result) if inplace else result


def hardshrink(input, lambd=0.5):
    """0 between −lambd and lambd, else x.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html
    """
    return torch.where(input.abs() <= lambd, torch.zeros_like(input), input)


def softshrink(input, lambd=0.5):
    """x moved towards 0 by lambd, at most to 0. Raises RuntimeError for a negative lambd.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.softshrink.html
    """
    if lambd < 0:
        raise RuntimeError(f"lambda must be greater or equal to 0, but found to be {lambd:g}.")
    moved = torch.where(input > lambd, input - lambd, torch.zeros_like(input))
    return torch.where(input < -lambd, input + lambd, moved)


def prelu(input, weight):
    """x where it is positive, else x times a learned slope: one, or one for each channel (dimension
    1).

    Raises RuntimeError for another number of slopes.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html
    """
    count = weight.numel()
    if count != 1:
        channels = input.shape[1] if input.dim() > 1 else 1
        if input.dim() == 0:
            raise RuntimeError("Not allow zero-dim input tensor.")
        if channels != count:
            raise RuntimeError(
                "Mismatch of parameter numbers and input channel size. Found parameter numbers = "
                f"{count} and channel size = {channels}."
            )
        weight = weight.view((1, -1) + (1,) * (input.dim() - 2))
    return torch.where(input > 0, input, weight * input)


def glu(input, dim=-1):
    """The first half along `dim` times the sigmoid of the second.

    Raises RuntimeError for an odd size.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.glu.html
    """
    if input.dim() == 0:
        raise RuntimeError("glu does not support scalars because halving size must be even")
    size = input.shape[dim]
    if size % 2 != 0:
        raise RuntimeError(
            f"Halving dimension must be even, but dimension {dim % input.dim()} is size {size}"
        )
    first, second = input.chunk(2, dim)
    return first * torch.sigmoid(second)


def normalize(input, p=2.0, dim=1, eps=1e-12):
    """The input divided by its p-norm along `dim`, or by eps where that is larger.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.normalize.html
    """
    return input / input.norm(p, dim, keepdim=True).clamp(min=eps).expand_as(input)
