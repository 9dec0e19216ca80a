"""Differences, slopes, areas, interpolation and convolution.

Source: https://numpy.org/doc/stable/reference/routines.math.html#sums-products-differences
"""

from bisect import bisect_right
from math import pi

from . import _dtype as dt
from ._create import asarray, empty_like, from_values, scalar_or_array
from ._join import concatenate
from ._scalar_math import number_dtype
from ._shape import axes_of, axis_of
from ._ufuncs import not_equal, subtract


def _cut(axis, *bounds):
    return (slice(None),) * axis + (slice(*bounds),)


def diff(a, n=1, axis=-1, prepend=None, append=None):
    """Differences of neighbours along an axis, n times over.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.diff.html
    """
    if n == 0:
        return a
    if n < 0:
        raise ValueError(f"order must be non-negative but got {n!r}")
    a = asarray(a)
    if a.ndim == 0:
        raise ValueError("diff requires input that is at least one dimensional")
    axis = axis_of(axis, a.ndim)
    parts = [_beside(a, prepend, axis), [a], _beside(a, append, axis)]
    a = concatenate(sum(parts, []), axis) if prepend is not None or append is not None else a
    for _ in range(n):
        difference = not_equal if a.dtype is dt.BOOL else subtract
        a = difference(a[_cut(axis, 1, None)], a[_cut(axis, None, -1)])
    return a


def _beside(a, value, axis):
    if value is None:
        return []
    value = asarray(value)
    if value.ndim == 0:
        shape = list(a.shape)
        shape[axis] = 1
        from ._shape import broadcast_to

        value = broadcast_to(value, shape)
    return [value]


def ediff1d(ary, to_end=None, to_begin=None):
    """Differences of neighbours in the flattened array."""
    line = asarray(ary).ravel()
    parts = [diff(line)]
    if to_begin is not None:
        parts.insert(0, asarray(to_begin).ravel())
    if to_end is not None:
        parts.append(asarray(to_end).ravel())
    return concatenate(parts)


def gradient(f, *varargs, axis=None, edge_order=1):
    """Slopes from neighbours on both sides, at the ends from one side.

    The spacing is a number, or the places of the points. One array, or a list for several axes.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.gradient.html
    """
    f = asarray(f)
    if f.dtype.kind != "f":
        f = f.astype(float)
    axes = tuple(range(f.ndim)) if axis is None else axes_of(axis, f.ndim)
    spacings = list(varargs) or [1.0]
    if len(spacings) == 1:
        spacings = spacings * len(axes)
    if len(spacings) != len(axes):
        raise TypeError("invalid number of arguments")
    if edge_order != 1:
        raise ValueError("Backflow's numpy has only edge_order=1")
    slopes = [_slope(f, place, spacing) for place, spacing in zip(axes, spacings)]
    return slopes[0] if len(slopes) == 1 else slopes


def _slope(f, axis, spacing):
    if f.shape[axis] < 2:
        raise ValueError(
            "Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) "
            "elements are required."
        )
    made = empty_like(f)
    middle, before, after = _cut(axis, 1, -1), _cut(axis, None, -2), _cut(axis, 2, None)
    if number_dtype(spacing) is not None:
        first = last = spacing
        made[middle] = (f[after] - f[before]) / (2.0 * spacing)
    else:
        steps = diff(asarray(spacing) * 1.0)
        if steps.size + 1 != f.shape[axis]:
            raise ValueError(
                "when 1d, distances must match the length of the corresponding dimension"
            )
        first, last = steps[0], steps[-1]
        if (steps == first).all():
            made[middle] = (f[after] - f[before]) / (2.0 * first)
        else:
            made[middle] = _uneven(f, axis, steps)
    ends = [_cut(axis, 0, 1), _cut(axis, 1, 2), _cut(axis, -2, -1), _cut(axis, -1, None)]
    made[ends[0]] = (f[ends[1]] - f[ends[0]]) / first
    made[ends[3]] = (f[ends[3]] - f[ends[2]]) / last
    return made


def _uneven(f, axis, steps):
    left, right = steps[:-1], steps[1:]
    shape = [1] * f.ndim
    shape[axis] = -1
    weights = (
        -right / (left * (left + right)),
        (right - left) / (left * right),
        left / (right * (left + right)),
    )
    a, b, c = (weight.reshape(shape) for weight in weights)
    parts = f[_cut(axis, None, -2)], f[_cut(axis, 1, -1)], f[_cut(axis, 2, None)]
    return a * parts[0] + b * parts[1] + c * parts[2]


def trapz(y, x=None, dx=1.0, axis=-1):
    """The area under a curve, by trapezoids."""
    y = asarray(y)
    axis = axis_of(axis, y.ndim)
    steps = dx
    if x is not None:
        steps = diff(asarray(x), axis=-1)
        if steps.ndim == 1:
            shape = [1] * y.ndim
            shape[axis] = -1
            steps = steps.reshape(shape)
    areas = steps * (y[_cut(axis, 1, None)] + y[_cut(axis, None, -1)]) / 2.0
    return areas.sum(axis)


trapezoid = trapz


def interp(x, xp, fp, left=None, right=None, period=None):
    """The values of a curve of straight pieces between known points.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.interp.html
    """
    if period is not None:
        raise ValueError("Backflow's numpy lacks 'period' of interp")
    wanted = asarray(x, float)
    points, values = asarray(xp, float).tolist(), asarray(fp, float).tolist()
    if len(points) != len(values):
        raise ValueError("fp and xp are not of the same length.")
    if not points:
        raise ValueError("array of sample points is empty")
    low = values[0] if left is None else float(left)
    high = values[-1] if right is None else float(right)

    def at(place):
        if place != place:
            return place
        if place > points[-1]:
            return high
        if place < points[0]:
            return low
        k = bisect_right(points, place) - 1
        if k == len(points) - 1 or points[k] == place:
            return values[k]
        slope = (values[k + 1] - values[k]) / (points[k + 1] - points[k])
        return slope * (place - points[k]) + values[k]

    return scalar_or_array(list(map(at, wanted.ravel().tolist())), wanted.shape, dt.FLOAT64)


def convolve(a, v, mode="full"):
    """Discrete convolution of two vectors."""
    return _correlate_with(a, list(reversed(asarray(v).tolist())), asarray(v).dtype, mode)


def correlate(a, v, mode="valid"):
    """Cross-correlation of two vectors."""
    return _correlate_with(a, asarray(v).tolist(), asarray(v).dtype, mode)


def _correlate_with(a, weights, dtype, mode):
    """Sums of products of a vector and weights that are moved along it."""
    line = asarray(a)
    values = line.tolist()
    if not values or not weights:
        which = "a" if not values else "v"
        raise ValueError(f"{which} cannot be empty")
    dtype = dt.promote(line.dtype, dtype)
    m, n = len(values), len(weights)
    made = []
    for shift in range(1 - n, m):
        start, stop = max(shift, 0), min(shift + n, m)
        pairs = zip(values[start:stop], weights[start - shift : stop - shift])
        total = 0
        for x, w in pairs:
            total += x * w
        made.append(total)
    short, long = sorted((m, n))
    if mode == "valid":
        made = made[short - 1 : long]
    elif mode == "same":
        start = (short - 1) // 2
        made = made[start : start + long]
    elif mode != "full":
        raise ValueError(f"mode must be one of 'valid', 'same', or 'full' (got '{mode}')")
    cast = {dt.INT64: int, dt.BOOL: bool}.get(dtype, float)
    return from_values(list(map(cast, made)), (len(made),), dtype)


def unwrap(p, discont=None, axis=-1, *, period=2 * pi):
    """Angles without jumps of a whole turn."""
    a = asarray(p, float)
    steps = diff(a, axis=axis)
    half = period / 2
    bent = (steps + half) % period - half
    bent = _choose((bent == -half) & (steps > 0), half, bent)
    correction = bent - steps
    limit = half if discont is None else discont
    correction = _choose(abs(steps) < limit, 0.0, correction)
    made = a.copy()
    rest = _cut(axis_of(axis, a.ndim), 1, None)
    made[rest] = a[rest] + correction.cumsum(axis)
    return made


def _choose(condition, x, y):
    from ._select import where

    return where(condition, x, y)


def sinc(x):
    """sin(pi x) / (pi x), and 1 at 0."""
    from ._ufuncs import sin

    a = asarray(x)
    y = pi * _choose(a == 0, 1.0e-20, a)
    made = sin(y) / y
    return made if a.ndim else made[()]


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    """NaN and infinities replaced by numbers."""
    a = asarray(x)
    if a.dtype.kind != "f":
        return a.copy()
    largest = 1.7976931348623157e308 if a.dtype is dt.FLOAT64 else 3.4028234663852886e38
    made = a.copy() if copy else a
    made[a != a] = nan
    made[made == float("inf")] = largest if posinf is None else posinf
    made[made == -float("inf")] = -largest if neginf is None else neginf
    return made if a.ndim else made[()]
