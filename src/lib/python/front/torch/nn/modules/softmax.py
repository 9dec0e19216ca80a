"""Softmax and its kin as modules.

Source: https://pytorch.org/docs/stable/nn.html#non-linear-activations-other
"""

from torch.nn import functional as F
from torch.nn.modules.module import Module


class _AlongDimension(Module):
    _function = ""

    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def forward(self, input):
        return getattr(F, self._function)(input, self.dim, _stacklevel=5)

    def extra_repr(self):
        return f"dim={self.dim}"


class Softmax(_AlongDimension):
    """Positive numbers that add up to 1 along `dim`.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html
    """

    _function = "softmax"


class LogSoftmax(_AlongDimension):
    """The logarithm of `Softmax`.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html
    """

    _function = "log_softmax"


class Softmin(_AlongDimension):
    """`Softmax` of the negative input.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Softmin.html
    """

    _function = "softmin"


class Softmax2d(Module):
    """`Softmax` over the channels of images of shape (N, C, H, W) or (C, H, W).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Softmax2d.html
    """

    def forward(self, input):
        if input.dim() not in (3, 4):
            raise ValueError(
                f"Softmax2d: expected input to be 3D or 4D, got {input.dim()}D instead"
            )
        return F.softmax(input, -3, _stacklevel=5)
