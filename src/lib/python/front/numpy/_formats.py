"""How the elements of one array are written, so that they stand in columns.

The rules are those of numpy's `set_printoptions`: one number of digits for all, and exponents
where the largest element is a hundred million or more, the smallest below 0.0001, or the largest
more than a thousand times the smallest.
"""

import math

from . import _dtype as dt
from ._floats import exponent_text, positional, scientific
from ._scalar import of_number

_KINDS = {"b": ("bool",), "i": ("int", "int_kind"), "f": ("float", "float_kind")}


def formatter(values, dtype, options, is_single_number):
    """A function that writes one element; it has seen them all."""
    chosen = _own(dtype, options["formatter"])
    if chosen is not None:
        return lambda value: chosen(of_number(value, dtype))
    if dtype is dt.BOOL:
        width = 0 if is_single_number else 5
        return lambda value: str(bool(value)).rjust(width)
    if dtype is dt.INT64:
        width = max(len(str(max(values))), len(str(min(values))))
        return lambda value: str(value).rjust(width)
    return FloatFormat(values, dtype is dt.FLOAT32, options)


def _own(dtype, given):
    """The learner's own function for a dtype, from `formatter={'float': …}`."""
    if not given:
        return None
    for key in (*_KINDS[dtype.kind], "all"):
        if given.get(key) is not None:
            return given[key]
    return None


class FloatFormat:
    """Writes floats with as many digits as they need, up to the precision, in one width."""

    def __init__(self, values, is_single, options):
        self._is_single = is_single
        self._mode, self._sign = options["floatmode"], options["sign"]
        self._nan, self._inf = options["nanstr"], options["infstr"]
        self._precision = None if self._mode == "unique" else options["precision"]
        if options["precision"] is None:
            self._precision = None
        finite = [value for value in values if math.isfinite(value)]
        self._is_scientific = self._needs_exponents(finite, options["suppress"])
        self._left = self._right = 0
        self._exponent = 0
        self._digits = None
        if finite:
            (self._survey_exponents if self._is_scientific else self._survey)(finite)
        self._widen(values, finite)

    def _needs_exponents(self, finite, suppress):
        sizes = [abs(value) for value in finite if value != 0]
        if not sizes:
            return False
        largest, smallest = max(sizes), min(sizes)
        if largest >= 1e8:
            return True
        return not suppress and (smallest < 0.0001 or largest / smallest > 1000)

    def _is_unique(self):
        return self._mode != "fixed"

    def _survey(self, finite):
        """Width before and after the point."""
        parts = [self._parts(value) for value in finite]
        self._left = max(len(sign) + len(whole) for sign, whole, _ in parts)
        self._right = max(len(fraction) for _, _, fraction in parts)
        if self._mode in ("fixed", "maxprec_equal"):
            self._digits = self._right

    def _survey_exponents(self, finite):
        parts = [self._exponent_parts(value) for value in finite]
        self._left = max(len(sign) + len(first) for sign, first, _, _ in parts)
        digits = max(len(fraction) for _, _, fraction, _ in parts)
        self._exponent = max(len(exponent_text(exponent)) - 1 for *_, exponent in parts)
        self._digits = digits
        self._right = self._exponent + 2 + digits

    def _widen(self, values, finite):
        """Room for NaN and infinities."""
        if self._sign == " " and not any(math.copysign(1, value) < 0 for value in finite):
            self._left += 1
        if len(finite) < len(values):
            signed = self._sign != "-" or -math.inf in values
            longest = max(len(self._nan), len(self._inf) + signed)
            self._left = max(self._left, longest - self._right - 1)

    def _sign_of(self, value):
        if math.copysign(1, value) < 0:
            return "-"
        return "+" if self._sign == "+" else ""

    def _parts(self, value):
        size = abs(value)
        if self._is_single and self._is_unique() and size >= 1 << 24:
            # All digits before the point, which are more than tell it from its neighbours.
            return self._sign_of(value), str(int(size)), ""
        whole, fraction = positional(size, self._precision, self._is_single, self._is_unique())
        return self._sign_of(value), whole, fraction

    def _exponent_parts(self, value):
        first, fraction, exponent = scientific(
            abs(value), self._precision, self._is_single, self._is_unique()
        )
        return self._sign_of(value), first, fraction, exponent

    def __call__(self, value):
        """The text of one element; places that are left over show further digits of it."""
        if not math.isfinite(value):
            return self._special(value)
        if self._is_scientific:
            sign, first, fraction, exponent = self._exponent_parts(value)
            if len(fraction) < self._digits:
                first, fraction, exponent = scientific(
                    abs(value), self._digits, self._is_single, False
                )
            tail = f"{fraction}e{exponent_text(exponent, self._exponent)}"
            return f"{(sign + first).rjust(self._left)}.{tail}"
        sign, whole, fraction = self._parts(value)
        if self._digits is not None and len(fraction) < self._digits:
            whole, fraction = positional(abs(value), self._digits, self._is_single, False)
        return f"{(sign + whole).rjust(self._left)}.{fraction.ljust(self._right)}"

    def _special(self, value):
        if math.isnan(value):
            text = ("+" if self._sign == "+" else "") + self._nan
        else:
            text = self._sign_of(value) + self._inf
        return text.rjust(self._left + self._right + 1)
