"""Random numbers: the functions draw from one hidden `RandomState`, `default_rng` makes generators.

Source: https://numpy.org/doc/stable/reference/random/index.html
"""

from .._lacking import lacks as _lacks
from ._bits import MT19937, PCG64, SeedSequence
from ._legacy import RandomState

_hidden = RandomState()
_NAMES = (
    "binomial bytes choice exponential get_state gumbel laplace logistic lognormal normal "
    "permutation poisson rand randint randn random random_integers random_sample ranf sample seed "
    "set_state shuffle standard_exponential standard_normal uniform"
).split()
for _name in _NAMES:
    globals()[_name] = getattr(_hidden, _name)

__all__ = sorted(
    [*_NAMES, "Generator", "MT19937", "PCG64", "RandomState", "SeedSequence", "default_rng"]
)


def __getattr__(name):
    if name in ("Generator", "default_rng"):
        from . import _generator

        return getattr(_generator, name)
    raise _lacks("numpy.random", name)
