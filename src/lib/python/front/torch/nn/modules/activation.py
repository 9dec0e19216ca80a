"""Activations as modules.

Source: https://pytorch.org/docs/stable/nn.html#non-linear-activations-weighted-sum-nonlinearity
"""

import torch
from torch.nn import functional as F
from torch.nn.modules.module import Module


class _Elementwise(Module):
    """Applies one function of `torch.nn.functional` to each element; the shape stays."""

    _function = ""
    # `torch.nn.functional` has its own tanh and sigmoid only for old programs.
    _home = F

    def forward(self, input):
        return getattr(self._home, self._function)(input)


class _InPlace(_Elementwise):
    """The same, and with `inplace` it changes its input."""

    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace

    def forward(self, input):
        return getattr(F, self._function)(input, inplace=self.inplace)

    def extra_repr(self):
        return "inplace=True" if self.inplace else ""


class _Set(_InPlace):
    """The same for a function that takes settings, kept by the names in `_settings`."""

    _settings = ()

    def forward(self, input):
        settings = (getattr(self, name) for name in self._settings)
        return getattr(F, self._function)(input, *settings, inplace=self.inplace)

    def extra_repr(self):
        shown = [f"{name}={getattr(self, name)}" for name in self._settings]
        return ", ".join([*shown, "inplace=True"] if self.inplace else shown)


class Sigmoid(_Elementwise):
    """1 / (1 + e⁻ˣ).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html
    """

    _function = "sigmoid"
    _home = torch


class Tanh(_Elementwise):
    """tanh x.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html
    """

    _function = "tanh"
    _home = torch


class Softsign(_Elementwise):
    """x / (1 + |x|).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Softsign.html
    """

    _function = "softsign"


class Tanhshrink(_Elementwise):
    """x − tanh x.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html
    """

    _function = "tanhshrink"


class LogSigmoid(_Elementwise):
    """log(1 / (1 + e⁻ˣ)).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html
    """

    _function = "logsigmoid"


class ReLU(_InPlace):
    """max(0, x).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html
    """

    _function = "relu"


class SiLU(_InPlace):
    """x times its sigmoid.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html
    """

    _function = "silu"


class Mish(_InPlace):
    """x tanh(softplus(x)).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Mish.html
    """

    _function = "mish"


class SELU(_InPlace):
    """scale · (max(0, x) + min(0, alpha (eˣ − 1))).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.SELU.html
    """

    _function = "selu"


class Hardsigmoid(_InPlace):
    """x / 6 + 1/2, cut off at 0 and 1.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html
    """

    _function = "hardsigmoid"
    extra_repr = Module.extra_repr


class Hardswish(_InPlace):
    """x times its hard sigmoid.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Hardswish.html
    """

    _function = "hardswish"
    extra_repr = Module.extra_repr


class Hardtanh(_Set):
    """Cuts each element off at min_val and max_val. Raises AssertionError unless they are in order.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html
    """

    _function = "hardtanh"
    _settings = ("min_val", "max_val")

    def __init__(self, min_val=-1.0, max_val=1.0, inplace=False):
        super().__init__(inplace)
        self.min_val = min_val
        self.max_val = max_val
        assert self.max_val > self.min_val


class ReLU6(Hardtanh):
    """min(max(0, x), 6) for each element.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.ReLU6.html
    """

    def __init__(self, inplace=False):
        super().__init__(0.0, 6.0, inplace)

    extra_repr = _InPlace.extra_repr


class LeakyReLU(_Set):
    """x where it is positive, else negative_slope · x.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html
    """

    _function = "leaky_relu"
    _settings = ("negative_slope",)

    def __init__(self, negative_slope=1e-2, inplace=False):
        super().__init__(inplace)
        self.negative_slope = negative_slope


class ELU(_Set):
    """x where it is positive, else alpha (eˣ − 1).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.ELU.html
    """

    _function = "elu"
    _settings = ("alpha",)

    def __init__(self, alpha=1.0, inplace=False):
        super().__init__(inplace)
        self.alpha = alpha


class CELU(ELU):
    """max(0, x) + min(0, alpha (exp(x / alpha) − 1)).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.CELU.html
    """

    _function = "celu"


class GELU(Module):
    """x Φ(x); with approximate="tanh" by a formula.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.GELU.html
    """

    def __init__(self, approximate="none"):
        super().__init__()
        self.approximate = approximate

    def forward(self, input):
        return F.gelu(input, approximate=self.approximate)

    def extra_repr(self):
        return f"approximate={self.approximate!r}"


class Softplus(Module):
    """log(1 + exp(beta x)) / beta; x itself where beta x is above the threshold.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html
    """

    def __init__(self, beta=1.0, threshold=20.0):
        super().__init__()
        self.beta = beta
        self.threshold = threshold

    def forward(self, input):
        return F.softplus(input, self.beta, self.threshold)

    def extra_repr(self):
        return f"beta={self.beta}, threshold={self.threshold}"
