"""Convolutions.

Source: https://pytorch.org/docs/stable/nn.html#convolution-layers
"""

import math

import torch
from torch.nn import functional as F
from torch.nn import init
from torch.nn._common import factory, pair, register
from torch.nn.modules.module import Module
from torch.nn.parameter import Parameter

_WORDS = {"same", "valid"}
_MODES = {"zeros", "reflect", "replicate", "circular"}


def _checked(in_channels, out_channels, stride, padding, groups, padding_mode):
    if groups <= 0:
        raise ValueError("groups must be a positive integer")
    if in_channels % groups != 0:
        raise ValueError("in_channels must be divisible by groups")
    if out_channels % groups != 0:
        raise ValueError("out_channels must be divisible by groups")
    if isinstance(padding, str):
        if padding not in _WORDS:
            raise ValueError(f"Invalid padding string {padding!r}, should be one of {_WORDS}")
        if padding == "same" and any(step != 1 for step in stride):
            raise ValueError("padding='same' is not supported for strided convolutions")
    if padding_mode not in _MODES:
        raise ValueError(
            f"padding_mode must be one of {_MODES}, but got padding_mode='{padding_mode}'"
        )


class _Conv(Module):
    """What convolutions of one and two dimensions share."""

    _rank = 0

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        padding=0,
        dilation=1,
        groups=1,
        bias=True,
        padding_mode="zeros",
        device=None,
        dtype=None,
    ):
        super().__init__()
        rank = self._rank
        stride = pair(stride, rank)
        _checked(in_channels, out_channels, stride, padding, groups, padding_mode)
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = pair(kernel_size, rank)
        self.stride = stride
        self.padding = padding if isinstance(padding, str) else pair(padding, rank)
        self.dilation = pair(dilation, rank)
        self.transposed = False
        self.output_padding = pair(0, rank)
        self.groups = groups
        self.padding_mode = padding_mode
        made = factory(device, dtype)
        size = (out_channels, in_channels // groups, *self.kernel_size)
        self.weight = Parameter(torch.empty(size, **made))
        register(self, out_channels, made, bias=bias)
        self.reset_parameters()

    def reset_parameters(self):
        """Draws weight and bias anew."""
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            fan_in, _ = init._calculate_fan_in_and_fan_out(self.weight)
            if fan_in != 0:
                bound = 1 / math.sqrt(fan_in)
                init.uniform_(self.bias, -bound, bound)

    def _margins(self):
        """What `F.pad` takes to pad as this convolution says: pairs from the last dimension on."""
        sides = []
        for k in reversed(range(self._rank)):
            if self.padding == "valid":
                sides += [0, 0]
            elif self.padding == "same":
                total = self.dilation[k] * (self.kernel_size[k] - 1)
                sides += [total // 2, total - total // 2]
            else:
                sides += [self.padding[k]] * 2
        return tuple(sides)

    def forward(self, input):
        padding = self.padding
        if self.padding_mode != "zeros":
            input = F.pad(input, self._margins(), mode=self.padding_mode)
            padding = 0
        run = F.conv1d if self._rank == 1 else F.conv2d
        return run(input, self.weight, self.bias, self.stride, padding, self.dilation, self.groups)

    def extra_repr(self):
        text = (
            f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, "
            f"stride={self.stride}"
        )
        if self.padding != (0,) * len(self.padding):
            text += f", padding={self.padding}"
        if self.dilation != (1,) * len(self.dilation):
            text += f", dilation={self.dilation}"
        if self.groups != 1:
            text += f", groups={self.groups}"
        if self.bias is None:
            text += ", bias=False"
        if self.padding_mode != "zeros":
            text += f", padding_mode={self.padding_mode}"
        return text


class Conv1d(_Conv):
    """Slides kernels along an input of shape (N, C_in, L) or (C_in, L); the result has C_out
    channels.

    `weight` has shape (C_out, C_in / groups, k). Raises ValueError for settings that don't fit.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html
    """

    _rank = 1


class Conv2d(_Conv):
    """Slides kernels over an input of shape (N, C_in, H, W) or (C_in, H, W).

    `weight` has shape (C_out, C_in / groups, h, w). Raises ValueError for settings that don't fit.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
    """

    _rank = 2
