"""Decimal digits of floating-point numbers, as numpy chooses them.

The digits are the fewest that tell the number from its neighbours, or the exact value rounded
where those are more than asked for.
Source: https://numpy.org/doc/stable/reference/generated/numpy.format_float_positional.html
"""

from ._scalar import round_to_single


def _shortest_single(value):
    """The fewest digits of a float32, as ``d.ddde±dd``."""
    for digits in range(9):
        text = f"{value:.{digits}e}"
        if round_to_single(float(text)) == value:
            break
    return text


def shortest(value, is_single):
    """The significant digits, without trailing zeros, and the exponent of the first."""
    text = _shortest_single(value) if is_single else f"{value!r}"
    if not is_single and "e" not in text:
        whole, _, fraction = text.partition(".")
        digits = (whole + fraction).lstrip("0")
        exponent = len(whole) - 1 if whole != "0" else len(digits) - len(fraction) - 1
        return digits.rstrip("0"), exponent
    mantissa, _, exponent = text.partition("e")
    return mantissa.replace(".", "").rstrip("0"), int(exponent)


def positional(value, precision, is_single, unique=True):
    """Whole part and fraction of a number that isn't negative, e.g. ``('12', '5')``."""
    if unique:
        if value == 0:
            return "0", ""
        digits, exponent = shortest(value, is_single)
        places = len(digits) - 1 - exponent
        if precision is None or places <= precision:
            if exponent < 0:
                return "0", "0" * (-exponent - 1) + digits
            whole = digits[: exponent + 1].ljust(exponent + 1, "0")
            return whole, digits[exponent + 1 :]
    whole, _, fraction = f"{value:.{precision}f}".partition(".")
    return whole, fraction.rstrip("0") if unique else fraction


def scientific(value, precision, is_single, unique=True):
    """First digit, further digits and exponent of a number that isn't negative."""
    if unique:
        if value == 0:
            return "0", "", 0
        digits, exponent = shortest(value, is_single)
        if precision is None or len(digits) - 1 <= precision:
            return digits[0], digits[1:], exponent
    mantissa, _, exponent = f"{value:.{precision}e}".partition("e")
    first, _, fraction = mantissa.partition(".")
    return first, fraction.rstrip("0") if unique else fraction, int(exponent)


def exponent_text(exponent, width=2):
    """An exponent with its sign and at least two digits."""
    return f"{'-' if exponent < 0 else '+'}{abs(exponent):0{width}d}"


def single_text(value):
    """A float32 on its own, e.g. ``0.1``."""
    if value != value:
        return "nan"
    sign = "-" if f"{value:e}".startswith("-") else ""
    value = abs(value)
    if value == float("inf"):
        return sign + "inf"
    if value == 0 or 1e-4 <= value < 1e16:
        whole, fraction = positional(value, None, True)
        return f"{sign}{whole}.{fraction or '0'}"
    first, fraction, exponent = scientific(value, None, True)
    return f"{sign}{first}{'.' if fraction else ''}{fraction}e{exponent_text(exponent)}"
