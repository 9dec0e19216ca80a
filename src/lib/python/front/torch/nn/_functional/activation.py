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


# PyTorch writes these three in Python too: their graph shows the parts, and `dim` may be several.


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


def normalize(input, p=2.0, dim=1, eps=1e-12):
    """The input divided by its p-norm along `dim`, or by eps where that is larger.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.normalize.html
    """
    return input / input.norm(p, dim, keepdim=True).clamp(min=eps).expand_as(input)
