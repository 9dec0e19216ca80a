"""See `torch.distributions`."""

from torch.distributions.discrete import Categorical
