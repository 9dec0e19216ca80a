"""Dropout.

Source: https://pytorch.org/docs/stable/nn.html#dropout-layers
"""

from torch.nn import functional as F
from torch.nn.modules.module import Module


class _Dropout(Module):
    def __init__(self, p=0.5, inplace=False):
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
        self.p = p
        self.inplace = inplace

    def extra_repr(self):
        return f"p={self.p}, inplace={self.inplace}"


class Dropout(_Dropout):
    """While training, turns each element to 0 with probability p and divides the rest by 1 − p.

    Raises ValueError for another probability.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
    """

    def forward(self, input):
        return F.dropout(input, self.p, self.training, self.inplace)


class Dropout1d(_Dropout):
    """Drops whole channels of an input of shape (N, C, L) or (C, L).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Dropout1d.html
    """

    def forward(self, input):
        return F.dropout1d(input, self.p, self.training, self.inplace)


class Dropout2d(_Dropout):
    """Drops whole channels of an input of shape (N, C, H, W).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Dropout2d.html
    """

    def forward(self, input):
        return F.dropout2d(input, self.p, self.training, self.inplace)


class AlphaDropout(_Dropout):
    """Dropout that keeps mean 0 and variance 1, for networks of selu.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.AlphaDropout.html
    """

    def forward(self, input):
        return F.alpha_dropout(input, self.p, self.training)
