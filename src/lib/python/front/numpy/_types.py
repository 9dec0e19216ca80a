"""What numbers of a dtype can be.

Source: https://numpy.org/doc/stable/reference/generated/numpy.finfo.html
"""

from . import _dtype as dt
from ._scalar import of_number


class finfo:
    """The limits of a dtype of floats: eps, min, max, tiny, …

    Raises ValueError for a dtype of another kind.
    """

    __module__ = "numpy"

    def __init__(self, dtype):
        found = dt.find(getattr(dtype, "dtype", dtype))
        if found.kind != "f":
            raise ValueError(f"data type {found.type!r} not inexact")
        is_single = found is dt.FLOAT32
        fraction, bottom, top = (23, -126, 128) if is_single else (52, -1022, 1024)
        self.dtype, self.bits, self.nmant, self.maxexp = found, found.itemsize * 8, fraction, top
        self.minexp, self.iexp = bottom, 8 if is_single else 11
        self.machep, self.negep = -fraction, -fraction - 1
        self.precision = 6 if is_single else 15
        largest = (2.0 - 2.0**-fraction) * 2.0 ** (top - 1)
        values = {
            "eps": 2.0**-fraction,
            "epsneg": 2.0 ** (-fraction - 1),
            "max": largest,
            "min": -largest,
            "tiny": 2.0**bottom,
            "smallest_normal": 2.0**bottom,
            "smallest_subnormal": 2.0 ** (bottom - fraction),
            "resolution": 10.0**-self.precision,
        }
        for name, value in values.items():
            setattr(self, name, of_number(value, found))

    def __repr__(self):
        return (
            f"finfo(resolution={self.resolution}, min={self.min}, max={self.max}, "
            f"dtype={self.dtype})"
        )


class iinfo:
    """The limits of a dtype of whole numbers: min and max.

    Raises ValueError for a dtype of another kind.
    """

    __module__ = "numpy"

    def __init__(self, int_type):
        found = dt.find(getattr(int_type, "dtype", int_type))
        if found.kind != "i":
            raise ValueError(f"Invalid integer data type {found.kind!r}.")
        self.dtype, self.kind, self.bits = found, "i", 64
        self.min, self.max = -(2**63), 2**63 - 1

    def __repr__(self):
        return f"iinfo(min={self.min}, max={self.max}, dtype={self.dtype})"


def format_float_positional(
    x, precision=None, unique=True, fractional=True, trim="k", sign=False, **others
):
    """A number without an exponent, e.g. ``'0.1'``.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.format_float_positional.html
    """
    from ._floats import positional

    if not fractional or trim not in ("k", ".", "0", "-"):
        raise ValueError("Backflow's numpy counts only digits behind the point")
    whole, fraction = positional(abs(float(x)), precision, _is_single(x), unique)
    return _signed(x, sign) + _joined(whole, fraction, trim)


def format_float_scientific(x, precision=None, unique=True, trim="k", sign=False, **others):
    """A number with an exponent, e.g. ``'1.e-01'``."""
    from ._floats import exponent_text, scientific

    first, fraction, exponent = scientific(abs(float(x)), precision, _is_single(x), unique)
    return f"{_signed(x, sign)}{_joined(first, fraction, trim)}e{exponent_text(exponent)}"


def _is_single(x):
    return getattr(x, "dtype", None) is dt.FLOAT32


def _signed(x, sign):
    text = repr(float(x))
    return "-" if text.startswith("-") else "+" if sign else ""


def _joined(whole, fraction, trim):
    if trim in ("-", "0", "."):
        fraction = fraction.rstrip("0")
    if not fraction:
        return whole + {"-": "", "0": ".0"}.get(trim, ".")
    return f"{whole}.{fraction}"
