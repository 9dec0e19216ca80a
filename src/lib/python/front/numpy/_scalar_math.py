"""Arithmetic of single numbers, in Python itself: no tensor is made for them.

Importing this file gives the types of `_scalar` their operators.
"""

import math
import operator

from . import _dtype as dt
from ._errors import floating_point
from ._scalar import CLASSES, bool_, generic, int64, of_number

_PYTHON = {float: dt.FLOAT64, int: dt.INT64, bool: dt.BOOL}
_NOT_NEGATIVE = "Integers to negative integer powers are not allowed."


def number_dtype(value):
    """The dtype of a Python number or of one of numpy's; None for anything else."""
    found = _PYTHON.get(type(value))
    if found is None and isinstance(value, generic):
        return value.dtype
    if found is None and isinstance(value, (int, float)):
        return dt.FLOAT64 if isinstance(value, float) else dt.INT64
    return found


def wrapped(value, name):
    """The whole number as 64 bits hold it."""
    if -(2**63) <= value < 2**63:
        return value
    floating_point("over", f"scalar {name}")
    return (value + 2**63) % 2**64 - 2**63


def divided(a, b):
    """a / b with the signed infinities and NaN of IEEE 754."""
    try:
        return a / b
    except ZeroDivisionError:
        if a == 0 or a != a:
            return math.nan
        return math.copysign(math.inf, a) * math.copysign(1.0, b)


def floor_divided(a, b):
    """a // b as numpy has it for floats."""
    return a // b if b else divided(a, b)


def remainder(a, b):
    """a % b as numpy has it for floats."""
    if not b or math.isinf(a):
        return math.nan
    return a % b


def raised(a, b):
    """a ** b as C has it for floats."""
    try:
        result = a**b
    except ZeroDivisionError:
        odd = b == int(b) and int(b) % 2 == 1
        return math.copysign(math.inf, a) if odd else math.inf
    except OverflowError:
        odd = b == int(b) and int(b) % 2 == 1
        return -math.inf if a < 0 and odd else math.inf
    return math.nan if isinstance(result, complex) else result


def _check(name, result, *operands):
    """Says where a finite computation went to infinity, or where NaN came up."""
    if math.isinf(result):
        if all(map(math.isfinite, operands)):
            by_zero = name in ("divide", "floor_divide") and operands[-1] == 0
            by_zero = by_zero or (name == "power" and operands[0] == 0)
            floating_point("divide" if by_zero else "over", f"scalar {name}")
    elif not any(map(math.isnan, operands)):
        floating_point("invalid", f"scalar {name}")


def _whole(name, a, b):
    if name in ("floor_divide", "remainder") and b == 0:
        floating_point("divide", f"scalar {name}")
        return 0
    if name == "power" and b < 0:
        raise ValueError(_NOT_NEGATIVE)
    return wrapped(_WHOLE[name](a, b), name)


_WHOLE = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "floor_divide": operator.floordiv,
    "remainder": operator.mod,
    "power": operator.pow,
}
_FLOAT = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": divided,
    "floor_divide": floor_divided,
    "remainder": remainder,
    "power": raised,
}
_TRUTH = {"add": operator.or_, "multiply": operator.and_}


def arithmetic(name, a, b, dtype):
    """The result of an operation on two numbers whose common dtype is known."""
    if dtype is dt.BOOL:
        if name in _TRUTH:
            return bool_(_TRUTH[name](bool(a), bool(b)))
        if name == "subtract":
            raise TypeError(
                "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, "
                "the `^` operator, or the logical_xor function instead."
            )
        if name != "divide":
            raise TypeError(f"Backflow's numpy lacks {name} of two bools, which is int8 in numpy")
    if dtype.rank < 2 and name != "divide":
        return int64(_whole(name, int(a), int(b)))
    a, b = float(a), float(b)
    result = _FLOAT[name](a, b)
    made = of_number(result, dt.FLOAT64 if dtype.rank < 2 else dtype)
    if not math.isfinite(made):
        _check(name, made, a, b)
    return made


def _binary(name, symbol, reflected):
    def method(self, other):
        kind = number_dtype(other)
        if kind is None:
            return _with_list(symbol, self, other, reflected)
        dtype = dt.promote(self.dtype, kind)
        a, b = (other, self) if reflected else (self, other)
        return arithmetic(name, a, b, dtype)

    return method


def _with_list(symbol, self, other, reflected):
    if not isinstance(other, (list, tuple)):
        return NotImplemented
    if symbol is operator.mul and isinstance(self, int64):
        return other * int(self)
    from ._create import array

    many = array(other)
    return symbol(many, self) if reflected else symbol(self._array, many)


def _comparison(symbol):
    def method(self, other):
        if number_dtype(other) is None:
            if isinstance(other, (list, tuple)):
                return symbol(self._array, other)
            return NotImplemented
        return bool_(symbol(self.item(), getattr(other, "item", lambda: other)()))

    return method


def _bitwise(symbol, reflected):
    def method(self, other):
        kind = number_dtype(other)
        if kind is None or max(kind.rank, self.dtype.rank) > 1:
            return NotImplemented
        a, b = (other, self) if reflected else (self, other)
        is_shift = symbol in (operator.lshift, operator.rshift)
        if dt.promote(self.dtype, kind) is dt.BOOL and not is_shift:
            return bool_(symbol(bool(a), bool(b)))
        return int64(wrapped(symbol(int(a), int(b)), "left_shift"))

    return method


def _unary(symbol):
    def method(self):
        if isinstance(self, bool_):
            if symbol is operator.neg:
                raise TypeError(
                    "The numpy boolean negative, the `-` operator, is not supported, use the `~` "
                    "operator or the logical_not function instead."
                )
            return self
        return type(self)(symbol(self.item()))

    return method


def _invert(self):
    if self.dtype.rank > 1:
        from ._errors import unsupported

        raise unsupported("invert")
    return bool_(not self) if isinstance(self, bool_) else int64(~int(self))


def _round(self, ndigits=None):
    if ndigits is None:
        return round(self.item())
    from ._rounding import round_number

    return round_number(self, ndigits)


def _divmod(self, other):
    quotient = self // other
    return quotient if quotient is NotImplemented else (quotient, self % other)


def _rdivmod(self, other):
    quotient = other // self
    return quotient if quotient is NotImplemented else (quotient, other % self)


_OPERATORS = {
    "add": ("add", operator.add),
    "sub": ("subtract", operator.sub),
    "mul": ("multiply", operator.mul),
    "truediv": ("divide", operator.truediv),
    "floordiv": ("floor_divide", operator.floordiv),
    "mod": ("remainder", operator.mod),
    "pow": ("power", operator.pow),
}


def _equip(kind):
    for name, (ufunc, symbol) in _OPERATORS.items():
        setattr(kind, f"__{name}__", _binary(ufunc, symbol, False))
        setattr(kind, f"__r{name}__", _binary(ufunc, symbol, True))
    for name in ("and_", "or_", "xor", "lshift", "rshift"):
        symbol, plain = getattr(operator, name), name.rstrip("_")
        setattr(kind, f"__{plain}__", _bitwise(symbol, False))
        setattr(kind, f"__r{plain}__", _bitwise(symbol, True))
    for name in ("lt", "le", "gt", "ge", "eq", "ne"):
        setattr(kind, f"__{name}__", _comparison(getattr(operator, name)))
    for name in ("neg", "pos", "abs"):
        setattr(kind, f"__{name}__", _unary(getattr(operator, name)))
    kind.__invert__, kind.__round__ = _invert, _round
    kind.__divmod__, kind.__rdivmod__ = _divmod, _rdivmod


for _kind in CLASSES.values():
    _equip(_kind)
