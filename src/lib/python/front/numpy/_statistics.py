"""Medians, quantiles, averages, correlations and histograms.

Source: https://numpy.org/doc/stable/reference/routines.statistics.html
"""

import math
import operator
from bisect import bisect_right

from . import _dtype as dt
from ._create import array, asarray, from_values, scalar_or_array
from ._join import vstack
from ._order import sorted_copy
from ._products import dot
from ._patterns import diag
from ._ranges import linspace
from ._reduce import chosen_axes
from ._scalar import round_to_single
from ._ufuncs import divide, multiply, sqrt


def _lanes(a, axis):
    """The array with the axes that are taken together flattened at the end."""
    axes = chosen_axes(axis, a.ndim)
    kept = [place for place in range(a.ndim) if place not in axes]
    shape = tuple(a.shape[place] for place in kept)
    return a.transpose(kept + list(axes)).reshape(shape + (-1,)), axes


def _restored(made, a, axes, keepdims):
    if not keepdims:
        return made
    return asarray(made).reshape(tuple(1 if k in axes else n for k, n in enumerate(a.shape)))


def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    """The element in the middle, or the mean of the two there; NaN where one is NaN."""
    a = asarray(a)
    lanes, axes = _lanes(a if a.dtype.kind == "f" else a.astype(float), axis)
    size = lanes.shape[-1]
    ordered = sorted_copy(lanes)
    middle = ordered[..., (size - 1) // 2 : size // 2 + 1].mean(axis=-1)
    from ._select import where

    if size and bool((ordered[..., -1] != ordered[..., -1]).any()):
        made = where(ordered[..., -1] != ordered[..., -1], math.nan, middle)
        middle = made if made.ndim else made[()]
    return _restored(middle, a, axes, keepdims)


def _between(values, share, method, rounded):
    """A quantile of sorted numbers by linear interpolation or one of its neighbours."""
    if values[-1] != values[-1]:
        return math.nan
    place = share * (len(values) - 1)
    low = min(math.floor(place), len(values) - 1)
    high = min(low + 1, len(values) - 1)
    part = place - low
    if method == "linear":
        a, b = values[low], values[high]
        distance = rounded(b - a)
        return b - distance * (1 - part) if part >= 0.5 else a + distance * part
    if method == "midpoint":
        return (values[low] + values[high]) / 2 if part else values[low]
    nearest = round(place) if method == "nearest" else low
    return values[high if method == "higher" and part else nearest]


def quantile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, **others
):
    """Values below which a share of the elements lies, a share from 0 to 1.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.quantile.html
    """
    if method not in ("linear", "lower", "higher", "nearest", "midpoint"):
        raise ValueError(f"Backflow's numpy has no quantiles by the method '{method}'")
    a, shares = asarray(a), asarray(q, float)
    if any(not 0 <= share <= 1 for share in shares.ravel().tolist()):
        raise ValueError("Quantiles must be in the range [0, 1]")
    lanes, axes = _lanes(a.astype(float), axis)
    shape, size = lanes.shape[:-1], lanes.shape[-1]
    rows = sorted_copy(lanes).reshape(-1, size).tolist()
    rounded = round_to_single if a.dtype is dt.FLOAT32 else float
    values = [
        _between(row, share, method, rounded) for share in shares.ravel().tolist() for row in rows
    ]
    if keepdims:
        shape = tuple(1 if k in axes else n for k, n in enumerate(a.shape))
    return scalar_or_array(values, shares.shape + shape, dt.FLOAT64)


def percentile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, **others
):
    """Values below which a share of the elements lies, a share from 0 to 100."""
    shares = asarray(q, float)
    if any(not 0 <= share <= 100 for share in shares.ravel().tolist()):
        raise ValueError("Percentiles must be in the range [0, 100]")
    return quantile(a, shares / 100, axis, method=method, keepdims=keepdims)


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    """Mean with weights."""
    a = asarray(a)
    if weights is None:
        made = a.mean(axis, keepdims=keepdims)
        return (made, a.size / asarray(made).size) if returned else made
    w = asarray(weights)
    if w.shape != a.shape:
        if axis is None:
            raise TypeError("Axis must be specified when shapes of a and weights differ.")
        shape = [1] * a.ndim
        shape[axis] = -1
        w = w.reshape(shape)
    spread = multiply(w, asarray(a == a) | True)
    total = spread.sum(axis=axis, keepdims=keepdims, dtype=float)
    if bool(asarray(total == 0).any()):
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")
    made = divide(multiply(a, w).sum(axis=axis, keepdims=keepdims), total)
    return (made, total) if returned else made


def cov(m, y=None, rowvar=True, bias=False, ddof=None, **others):
    """Covariances of variables, one in each row."""
    x = array(m, float, ndmin=2)
    if not rowvar and x.shape[0] != 1:
        x = x.T
    if y is not None:
        other = array(y, float, ndmin=2)
        x = vstack((x, other if rowvar or other.shape[0] == 1 else other.T))
    x = x - x.mean(axis=1, keepdims=True)
    ddof = (0 if bias else 1) if ddof is None else ddof
    made = dot(x, x.T) * divide(1.0, float(x.shape[1] - ddof))
    return made.reshape(()) if made.size == 1 else made


def corrcoef(x, y=None, rowvar=True, **others):
    """Correlations of variables, one in each row."""
    c = cov(x, y, rowvar)
    if c.ndim == 0:
        return c / c
    spread = sqrt(diag(c))
    c = c / spread[:, None]
    return (c / spread[None, :]).clip(-1, 1)


def histogram_bin_edges(a, bins=10, range=None, weights=None):
    """The edges of a histogram's bins."""
    values = asarray(a).ravel()
    if isinstance(bins, str):
        raise TypeError(f"Backflow's numpy takes a number of bins or their edges, not '{bins}'")
    edges = asarray(bins)
    if edges.ndim == 1:
        if bool((edges[1:] < edges[:-1]).any()):
            raise ValueError("`bins` must increase monotonically, when an array")
        return edges
    count = operator.index(bins)
    if count < 1:
        raise ValueError("`bins` must be positive, when an integer")
    if range is not None:
        low, high = (float(one) for one in range)
        if low > high:
            raise ValueError("max must be larger than min in range parameter.")
    elif values.size == 0:
        low, high = 0.0, 1.0
    else:
        low, high = float(values.min()), float(values.max())
    if not (math.isfinite(low) and math.isfinite(high)):
        what = "supplied" if range is not None else "autodetected"
        raise ValueError(f"{what} range of [{low}, {high}] is not finite")
    if low == high:
        low, high = low - 0.5, high + 0.5
    return linspace(low, high, count + 1)


def histogram(a, bins=10, range=None, density=None, weights=None):
    """How many elements fall between edges, and the edges; the last bin has both of its.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.histogram.html
    """
    edges = histogram_bin_edges(a, bins, range)
    places = edges.tolist()
    values = asarray(a).ravel().tolist()
    shares = [1] * len(values) if weights is None else asarray(weights).ravel().tolist()
    counts = [0 if weights is None else 0.0] * (len(places) - 1)
    for value, share in zip(values, shares):
        if places[0] <= value <= places[-1]:
            counts[min(bisect_right(places, value), len(places) - 1) - 1] += share
    made = array(counts)
    if density:
        made = made / (edges[1:] - edges[:-1]) / made.sum()
    return made, edges


def bincount(x, weights=None, minlength=0):
    """How often each whole number comes."""
    a = asarray(x)
    if a.dtype.kind == "f" and a.size:
        raise TypeError(
            "Cannot cast array data from dtype('float64') to dtype('int64') according to the rule "
            "'safe'"
        )
    places = [int(one) for one in a.tolist()]
    if any(place < 0 for place in places):
        raise ValueError("'list' argument must have no negative elements")
    shares = [1] * len(places) if weights is None else asarray(weights, float).tolist()
    counts = [0 if weights is None else 0.0] * max(minlength, max(places, default=-1) + 1)
    for place, share in zip(places, shares):
        counts[place] += share
    return from_values(counts, (len(counts),), dt.INT64 if weights is None else dt.FLOAT64)
