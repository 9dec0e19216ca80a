"""`np.random.RandomState` with the numbers that numpy's gives.

Source: https://numpy.org/doc/stable/reference/random/legacy.html
"""

import math
import operator

from .. import _dtype as dt
from .._create import asarray, from_values, sizes_of
from .._ufuncs import exp
from . import _common, _distributions
from ._bits import MT19937, SeedSequence
from ._bounded import masked
from ._common import filled

_SIZE = 624
_SEED = "Seed must be between 0 and 2**32 - 1"


def _seeds(seed):
    """A seed as one word or several."""
    if seed is None:
        return [word & 0xFFFFFFFF for word in SeedSequence().wide_words(_SIZE)]
    try:
        one = operator.index(seed)
    except TypeError:
        many = asarray(seed)
        if many.size == 0:
            raise ValueError("Seed must be non-empty") from None
        if many.dtype.kind != "i":
            raise TypeError(
                f"Cannot cast array data from {many.dtype!r} to dtype('int64') according to the "
                "rule 'safe'"
            ) from None
        if many.ndim != 1:
            raise ValueError("Seed array must be 1-d") from None
        words = many.tolist()
        if any(not 0 <= word < 2**32 for word in words):
            raise ValueError(_SEED) from None
        return words
    if not 0 <= one < 2**32:
        raise ValueError(_SEED)
    return one


class RandomState(_common.Shared):
    """Random numbers from the Mersenne twister: the same seed gives numpy's numbers.

    Source: https://numpy.org/doc/stable/reference/random/legacy.html#numpy.random.RandomState
    """

    __module__ = "numpy.random.mtrand"

    def __init__(self, seed=None):
        self.seed(seed)

    def __repr__(self):
        return f"RandomState(MT19937) at 0x{id(self):X}"

    __str__ = __repr__

    def seed(self, seed=None):
        """Begins the sequence of a seed."""
        self._bits = MT19937(_seeds(seed))
        self._random = self._bits.random
        self._spare = None

    def get_state(self, legacy=True):
        """The state, for `set_state`."""
        keys, position = self._bits.state()
        spare = self._spare
        keys = from_values(keys, (len(keys),), dt.INT64)
        return ("MT19937", keys, position, int(spare is not None), spare or 0.0)

    def set_state(self, state):
        """Goes back to a state."""
        _, keys, position, *rest = state
        self._bits.place(asarray(keys).tolist(), int(position))
        self._spare = float(rest[1]) if rest and rest[0] else None

    def _below(self, span):
        return masked(self._bits, span)

    # Uniform numbers

    def random_sample(self, size=None):
        """Numbers from 0 up to but without 1."""
        if size is None:
            return self._random()
        shape = sizes_of(size)
        random = self._random
        return from_values([random() for _ in range(math.prod(shape))], shape, dt.FLOAT64)

    random = ranf = sample = random_sample

    def rand(self, *args):
        """Numbers from 0 up to but without 1, in a shape."""
        return self.random_sample(args if args else None)

    def uniform(self, low=0.0, high=1.0, size=None):
        """Numbers between two bounds."""
        return filled(size, lambda a, b: a + (b - a) * self._random(), low, high)

    def randint(self, low, high=None, size=None, dtype=int):
        """Whole numbers from low up to but without high; from 0 up to low without it.

        Source: https://numpy.org/doc/stable/reference/random/generated/numpy.random.randint.html
        """
        if dt.find(dtype) not in (dt.INT64, dt.BOOL):
            raise TypeError(f"Unsupported dtype {dt.find(dtype)!r} for randint")
        if high is None:
            low, high = 0, low

        def draw(low, high):
            low, high = int(low), int(high)
            if low >= high:
                raise ValueError("low >= high")
            return low + masked(self._bits, high - 1 - low)

        made = filled(size, draw, low, high, dtype=dt.INT64)
        return made if dt.find(dtype) is dt.INT64 else asarray(made, bool)[()]

    def random_integers(self, low, high=None, size=None):
        """Whole numbers from low to high, both included."""
        low, high = (1, low) if high is None else (low, high)
        return self.randint(low, high + 1, size)

    def bytes(self, length):
        """Random bytes."""
        count = (length - 1) // 4 + 1
        return b"".join(self._bits.word().to_bytes(4, "little") for _ in range(count))[:length]

    # Normal numbers

    def _gauss(self):
        """By the polar method, two at a time."""
        if self._spare is not None:
            value, self._spare = self._spare, None
            return value
        random = self._random
        while True:
            x, y = 2.0 * random() - 1.0, 2.0 * random() - 1.0
            square = x * x + y * y
            if 0.0 < square < 1.0:
                break
        factor = math.sqrt(-2.0 * math.log(square) / square)
        self._spare = factor * x
        return factor * y

    def standard_normal(self, size=None):
        """Normally distributed numbers of mean 0 and variance 1."""
        return filled(size, self._gauss)

    def randn(self, *args):
        """Normally distributed numbers of mean 0 and variance 1, in a shape."""
        return self.standard_normal(args if args else None)

    def normal(self, loc=0.0, scale=1.0, size=None):
        """Normally distributed numbers of mean loc and standard deviation scale."""
        _common.require("scale", scale, _common.not_negative, "< 0")
        return filled(size, lambda mean, spread: mean + spread * self._gauss(), loc, scale)

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        """Numbers whose logarithms are normally distributed."""
        _common.require("sigma", sigma, _common.not_negative, "< 0")
        return filled(size, lambda m, s: float(exp(m + s * self._gauss())), mean, sigma)

    # Further distributions

    def _exponential(self):
        return -math.log(1.0 - self._random())

    def standard_exponential(self, size=None):
        """Waiting times of mean 1."""
        return filled(size, self._exponential)

    def exponential(self, scale=1.0, size=None):
        """Waiting times of mean `scale`."""
        _common.require("scale", scale, _common.not_negative, "< 0")
        return filled(size, lambda s: s * self._exponential(), scale)

    def logistic(self, loc=0.0, scale=1.0, size=None):
        """The distribution whose running total is the logistic function."""
        return filled(size, lambda a, b: _distributions.logistic(self._random, a, b), loc, scale)

    def gumbel(self, loc=0.0, scale=1.0, size=None):
        """The distribution of largest values."""
        return filled(size, lambda a, b: _distributions.gumbel(self._random, a, b), loc, scale)

    # Choices

    def choice(self, a, size=None, replace=True, p=None):
        """Elements of a, or of the first a whole numbers, with probabilities p.

        Source: https://numpy.org/doc/stable/reference/random/generated/numpy.random.choice.html
        """
        pool, count = _common.population(a)
        if pool is not None and pool.ndim != 1:
            raise ValueError("a must be 1-dimensional")
        wanted = 1 if size is None else math.prod(sizes_of(size))
        if count == 0 and wanted:
            raise ValueError(
                "a must be greater than 0 unless no samples are taken"
                if pool is None
                else "'a' cannot be empty unless no samples are taken"
            )
        shares = None if p is None else _common.shares_of(p, count)
        if replace:
            if shares is None:
                places = [self._below(count - 1) for _ in range(wanted)]
            else:
                places = _common.weighted(shares, wanted, self._random)
        else:
            if wanted > count:
                raise ValueError("Cannot take a larger sample than population when 'replace=False'")
            if shares is None:
                places = _common.shuffled(count, self._below)[:wanted]
            else:
                places = _common.weighted_once(shares, wanted, self._random)
        return _common.picked(pool, places, size)

    def shuffle(self, x):
        """Brings a list or the rows of an array in random order, in place."""
        _common.shuffle(x, self._below)

    def permutation(self, x):
        """The first x whole numbers, or the rows of an array, in random order."""
        return _common.permutation(x, self._below)
