"""Distributions of real numbers.

Source: https://pytorch.org/docs/stable/distributions.html
"""

import math

import torch
from torch.distributions.distribution import POSITIVE, REAL, Distribution, broadcast
from torch.random import drawn, exponential_


class _Located(Distribution):
    """A place and a width; what is drawn is a standard number times the width, plus the place."""

    has_rsample = True
    arg_constraints = {"loc": REAL, "scale": POSITIVE}

    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale = broadcast(loc, scale)
        super().__init__(self.loc.size(), validate_args=validate_args)

    @property
    def mean(self):
        return self.loc

    @property
    def mode(self):
        return self.loc


class Normal(_Located):
    """The normal distribution of mean `loc` and standard deviation `scale`.

    Source: https://pytorch.org/docs/stable/distributions.html#normal
    """

    @property
    def stddev(self):
        return self.scale

    @property
    def variance(self):
        return self.stddev.pow(2)

    def sample(self, sample_shape=torch.Size()):
        shape = self._extended(sample_shape)
        with torch.no_grad():
            return torch.normal(self.loc.expand(shape), self.scale.expand(shape))

    def rsample(self, sample_shape=torch.Size()):
        shape = self._extended(sample_shape)
        return self.loc + drawn("normal", shape, self.loc.dtype, None) * self.scale

    def log_prob(self, value):
        square = (value - self.loc) ** 2
        return (
            -square / (2 * self.scale**2) - self.scale.log() - math.log(math.sqrt(2 * math.pi))
        )

    def cdf(self, value):
        """The probability of less than the value."""
        return 0.5 * (1 + torch.erf((value - self.loc) * self.scale.reciprocal() / math.sqrt(2)))

    def icdf(self, value):
        """The number below which lies that probability."""
        return self.loc + self.scale * torch.erfinv(2 * value - 1) * math.sqrt(2)

    def entropy(self):
        return 0.5 + 0.5 * math.log(2 * math.pi) + torch.log(self.scale)


class Laplace(_Located):
    """The Laplace distribution: |value − loc| is exponential.

    Source: https://pytorch.org/docs/stable/distributions.html#laplace
    """

    @property
    def stddev(self):
        return (2**0.5) * self.scale

    @property
    def variance(self):
        return 2 * self.scale.pow(2)

    def rsample(self, sample_shape=torch.Size()):
        shape = self._extended(sample_shape)
        tiny = torch.finfo(self.loc.dtype).eps
        u = self.loc.new_empty(shape).uniform_(tiny - 1, 1)
        return self.loc - self.scale * u.sign() * torch.log1p(-u.abs())

    def log_prob(self, value):
        return -torch.log(2 * self.scale) - torch.abs(value - self.loc) / self.scale

    def entropy(self):
        return 1 + torch.log(2 * self.scale)


class Uniform(Distribution):
    """All numbers from `low` to below `high` alike. Raises ValueError unless low < high.

    Source: https://pytorch.org/docs/stable/distributions.html#uniform
    """

    has_rsample = True
    arg_constraints = {"low": REAL, "high": REAL}

    def __init__(self, low, high, validate_args=None):
        self.low, self.high = broadcast(low, high)
        super().__init__(self.low.size(), validate_args=validate_args)
        if not bool((self.low < self.high).all()):
            raise ValueError("Uniform is not defined when low>= high")

    @property
    def mean(self):
        return (self.high + self.low) / 2

    @property
    def variance(self):
        return (self.high - self.low).pow(2) / 12

    @property
    def stddev(self):
        return (self.high - self.low) / 12**0.5

    def rsample(self, sample_shape=torch.Size()):
        share = torch.rand(self._extended(sample_shape), dtype=self.low.dtype)
        return self.low + share * (self.high - self.low)

    def log_prob(self, value):
        inside = (self.low.le(value) & self.high.gt(value)).type_as(self.low)
        return torch.log(inside) - torch.log(self.high - self.low)

    def cdf(self, value):
        """The probability of less than the value."""
        return ((value - self.low) / (self.high - self.low)).clamp(min=0, max=1)

    def entropy(self):
        return torch.log(self.high - self.low)


class Exponential(Distribution):
    """The exponential distribution.

    Source: https://pytorch.org/docs/stable/distributions.html#exponential
    """

    has_rsample = True
    arg_constraints = {"rate": POSITIVE}

    def __init__(self, rate, validate_args=None):
        (self.rate,) = broadcast(rate)
        super().__init__(self.rate.size(), validate_args=validate_args)

    @property
    def mean(self):
        return self.rate.reciprocal()

    @property
    def stddev(self):
        return self.rate.reciprocal()

    @property
    def variance(self):
        return self.rate.pow(-2)

    def rsample(self, sample_shape=torch.Size()):
        shape = self._extended(sample_shape)
        return exponential_(self.rate.detach().new_empty(shape)) / self.rate

    def log_prob(self, value):
        return self.rate.log() - self.rate * value

    def entropy(self):
        return 1.0 - torch.log(self.rate)
