"""What the two kinds of random generators share."""

import math
from bisect import bisect_right

from .. import _dtype as dt
from .._array import ndarray
from .._broadcast import broadcast_shapes, shape_text
from .._create import array, asarray, from_values, sizes_of
from .._scalar_math import number_dtype
from .._shape import broadcast_to, moveaxis
from . import _distributions
from ._bounded import shuffled


def filled(size, draw, *parameters, dtype=dt.FLOAT64):
    """Draws of one number each in a shape; parameters may be arrays, and size None."""
    if all(number_dtype(one) is not None for one in parameters):
        if size is None:
            return draw(*parameters)
        shape = sizes_of(size)
        return from_values([draw(*parameters) for _ in range(math.prod(shape))], shape, dtype)
    arrays = [asarray(one) for one in parameters]
    shape = broadcast_shapes(*(one.shape for one in arrays))
    if size is not None:
        wanted = sizes_of(size)
        if broadcast_shapes(shape, wanted) != wanted:
            raise ValueError(
                f"Output size {shape_text(wanted)} is not compatible with broadcast dimensions of "
                f"inputs {shape_text(shape)}."
            )
        shape = wanted
    rows = zip(*(broadcast_to(one, shape).ravel().tolist() for one in arrays))
    return from_values([draw(*row) for row in rows], shape, dtype)


def require(name, value, is_allowed, words):
    """Raises ValueError for a parameter that can't be."""
    if not all(map(is_allowed, asarray(value, float).ravel().tolist())):
        raise ValueError(f"{name} {words}")


def not_negative(value):
    return value >= 0 and math.copysign(1.0, value) > 0


def shares_of(p, count):
    """Checked probabilities and their running sums, which end at 1."""
    shares = asarray(p, float)
    if shares.ndim != 1:
        raise ValueError("'p' must be 1-dimensional")
    if shares.size != count:
        raise ValueError("'a' and 'p' must have same size")
    values = shares.tolist()
    total = math.fsum(values)
    if math.isnan(total):
        raise ValueError("probabilities contain NaN")
    if any(value < 0 for value in values):
        raise ValueError("probabilities are not non-negative")
    if abs(total - 1.0) > math.sqrt(2.0**-52):
        raise ValueError("probabilities do not sum to 1")
    return values


def running_shares(values):
    """Running sums, scaled to end at 1."""
    sums, total = [], 0.0
    for value in values:
        total += value
        sums.append(total)
    return [one / total for one in sums]


def weighted(values, count, random):
    """Places drawn by their shares, one after the other."""
    sums = running_shares(values)
    return [bisect_right(sums, random()) for _ in range(count)]


def weighted_once(values, count, random):
    """Different places drawn by their shares."""
    if sum(value > 0 for value in values) < count:
        raise ValueError("Fewer non-zero entries in p than size")
    values, found = list(values), []
    while len(found) < count:
        draws = [random() for _ in range(count - len(found))]
        for place in found:
            values[place] = 0.0
        sums = running_shares(values)
        fresh = dict.fromkeys(bisect_right(sums, draw) for draw in draws)
        found.extend(fresh)
    return found


def population(a):
    """What is chosen from, None for the first whole numbers, and how many there are."""
    if number_dtype(a) is dt.INT64:
        if a < 0:
            raise ValueError("a must be greater than 0 unless no samples are taken")
        return None, int(a)
    if number_dtype(a) is not None:
        raise ValueError("a must be 1-dimensional or an integer")
    pool = array(a)
    if pool.ndim == 0:
        return None, int(pool)
    return pool, pool.shape[0]


def picked(pool, places, size, axis=0):
    """Those at places in a shape."""
    if size is None:
        place = places[0]
        return place if pool is None else pool[(slice(None),) * axis + (place,)]
    chosen = from_values(places, sizes_of(size), dt.INT64)
    return chosen if pool is None else pool[(slice(None),) * axis + (chosen,)]


def shuffle(x, draw, axis=0):
    """Brings a list or the layers of an array in random order, in place."""
    if isinstance(x, ndarray):
        layers = moveaxis(x, axis, 0)
        if layers.ndim == 0:
            raise TypeError("len() of unsized object")
        layers[...] = layers[shuffled(layers.shape[0], draw)]
        return
    places = shuffled(len(x), draw)
    x[:] = [x[place] for place in places]


def permutation(x, draw, axis=0):
    """The first whole numbers, or the layers of an array, in random order."""
    if number_dtype(x) is not None:
        places = shuffled(int(x), draw)
        return from_values(places, (len(places),), dt.INT64)
    a = array(x)
    if a.ndim == 0:
        return permutation(a.item(), draw)
    places = shuffled(a.shape[axis], draw)
    return a[(slice(None),) * (axis % a.ndim) + (places,)] if places else a


class Shared:
    """Distributions that both kinds draw in the same way from uniform numbers, `_random`."""

    def poisson(self, lam=1.0, size=None):
        """How often something happens that happens lam times on average."""
        require("lam", lam, lambda one: one >= 0, "< 0 or lam is NaN")
        return filled(
            size, lambda one: _distributions.poisson(self._random, one), lam, dtype=dt.INT64
        )

    def binomial(self, n, p, size=None):
        """How many of n trials succeed, each with probability p."""
        require("n", n, lambda one: one >= 0, "< 0")
        require("p", p, lambda one: 0 <= one <= 1, "< 0, p > 1 or p is NaN")
        draw = lambda a, b: _distributions.binomial(self._random, int(a), float(b))  # noqa: E731
        return filled(size, draw, n, p, dtype=dt.INT64)

    def laplace(self, loc=0.0, scale=1.0, size=None):
        """Two exponential distributions back to back."""
        return filled(size, lambda a, b: _distributions.laplace(self._random, a, b), loc, scale)
