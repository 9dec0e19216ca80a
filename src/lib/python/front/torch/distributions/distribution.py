"""What all distributions have.

Source: https://pytorch.org/docs/stable/distributions.html#distribution
"""

import torch


def broadcast(*values):
    """Numbers and tensors as tensors of one shape."""
    like = next((one for one in values if isinstance(one, torch.Tensor)), None)
    dtype = torch.float32 if like is None else like.dtype
    tensors = [
        one if isinstance(one, torch.Tensor) else torch.tensor(one, dtype=dtype) for one in values
    ]
    return torch.broadcast_tensors(*tensors)


class Distribution:
    """A distribution of tensors of `event_shape`, several at once of `batch_shape`.

    Raises ValueError for parameters out of range, unless `validate_args` is false.
    Source: https://pytorch.org/docs/stable/distributions.html#distribution
    """

    has_rsample = False
    # What its parameters are called, and what each has to be.
    arg_constraints = {}

    def __init__(self, batch_shape=torch.Size(), event_shape=torch.Size(), validate_args=None):
        self._batch_shape = torch.Size(batch_shape)
        self._event_shape = torch.Size(event_shape)
        if validate_args is not False:
            self._validate()

    def _validate(self):
        for name, (title, holds) in self.arg_constraints.items():
            value = self.__dict__.get(name)
            if value is None or bool(holds(value).all()):
                continue
            raise ValueError(
                f"Expected parameter {name} ({type(value).__name__} of shape {tuple(value.shape)}) "
                f"of distribution {self!r} to satisfy the constraint {title}, "
                f"but found invalid values:\n{value}"
            )

    @property
    def batch_shape(self):
        return self._batch_shape

    @property
    def event_shape(self):
        return self._event_shape

    def _extended(self, sample_shape):
        return torch.Size(sample_shape) + self._batch_shape + self._event_shape

    @property
    def stddev(self):
        """The standard deviation."""
        return self.variance.sqrt()

    def sample(self, sample_shape=torch.Size()):
        """Draws; no gradient flows through."""
        with torch.no_grad():
            return self.rsample(sample_shape)

    def rsample(self, sample_shape=torch.Size()):
        """Draws so that gradients reach the parameters.

        Raises NotImplementedError where that can't be.
        """
        raise NotImplementedError

    def sample_n(self, n):
        """Draws n times."""
        return self.sample((n,))

    def log_prob(self, value):
        """The logarithm of the density or probability."""
        raise NotImplementedError

    def entropy(self):
        """How uncertain it is."""
        raise NotImplementedError

    def perplexity(self):
        """The exponential of the entropy."""
        return self.entropy().exp()

    def __repr__(self):
        names = [name for name in self.arg_constraints if name in self.__dict__]
        named = [(name, self.__dict__[name]) for name in names]
        shown = ", ".join(
            f"{name}: {value if value.numel() == 1 else value.size()}" for name, value in named
        )
        return f"{type(self).__name__}({shown})"


REAL = ("Real()", lambda value: value == value)
POSITIVE = ("GreaterThan(lower_bound=0.0)", lambda value: value > 0)
PROBABILITY = (
    "Interval(lower_bound=0.0, upper_bound=1.0)",
    lambda value: (value >= 0) & (value <= 1),
)
SIMPLEX = (
    "Simplex()",
    lambda value: (value >= 0).all(-1) & ((value.sum(-1) - 1).abs() < 1e-6),
)
REAL_VECTOR = ("IndependentConstraint(Real(), 1)", lambda value: (value == value).all(-1))
