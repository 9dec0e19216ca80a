"""`np.random.default_rng` with the numbers that numpy's gives.

Source: https://numpy.org/doc/stable/reference/random/generator.html
"""

import math

from .. import _dtype as dt
from .._create import sizes_of
from .._lacking import method_lacks
from .._scalar import int64
from . import _common
from ._bits import PCG64
from ._bounded import masked, scaled
from ._common import filled
from ._ziggurat import standard_normal


class Generator(_common.Shared):
    """Random numbers from PCG64: the same seed gives numpy's numbers.

    Source: https://numpy.org/doc/stable/reference/random/generator.html#numpy.random.Generator
    """

    __module__ = "numpy.random._generator"

    def __init__(self, bit_generator):
        self._bits = bit_generator
        self._random = bit_generator.random

    def __repr__(self):
        return f"Generator({self._bits.name}) at 0x{id(self):X}"

    __str__ = __repr__

    def __getattr__(self, name):
        raise method_lacks("numpy.random._generator.Generator", name)

    @property
    def bit_generator(self):
        return self._bits

    def spawn(self, n_children):
        """Independent generators."""
        return [Generator(PCG64(seed)) for seed in self._bits.seed_seq.spawn(n_children)]

    def _below(self, span):
        return scaled(self._bits, span)

    def _interval(self, span):
        return masked(self._bits, span)

    def random(self, size=None, dtype=float, out=None):
        """Numbers from 0 up to but without 1."""
        if dt.find(dtype) is dt.FLOAT32:
            draw = lambda: (self._bits.word() >> 8) * (1.0 / 16777216.0)  # noqa: E731
            return filled(size, draw, dtype=dt.FLOAT32)
        return filled(size, self._random)

    def uniform(self, low=0.0, high=1.0, size=None):
        """Numbers between two bounds."""
        return filled(size, lambda a, b: a + (b - a) * self._random(), low, high)

    def integers(self, low, high=None, size=None, dtype=int, endpoint=False):
        """Whole numbers from low up to high, which is included only with `endpoint`.

        Source: https://numpy.org/doc/stable/reference/random/generator.html#simple-random-data
        """
        if dt.find(dtype) is not dt.INT64:
            raise TypeError("Backflow's numpy draws integers only as int64")
        if high is None:
            low, high = 0, low

        def draw(low, high):
            low, high = int(low), int(high)
            if low > high or (low == high and not endpoint):
                raise ValueError("low > high" if endpoint else "low >= high")
            return low + scaled(self._bits, high - low - (not endpoint))

        made = filled(size, draw, low, high, dtype=dt.INT64)
        return int64(made) if isinstance(made, int) else made

    def standard_normal(self, size=None, dtype=float, out=None):
        """Normally distributed numbers of mean 0 and variance 1."""
        if dt.find(dtype) is not dt.FLOAT64:
            raise TypeError("Backflow's numpy draws normal numbers only as float64")
        return filled(size, lambda: standard_normal(self._bits))

    def normal(self, loc=0.0, scale=1.0, size=None):
        """Normally distributed numbers of mean loc and standard deviation scale."""
        _common.require("scale", scale, _common.not_negative, "< 0")
        return filled(size, lambda m, s: m + s * standard_normal(self._bits), loc, scale)

    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        """Numbers whose logarithms are normally distributed."""
        _common.require("sigma", sigma, _common.not_negative, "< 0")
        draw = lambda m, s: math.exp(m + s * standard_normal(self._bits))  # noqa: E731
        return filled(size, draw, mean, sigma)

    def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
        """Elements of a, or of the first a whole numbers, with probabilities p.

        Source: https://numpy.org/doc/stable/reference/random/generator.html#simple-random-data
        """
        pool, count = _common.population(a)
        if pool is not None:
            axis = axis % pool.ndim
            count = pool.shape[axis]
        wanted = 1 if size is None else math.prod(sizes_of(size))
        if count == 0 and wanted:
            raise ValueError(
                "a must be a positive integer unless no samples are taken"
                if pool is None
                else "a cannot be empty unless no samples are taken"
            )
        shares = None if p is None else _common.shares_of(p, count)
        if replace:
            if shares is None:
                places = [self._below(count - 1) for _ in range(wanted)]
            else:
                places = _common.weighted(shares, wanted, self._random)
        else:
            if wanted > count:
                raise ValueError(
                    "Cannot take a larger sample than population when replace is False"
                )
            if shares is None:
                places = self._different(count, wanted, shuffle)
            else:
                places = _common.weighted_once(shares, wanted, self._random)
        return _common.picked(pool, places, size, axis)

    def _different(self, count, wanted, shuffle):
        """Different places: the end of all in random order, or by Floyd's method."""
        cutoff = 50 if shuffle else 20
        if count > 10000 and wanted > count // cutoff:
            first = max(count - wanted, 1)
            return _common.shuffled(count, self._below, first)[count - wanted :]
        found, order = set(), []
        for last in range(count - wanted, count):
            place = self._below(last)
            place = last if place in found else place
            found.add(place)
            order.append(place)
        if shuffle:
            return [order[k] for k in _common.shuffled(wanted, self._below)]
        return order

    def shuffle(self, x, axis=0):
        """Brings a list or the layers of an array in random order, in place."""
        _common.shuffle(x, self._interval, axis)

    def permutation(self, x, axis=0):
        """The first x whole numbers, or the layers of an array, in random order."""
        return _common.permutation(x, self._interval, axis)


def default_rng(seed=None):
    """A generator for a seed: a whole number, several, or None for a fresh one.

    Source: https://numpy.org/doc/stable/reference/random/generator.html#numpy.random.default_rng
    """
    if isinstance(seed, Generator):
        return seed
    return Generator(seed if isinstance(seed, PCG64) else PCG64(seed))
