"""Functions applied to lanes and elements, and ways through an array.

Source: https://numpy.org/doc/stable/reference/routines.functional.html
"""

from itertools import product

from ._broadcast import broadcast_shapes
from ._create import array, asarray, full_like
from ._join import stack
from ._shape import axis_of, moveaxis


class vectorize:
    """A function of numbers as a function of arrays; element by element, so not fast.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.vectorize.html
    """

    __module__ = "numpy"

    def __init__(self, pyfunc, otypes=None, doc=None, excluded=None, cache=False, signature=None):
        if excluded or signature:
            raise TypeError("Backflow's numpy lacks 'excluded' and 'signature' of vectorize")
        self.pyfunc, self._otypes = pyfunc, otypes
        self.__doc__ = pyfunc.__doc__ if doc is None else doc

    def __call__(self, *args, **keywords):
        from ._shape import broadcast_to

        names = list(keywords)
        arrays = [asarray(one) for one in (*args, *keywords.values())]
        shape = broadcast_shapes(*(one.shape for one in arrays))
        columns = [broadcast_to(one, shape).ravel() for one in arrays]
        if columns and columns[0].size == 0 and not self._otypes:
            raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
        count = len(args)
        values = [
            self.pyfunc(*row[:count], **dict(zip(names, row[count:]))) for row in zip(*columns)
        ]
        if values and isinstance(values[0], tuple):
            return tuple(
                self._shaped([value[k] for value in values], shape, k)
                for k in range(len(values[0]))
            )
        return self._shaped(values, shape, 0)

    def _shaped(self, values, shape, number):
        dtype = None
        if self._otypes:
            dtype = self._otypes[number]
        elif values:
            dtype = array(values[0]).dtype
        made = array(values, dtype).reshape(shape)
        return made if made.ndim else made[()]


def apply_along_axis(func1d, axis, arr, *args, **keywords):
    """What a function makes of each lane along an axis."""
    a = asarray(arr)
    axis = axis_of(axis, a.ndim)
    lanes = moveaxis(a, axis, -1)
    made = [asarray(func1d(lanes[index], *args, **keywords)) for index in ndindex(lanes.shape[:-1])]
    if not made:
        raise ValueError("Cannot apply_along_axis when any iteration dimensions are 0")
    outcome = stack(made).reshape(lanes.shape[:-1] + made[0].shape)
    for k in range(made[0].ndim):
        outcome = moveaxis(outcome, lanes.ndim - 1 + k, axis + k)
    return outcome if outcome.ndim else outcome[()]


def apply_over_axes(func, a, axes):
    """Applies a function that takes an axis together to several axes, one after the other."""
    made = asarray(a)
    for axis in (axes,) if isinstance(axes, int) else axes:
        axis = axis_of(axis, made.ndim)
        outcome = asarray(func(made, axis))
        if outcome.ndim < made.ndim:
            outcome = outcome.reshape(made.shape[:axis] + (1,) + made.shape[axis + 1 :])
        made = outcome
    return made


def piecewise(x, condlist, funclist, *args, **keywords):
    """Different functions, or numbers, where different conditions hold."""
    x = asarray(x)
    conditions = condlist if isinstance(condlist, (list, tuple)) else [condlist]
    conditions = [asarray(asarray(one), bool) for one in conditions]
    if len(funclist) == len(conditions) + 1:
        rest = full_like(x, True, bool)
        for condition in conditions:
            rest = rest & ~condition
        conditions.append(rest)
    if len(funclist) != len(conditions):
        count = len(conditions)
        raise ValueError(
            f"with {count} condition(s), either {count} or {count + 1} functions are expected"
        )
    made = full_like(x, 0)
    for condition, function in zip(conditions, funclist):
        if bool(condition.any()):
            made[condition] = (
                function(x[condition], *args, **keywords) if callable(function) else function
            )
    return made


class ndindex:
    """All indices of a shape, the last axis first."""

    __module__ = "numpy"

    def __init__(self, *shape):
        sizes = shape[0] if len(shape) == 1 and isinstance(shape[0], tuple) else shape
        self._indices = product(*map(range, sizes))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._indices)


class ndenumerate:
    """All elements with their indices."""

    __module__ = "numpy"

    def __init__(self, arr):
        a = asarray(arr)
        self._pairs = zip(ndindex(a.shape), a.ravel())

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._pairs)
