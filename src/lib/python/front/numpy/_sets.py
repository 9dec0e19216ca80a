"""Different elements, and arrays as sets.

Source: https://numpy.org/doc/stable/reference/routines.set.html
"""

from . import _dtype as dt
from ._create import array, asarray, from_values
from ._engine import flat
from ._join import concatenate
from ._order import order_of
from ._shape import axis_of, moveaxis


def _groups(values, equal_nan):
    """Places in ascending order of their values, a list for each different one."""
    groups = []
    for place in order_of(values):
        value = values[place]
        last = values[groups[-1][0]] if groups else None
        is_nan = equal_nan and value != value and groups and last != last
        if groups and (value == last or is_nan):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _whole(values):
    return from_values(values, (len(values),), dt.INT64)


def unique(
    ar,
    return_index=False,
    return_inverse=False,
    return_counts=False,
    axis=None,
    *,
    equal_nan=True,
):
    """The different elements in ascending order; with an axis, its different layers.

    On demand also where each comes first, how the array is built from them, and how often each
    comes.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.unique.html
    """
    a = asarray(ar)
    if axis is None:
        values = flat(a._elements)
        groups = _groups(values, equal_nan)
        chosen = [values[group[0]] for group in groups]
        made = from_values(chosen, (len(chosen),), a.dtype)
        count = len(values)
    else:
        axis = axis_of(axis, a.ndim)
        layers = moveaxis(a, axis, 0)
        count = layers.shape[0]
        rows = [tuple(row) for row in layers.reshape(count, -1).tolist()]
        groups = _groups(rows, False)
        made = moveaxis(layers[[group[0] for group in groups]], 0, axis)
    outcome = [made]
    if return_index:
        outcome.append(_whole([group[0] for group in groups]))
    if return_inverse:
        inverse = [0] * count
        for number, group in enumerate(groups):
            for place in group:
                inverse[place] = number
        outcome.append(_whole(inverse))
    if return_counts:
        outcome.append(_whole([len(group) for group in groups]))
    return outcome[0] if len(outcome) == 1 else tuple(outcome)


def isin(element, test_elements, assume_unique=False, invert=False):
    """Where an element is one of several."""
    a = asarray(element)
    known = set(flat(asarray(test_elements)._elements))
    found = [(value in known) != invert for value in flat(a._elements)]
    return from_values(found, a.shape, dt.BOOL)


def in1d(ar1, ar2, assume_unique=False, invert=False):
    """Where an element of the flattened array is one of several."""
    return isin(asarray(ar1).ravel(), ar2, assume_unique, invert)


def intersect1d(ar1, ar2, assume_unique=False):
    """What is in both."""
    first = unique(ar1)
    return first[isin(first, ar2)]


def union1d(ar1, ar2):
    """What is in either."""
    return unique(concatenate((ar1, ar2), None))


def setdiff1d(ar1, ar2, assume_unique=False):
    """What is in the first and not in the second."""
    first = asarray(ar1).ravel() if assume_unique else unique(ar1)
    return first[isin(first, ar2, invert=True)]


def setxor1d(ar1, ar2, assume_unique=False):
    """What is in exactly one of the two."""
    return union1d(setdiff1d(ar1, ar2), setdiff1d(ar2, ar1))


def unravel_index(indices, shape, order="C"):
    """The indices of places in the flattened array."""
    a = asarray(indices)
    sizes = (shape,) if isinstance(shape, int) else tuple(shape)
    total = 1
    for size in sizes:
        total *= size
    for place in flat(a._elements):
        if not 0 <= place < total:
            raise ValueError(f"index {place} is out of bounds for array with size {total}")
    step, parts = total, []
    for size in sizes:
        step //= size
        parts.append(a // step % size)
    return tuple(part[()] if a.ndim == 0 else part for part in parts)


def ravel_multi_index(multi_index, dims, mode="raise", order="C"):
    """The places in the flattened array of indices."""
    place = array(0)
    for index, size in zip(multi_index, dims):
        index = asarray(index)
        if any(not 0 <= one < size for one in flat(index._elements)):
            raise ValueError("invalid entry in coordinates array")
        place = place * size + index
    return place
