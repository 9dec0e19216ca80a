"""Arrays of evenly spaced numbers, and the grids that they span.

Source: https://numpy.org/doc/stable/reference/routines.array-creation.html#numerical-ranges
"""

import math
import operator

from . import _dtype as dt
from ._create import array, asarray, from_values, sizes_of
from ._scalar import of_number
from ._scalar_math import number_dtype
from ._shape import broadcast_to, moveaxis


def arange(start=None, stop=None, step=None, dtype=None, *, like=None):
    """Numbers from start, which is 0 unless given, up to but without stop.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.arange.html
    """
    if start is None and stop is None:
        raise TypeError("arange() requires stop to be specified.")
    if start is not None and stop is None:
        start, stop = 0, start
    start, step = 0 if start is None else start, 1 if step is None else step
    kinds = [number_dtype(one) or asarray(one).dtype for one in (start, stop, step)]
    found = dt.common((), kinds) if dtype is None else dt.find(dtype)
    if found is dt.BOOL and dtype is None:
        found = dt.INT64
    is_whole = all(kind.rank < 2 for kind in kinds)
    start, stop, step = (int(one) if is_whole else float(one) for one in (start, stop, step))
    if step == 0:
        raise ZeroDivisionError("division by zero")
    if is_whole and found is not dt.BOOL:
        values = range(start, stop, step)
        return from_values(list(values), (len(values),), found)
    length = (stop - start) / step
    if not math.isfinite(length):
        raise ValueError("arange: cannot compute length")
    count = max(math.ceil(length), 0)
    return array(_counted(start, step, count), found)


def _counted(start, step, count):
    """numpy takes the step that the first two elements really have."""
    delta = (start + step) - start
    return [start + place * delta for place in range(count)]


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    """`num` numbers from start to stop, which is the last unless `endpoint` is False.

    Start and stop may be arrays. Raises ValueError for a negative `num`.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.linspace.html
    """
    num = operator.index(num)
    if num < 0:
        raise ValueError(f"Number of samples, {num}, must be non-negative.")
    parts = num - 1 if endpoint else num
    if number_dtype(start) is None or number_dtype(stop) is None:
        made, step = _between(asarray(start) * 1.0, asarray(stop) * 1.0, num, parts, endpoint)
        made = moveaxis(made, 0, axis)
    else:
        start, stop = float(start), float(stop)
        step = (stop - start) / parts if parts > 0 else math.nan
        if step != 0:
            delta = step if parts > 0 else stop - start
            values = [place * delta + start for place in range(num)]
        else:
            values = [place / parts * (stop - start) + start for place in range(num)]
        if endpoint and num > 1:
            values[-1] = stop
        made = from_values(values, (num,), dt.FLOAT64)
        step = of_number(step, dt.FLOAT64)
    if dtype is not None:
        if dt.find(dtype) is dt.INT64:
            from ._ufuncs import floor

            made = floor(made)
        made = made.astype(dtype, copy=False)
    return (made, step) if retstep else made


def _between(start, stop, num, parts, endpoint):
    delta = asarray(stop - start)
    places = arange(num, dtype=float).reshape((-1,) + (1,) * delta.ndim)
    step = delta / parts if parts > 0 else delta * math.nan
    made = (places * step if parts > 0 else places * delta) + start
    if endpoint and num > 1:
        made[-1] = stop
    return made, step


def _powers(base, exponents):
    from ._scalar_math import raised

    if number_dtype(base) is None:
        return asarray(base) ** exponents
    values = [raised(float(base), one) for one in exponents.ravel().tolist()]
    return from_values(values, exponents.shape, dt.FLOAT64)


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    """Numbers whose logarithms are evenly spaced from start to stop."""
    made = _powers(base, linspace(start, stop, num, endpoint, axis=axis))
    return made if dtype is None else made.astype(dtype)


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    """Numbers from start to stop each of which is a constant multiple of the one before."""
    start, stop = float(start), float(stop)
    if start == 0 or stop == 0:
        raise ValueError("Geometric sequence cannot include zero")
    if start * stop < 0:
        raise ValueError("Backflow's numpy lacks geomspace across 0, which is complex in numpy")
    sign = -1.0 if start < 0 else 1.0
    made = logspace(math.log10(abs(start)), math.log10(abs(stop)), num, endpoint)
    if num > 0:
        made[0] = abs(start)
        if num > 1 and endpoint:
            made[-1] = abs(stop)
    made = made * sign
    return made if dtype is None else made.astype(dtype)


def eye(N, M=None, k=0, dtype=float, order="C", *, like=None):
    """Ones on a diagonal, zeros elsewhere."""
    rows = operator.index(N)
    columns = rows if M is None else operator.index(M)
    dtype = dt.find(dtype)
    sizes_of((rows, columns))
    one, nothing = (1.0, 0.0) if dtype.kind == "f" else (1, 0)
    values = [
        one if column - row == k else nothing for row in range(rows) for column in range(columns)
    ]
    made = from_values(values, (rows, columns), dt.FLOAT64 if dtype.kind == "f" else dt.INT64)
    return made.astype(dtype, copy=False)


def identity(n, dtype=None, *, like=None):
    """The square matrix that changes nothing."""
    return eye(n, dtype=dtype)


def meshgrid(*xi, copy=True, sparse=False, indexing="xy"):
    """The coordinates of a grid's points, an array for each axis; 'xy' has x along the columns.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.meshgrid.html
    """
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    lines = [asarray(one).ravel() for one in xi]
    count = len(lines)
    places = list(range(count))
    if indexing == "xy" and count > 1:
        places[:2] = 1, 0
    shape = [0] * count
    for line, place in zip(lines, places):
        shape[place] = line.size
    grids = []
    for line, place in zip(lines, places):
        sizes = [1] * count
        sizes[place] = line.size
        grid = line.reshape(sizes)
        grid = grid if sparse else broadcast_to(grid, shape)
        grids.append(grid.copy() if copy else grid)
    return grids
