"""Activations with a bound, a gate or a slope of their own.

Source: https://pytorch.org/docs/stable/nn.html#non-linear-activations-weighted-sum-nonlinearity
"""

import torch
from torch.nn import functional as F
from torch.nn._common import factory
from torch.nn.modules.activation import _Set
from torch.nn.modules.module import Module
from torch.nn.parameter import Parameter


class Threshold(_Set):
    """x where it is above the threshold, else `value`.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Threshold.html
    """

    _function = "threshold"
    _settings = ("threshold", "value")

    def __init__(self, threshold, value, inplace=False):
        super().__init__(inplace)
        self.threshold = threshold
        self.value = value


class _Shrink(Module):
    def __init__(self, lambd=0.5):
        super().__init__()
        self.lambd = lambd

    def extra_repr(self):
        return str(self.lambd)


class Hardshrink(_Shrink):
    """0 between −lambd and lambd, else x.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Hardshrink.html
    """

    def forward(self, input):
        return F.hardshrink(input, self.lambd)


class Softshrink(_Shrink):
    """x moved towards 0 by lambd, at most to 0.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Softshrink.html
    """

    def forward(self, input):
        return F.softshrink(input, self.lambd)


class PReLU(Module):
    """x where it is positive, else x times a learned slope: one, or one for each channel.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html
    """

    def __init__(self, num_parameters=1, init=0.25, device=None, dtype=None):
        super().__init__()
        self.num_parameters = num_parameters
        self.init = init
        made = factory(device, dtype)
        self.weight = Parameter(torch.full((num_parameters,), float(init), **made))

    def forward(self, input):
        return F.prelu(input, self.weight)

    def extra_repr(self):
        return f"num_parameters={self.num_parameters}"


class GLU(Module):
    """The first half along `dim` times the sigmoid of the second.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.GLU.html
    """

    def __init__(self, dim=-1):
        super().__init__()
        self.dim = dim

    def forward(self, input):
        return F.glu(input, self.dim)

    def extra_repr(self):
        return f"dim={self.dim}"
