"""Distributions of whole numbers.

Source: https://pytorch.org/docs/stable/distributions.html
"""

import torch
from torch.distributions.distribution import (
    PROBABILITY,
    REAL,
    REAL_VECTOR,
    SIMPLEX,
    Distribution,
    broadcast,
)
from torch.nn import functional as F


def _clamped(probs):
    eps = torch.finfo(probs.dtype).eps
    return probs.clamp(min=eps, max=1 - eps)


class _Weighted(Distribution):
    """Has `probs` and `logits`: the one that wasn't given is computed when it is asked for."""

    def _given(self, probs, logits):
        """The name of what was given. Raises ValueError unless it is one of both."""
        if (probs is None) == (logits is None):
            raise ValueError("Either `probs` or `logits` must be specified, but not both.")
        return "logits" if probs is None else "probs"

    def _logits_of(self, probs):
        raise NotImplementedError

    def _probs_of(self, logits):
        raise NotImplementedError

    def __getattr__(self, name):
        if name == "logits" and "probs" in self.__dict__:
            self.logits = self._logits_of(self.probs)
            return self.logits
        if name == "probs" and "logits" in self.__dict__:
            self.probs = self._probs_of(self.logits)
            return self.probs
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")


class Bernoulli(_Weighted):
    """1 with probability `probs`, else 0; `logits` says it as log-odds.

    Source: https://pytorch.org/docs/stable/distributions.html#bernoulli
    """

    arg_constraints = {"probs": PROBABILITY, "logits": REAL}

    def __init__(self, probs=None, logits=None, validate_args=None):
        name = self._given(probs, logits)
        (given,) = broadcast(logits if probs is None else probs)
        setattr(self, name, given)
        super().__init__(given.size(), validate_args=validate_args)

    def _logits_of(self, probs):
        inside = _clamped(probs)
        return torch.log(inside) - torch.log1p(-inside)

    def _probs_of(self, logits):
        return torch.sigmoid(logits)

    @property
    def mean(self):
        return self.probs

    @property
    def variance(self):
        return self.probs * (1 - self.probs)

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            return torch.bernoulli(self.probs.expand(self._extended(sample_shape)))

    def log_prob(self, value):
        logits, value = torch.broadcast_tensors(self.logits, value)
        return -F.binary_cross_entropy_with_logits(logits, value, reduction="none")

    def entropy(self):
        return F.binary_cross_entropy_with_logits(self.logits, self.probs, reduction="none")


class Categorical(_Weighted):
    """The places 0 … n − 1 with the probabilities along the last dimension.

    `logits` are their logarithms. Either need not be normalised. Raises ValueError for a tensor
    without dimensions.
    Source: https://pytorch.org/docs/stable/distributions.html#categorical
    """

    arg_constraints = {"probs": SIMPLEX, "logits": REAL_VECTOR}

    def __init__(self, probs=None, logits=None, validate_args=None):
        name = self._given(probs, logits)
        given = logits if probs is None else probs
        if given.dim() < 1:
            raise ValueError(f"`{name}` parameter must be at least one-dimensional.")
        if probs is not None:
            self.probs = probs / probs.sum(-1, keepdim=True)
        else:
            self.logits = logits - logits.logsumexp(dim=-1, keepdim=True)
        self._num_events = given.size(-1)
        super().__init__(given.size()[:-1], validate_args=validate_args)

    def _logits_of(self, probs):
        return torch.log(_clamped(probs))

    def _probs_of(self, logits):
        return F.softmax(logits, dim=-1)

    def sample(self, sample_shape=torch.Size()):
        shape = torch.Size(sample_shape)
        rows = self.probs.reshape(-1, self._num_events)
        drawn = torch.multinomial(rows, shape.numel(), True).T
        return drawn.reshape(self._extended(shape))

    def log_prob(self, value):
        value = value.long().unsqueeze(-1)
        value, rows = torch.broadcast_tensors(value, self.logits)
        return rows.gather(-1, value[..., :1]).squeeze(-1)

    def entropy(self):
        least = torch.finfo(self.logits.dtype).min
        return -(self.logits.clamp(min=least) * self.probs).sum(-1)


class Multinomial(_Weighted):
    """How often each place comes up in total_count draws.

    Source: https://pytorch.org/docs/stable/distributions.html#multinomial
    """

    arg_constraints = {"probs": SIMPLEX, "logits": REAL_VECTOR}

    def __init__(self, total_count=1, probs=None, logits=None, validate_args=None):
        if not isinstance(total_count, int):
            raise NotImplementedError("inhomogeneous total_count is not supported")
        self.total_count = total_count
        self._categorical = Categorical(probs=probs, logits=logits)
        name = self._given(probs, logits)
        setattr(self, name, getattr(self._categorical, name))
        size = (logits if probs is None else probs).size()
        super().__init__(size[:-1], size[-1:], validate_args=validate_args)

    def _logits_of(self, probs):
        return self._categorical.logits

    def _probs_of(self, logits):
        return self._categorical.probs

    @property
    def mean(self):
        return self.probs * self.total_count

    @property
    def variance(self):
        return self.total_count * self.probs * (1 - self.probs)

    def sample(self, sample_shape=torch.Size()):
        shape = torch.Size((self.total_count,)) + torch.Size(sample_shape)
        # The draws come last, and are counted.
        places = self._categorical.sample(shape).movedim(0, -1)
        counts = self.probs.new_zeros(self._extended(sample_shape))
        return counts.scatter_add_(-1, places, torch.ones(places.shape, dtype=counts.dtype))
