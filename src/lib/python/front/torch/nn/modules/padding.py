"""Padding.

Source: https://pytorch.org/docs/stable/nn.html#padding-layers
"""

from torch.nn import functional as F
from torch.nn._common import pair
from torch.nn.modules.module import Module


class _Pad(Module):
    """Pads the last dimensions by pairs of numbers, from the last one on."""

    _mode = "constant"
    _rank = 0

    def __init__(self, padding):
        super().__init__()
        self.padding = pair(padding, 2 * self._rank)

    def forward(self, input):
        return F.pad(input, self.padding, self._mode)

    def extra_repr(self):
        return f"{self.padding}"


class _ConstantPad(_Pad):
    def __init__(self, padding, value):
        super().__init__(padding)
        self.value = value

    def forward(self, input):
        return F.pad(input, self.padding, "constant", self.value)

    def extra_repr(self):
        return f"padding={self.padding}, value={self.value}"


class ConstantPad1d(_ConstantPad):
    """Adds one value before and after an input of shape (N, C, L) or (C, L).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad1d.html
    """

    _rank = 1


class ConstantPad2d(_ConstantPad):
    """Adds one value around an input of shape (N, C, H, W) or (C, H, W).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad2d.html
    """

    _rank = 2


class ZeroPad2d(ConstantPad2d):
    """Adds zeros around an input of shape (N, C, H, W) or (C, H, W).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html
    """

    def __init__(self, padding):
        super().__init__(padding, 0.0)

    def extra_repr(self):
        return f"{self.padding}"


class ReflectionPad1d(_Pad):
    """Mirrors an input of shape (N, C, L) or (C, L) at its ends.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad1d.html
    """

    _mode = "reflect"
    _rank = 1


class ReflectionPad2d(_Pad):
    """Mirrors an input of shape (N, C, H, W) or (C, H, W) at its edges.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html
    """

    _mode = "reflect"
    _rank = 2


class ReplicationPad1d(_Pad):
    """Repeats the ends of an input of shape (N, C, L) or (C, L).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad1d.html
    """

    _mode = "replicate"
    _rank = 1


class ReplicationPad2d(_Pad):
    """Repeats the edges of an input of shape (N, C, H, W) or (C, H, W).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad2d.html
    """

    _mode = "replicate"
    _rank = 2
