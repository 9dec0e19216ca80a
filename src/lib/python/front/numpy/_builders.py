"""Arrays built between brackets: `np.r_[...]` and `np.c_[...]`.

Source: https://numpy.org/doc/stable/reference/generated/numpy.r_.html
"""

from ._create import asarray
from ._join import concatenate
from ._ranges import arange, linspace


def _spread(part):
    """A slice as the range that it stands for; an imaginary step counts points."""
    if not isinstance(part, slice):
        return asarray(part)
    start = 0 if part.start is None else part.start
    if isinstance(part.step, complex):
        return linspace(start, part.stop, int(abs(part.step)))
    return arange(start, part.stop, 1 if part.step is None else part.step)


class _Builder:
    """Joins what stands between the brackets along an axis."""

    def __init__(self, axis, are_columns):
        self._axis = axis
        self._are_columns = are_columns

    def _shaped(self, part):
        if part.ndim == 0:
            part = part.reshape(1)
        return part.reshape(-1, 1) if self._are_columns and part.ndim == 1 else part

    def __getitem__(self, key):
        parts = key if isinstance(key, tuple) else (key,)
        if any(isinstance(one, str) for one in parts):
            raise NotImplementedError("Backflow's numpy has r_ and c_ without directives")
        return concatenate([self._shaped(_spread(one)) for one in parts], self._axis)


r_ = _Builder(0, False)
c_ = _Builder(-1, True)
