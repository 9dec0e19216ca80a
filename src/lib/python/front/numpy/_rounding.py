"""Rounding and limits.

Source: https://numpy.org/doc/stable/reference/generated/numpy.round.html
"""

import operator

from . import _dtype as dt
from ._create import asarray
from ._scalar import of_number
from ._scalar_math import number_dtype
from ._ufuncs import divide, maximum, minimum, multiply, positive, rint


def _scaled(a, decimals):
    """To decimals by way of a power of ten, as numpy does: 2.675 becomes 2.68."""
    if decimals == 0:
        return rint(a)
    factor = 10.0 ** abs(decimals)
    if decimals > 0:
        return divide(rint(multiply(a, factor)), factor)
    return multiply(rint(divide(a, factor)), factor)


def round_number(number, decimals):
    """A single number to decimals."""
    is_float = number.dtype.kind == "f"
    rounded = _scaled(float(number), decimals) if is_float else _whole(number, decimals)
    return of_number(rounded, number.dtype)


def _whole(a, decimals):
    if decimals >= 0:
        return a
    return _scaled(asarray(a).astype(float), decimals).astype(dt.INT64)


def round(a, decimals=0, out=None):
    """To the nearest, halves to the even; decimals may be negative.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.round.html
    """
    decimals = operator.index(decimals)
    kind = number_dtype(a)
    if kind is not None and out is None:
        number = of_number(a, kind)
        return round_number(number, decimals)
    a = asarray(a)
    if a.dtype.kind == "f":
        made = _scaled(a, decimals)
    else:
        made = a.copy() if decimals >= 0 else _whole(a, decimals)
    if out is not None:
        out[...] = made
        return out
    return made


around = round_ = round


def clip(a, a_min, a_max, out=None, **others):
    """No element below a_min or above a_max, of which one may be None.

    Raises ValueError where both are.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.clip.html
    """
    return clipped(a, a_min, a_max, out)


def clipped(a, min=None, max=None, out=None):
    """The method `clip` of arrays."""
    if min is None and max is None:
        raise ValueError("One of max or min must be given")
    made = a
    if min is not None:
        made = maximum(made, min)
    if max is not None:
        made = minimum(made, max)
    return made if out is None else positive(made, out=out)


def fix(x, out=None):
    """Rounded towards zero."""
    from ._ufuncs_more import trunc

    return trunc(x, out=out)
