"""Probability distributions: drawing from them, and the logarithms of their densities.

Source: https://pytorch.org/docs/stable/distributions.html
"""

from _backflow_missing import missing
from torch.distributions.continuous import Exponential, Laplace, Normal, Uniform
from torch.distributions.discrete import Bernoulli, Categorical, Multinomial
from torch.distributions.distribution import Distribution
from torch.distributions.kl import kl_divergence


def __getattr__(name):
    raise missing("torch.distributions", name)
