"""Sums in the order in which numpy adds, so that the last digits agree.

Along the axis that is fastest in memory numpy adds in pairs of blocks, along others one after the
other. Source: https://numpy.org/doc/stable/reference/generated/numpy.sum.html (Notes)
"""

import math
import operator

from . import _dtype as dt
from ._engine import flat, make
from ._scalar import round_to_single

_BLOCK = 128
# So many elements numpy gathers at a time.
_BUFFER = 8192
# Above so many elements the engine adds, which is faster and may differ in the last digit.
_LIMIT = 1 << 15


def _add_singles(a, b):
    return round_to_single(a + b)


def _multiply_singles(a, b):
    return round_to_single(a * b)


def _pairwise(values, start, count, add):
    if count < 8:
        total = 0.0
        for value in values[start : start + count]:
            total = add(total, value)
        return total
    if count > _BLOCK:
        half = count // 2
        half -= half % 8
        first = _pairwise(values, start, half, add)
        return add(first, _pairwise(values, start + half, count - half, add))
    lanes = values[start : start + 8]
    end = start + count - count % 8
    for place in range(start + 8, end, 8):
        lanes = list(map(add, lanes, values[place : place + 8]))
    a, b, c, d, e, f, g, h = lanes
    total = add(add(add(a, b), add(c, d)), add(add(e, f), add(g, h)))
    for value in values[end : start + count]:
        total = add(total, value)
    return total


def _memory_order(a, axes):
    """The kept axes, and those to be taken together: outer ones and the innermost in memory."""
    strides = a._elements.stride()
    kept = [axis for axis in range(a.ndim) if axis not in axes]
    order = sorted(axes, key=lambda axis: -strides[axis])
    fastest = min((strides[axis] for axis in kept if a.shape[axis] != 1), default=math.inf)
    inner = [axis for axis in order if strides[axis] < fastest or a.shape[axis] == 1]
    return kept, [axis for axis in order if axis not in inner], inner


def _lanes(a, kept, outer, inner):
    values = flat(a._elements.permute(kept + outer + inner))
    count = math.prod(a.shape[axis] for axis in inner)
    rows = math.prod(a.shape[axis] for axis in outer)
    return values, rows, count


def total(a, axes):
    """The sum of a float array along axes, as a tensor of the kept ones."""
    if a.size > _LIMIT or a.size == 0:
        return a._elements.sum(dim=list(axes)) if axes else a._elements
    kept = [axis for axis in range(a.ndim) if axis not in axes]
    return make(_sums(a, axes), tuple(a.shape[axis] for axis in kept), a.dtype)


def whole_total(a):
    """The sum of all of a float array, as a Python number."""
    if a.size > _LIMIT or a.size == 0:
        return a._elements.sum().item()
    return _sums(a, tuple(range(a.ndim)))[0]


def _sums(a, axes):
    kept, outer, inner = _memory_order(a, axes)
    values, rows, count = _lanes(a, kept, outer, inner)
    add = _add_singles if a.dtype is dt.FLOAT32 else operator.add
    steps = [min(_BUFFER, count - start) for start in range(0, count, _BUFFER)] * rows
    sums = []
    for start in range(0, len(values), rows * count):
        lane = 0.0
        for step in steps:
            lane = add(lane, _pairwise(values, start, step, add))
            start += step
        sums.append(lane)
    return sums


def _wrapped_product(a, b):
    product = a * b
    return product if -(2**63) <= product < 2**63 else (product + 2**63) % 2**64 - 2**63


def product(a, axes):
    """The product of an array of floats or whole numbers along axes, as a tensor."""
    kept, outer, inner = _memory_order(a, axes)
    values, rows, count = _lanes(a, kept, outer, inner)
    by_dtype = {dt.FLOAT32: _multiply_singles, dt.INT64: _wrapped_product}
    multiply = by_dtype.get(a.dtype, operator.mul)
    one = 1 if a.dtype is dt.INT64 else 1.0
    shape = tuple(a.shape[axis] for axis in kept)
    size = rows * count
    products = []
    for lane in range(math.prod(shape)):
        outcome = one
        for value in values[lane * size : lane * size + size]:
            outcome = multiply(outcome, value)
        products.append(outcome)
    return make(products, shape, a.dtype)
