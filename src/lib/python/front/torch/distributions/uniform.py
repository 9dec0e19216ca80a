"""See `torch.distributions`."""

from torch.distributions.continuous import Uniform
