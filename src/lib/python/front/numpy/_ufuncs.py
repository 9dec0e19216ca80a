"""The functions of elements that programs use most; the others are in `_ufuncs_more`.

Source: https://numpy.org/doc/stable/reference/ufuncs.html#available-ufuncs
"""

import math
import operator

import torch

from . import _scalar_math as numbers
from ._engine import Tensor
from ._ufunc import ufunc

_NEGATIVE_POWER = "Integers to negative integer powers are not allowed."
_SUBTRACT = (
    "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` "
    "operator, or the logical_xor function instead."
)
_NEGATIVE = (
    "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the "
    "logical_not function instead."
)


def guarded(function, beyond=lambda x: math.inf):
    """The function where NaN stands for no result, and what `beyond` says for one too large."""

    def number(x):
        try:
            return function(x)
        except ValueError:
            return math.nan
        except OverflowError:
            return beyond(x)

    return number


def logarithm(function, pole=0.0):
    """A logarithm that is -inf at its pole."""
    return guarded(lambda x: -math.inf if x == pole else function(x))


def _is_bool(a, b=None):
    return any(isinstance(t, Tensor) and t.dtype == torch.bool for t in (a, b))


def _for_bools(kernel, other):
    """A kernel that does another thing with bools; a message is raised."""

    def choose(*tensors):
        if not _is_bool(*tensors):
            return kernel(*tensors)
        if isinstance(other, str):
            raise TypeError(other)
        return other(*(t if isinstance(t, Tensor) else torch.tensor(t) for t in tensors))

    return choose


def _number_for_bools(function, other):
    def choose(*values):
        if not any(isinstance(one, bool) for one in values):
            return function(*values)
        if isinstance(other, str):
            raise TypeError(other)
        return other(*values)

    return choose


def _power(a, b):
    exponents = b if isinstance(b, Tensor) else torch.tensor(b)
    is_whole = all(not isinstance(t, Tensor) or t.dtype == torch.int64 for t in (a, b))
    if is_whole and exponents.numel() and bool((exponents < 0).any().item()):
        raise ValueError(_NEGATIVE_POWER)
    return a**b


def _power_of_numbers(a, b):
    if isinstance(a, int) and b < 0:
        raise ValueError(_NEGATIVE_POWER)
    return a ** b if isinstance(a, int) else numbers.raised(a, b)


def _quotient(a, b):
    # Dividing a number by a tensor is torch's way of multiplying its reciprocal.
    return torch.div(a if isinstance(a, Tensor) else torch.tensor(a, dtype=b.dtype), b)


def _sign(t):
    signs = torch.sign(t)
    return torch.where(t != t, t, signs) if t.dtype.is_floating_point else signs


def _sign_of_number(x):
    if x != x:
        return x
    return type(x)((x > 0) - (x < 0))


def _larger(a, b):
    return a if a >= b or a != a else b


def _smaller(a, b):
    return a if a <= b or a != a else b


def _floor_division(a, b):
    if isinstance(a, int):
        return a // b if b else 0
    return numbers.floor_divided(a, b)


def _modulo(a, b):
    if isinstance(a, int):
        return a % b if b else 0
    return numbers.remainder(a, b)


def _rint(x):
    return math.copysign(float(round(x)), x) if math.isfinite(x) else x


def _directed(function):
    return lambda x: math.copysign(float(function(x)), x) if math.isfinite(x) else x


def _by_zero(a, b):
    return b == 0


def _absolute(x):
    return operator.abs(x) if not isinstance(x, bool) else x


_ANY_NUMBER = {"takes_numbers": True}
_WATCHED = {"takes_numbers": True, "is_watched": True}
# Sums and products of arrays aren't watched: they would take twice the time.
_UNWATCHED = {"takes_numbers": True, "is_watched": "numbers"}
_EDGY = {"is_watched": True}

# fmt: off
add = ufunc("add", 2, "same", _number_for_bools(operator.add, operator.or_),
            _for_bools(operator.add, torch.logical_or), identity=0, **_UNWATCHED)
subtract = ufunc("subtract", 2, "same", _number_for_bools(operator.sub, _SUBTRACT),
                 _for_bools(operator.sub, _SUBTRACT), **_UNWATCHED)
multiply = ufunc("multiply", 2, "same", _number_for_bools(operator.mul, operator.and_),
                 _for_bools(operator.mul, torch.logical_and), identity=1, **_UNWATCHED)
divide = true_divide = ufunc("divide", 2, "float", numbers.divided, _quotient,
                             pole=_by_zero, **_WATCHED)
floor_divide = ufunc("floor_divide", 2, "number", _floor_division, pole=_by_zero, **_EDGY)
remainder = mod = ufunc("remainder", 2, "number", _modulo, pole=_by_zero, **_EDGY)
power = ufunc("power", 2, "number", _power_of_numbers, _power,
              pole=lambda a, b: a == 0 and b < 0, **_WATCHED)
negative = ufunc("negative", 1, "same", _number_for_bools(operator.neg, _NEGATIVE),
                 _for_bools(operator.neg, _NEGATIVE))
positive = ufunc("positive", 1, "number", operator.pos, torch.clone)
absolute = abs = ufunc("absolute", 1, "same", _absolute, _for_bools(torch.abs, torch.clone))
sign = ufunc("sign", 1, "number", _sign_of_number, _sign)
square = ufunc("square", 1, "number", lambda x: x * x, lambda t: t * t, **_EDGY)
sqrt = ufunc("sqrt", 1, "float", guarded(math.sqrt), torch.sqrt, **_EDGY)
maximum = ufunc("maximum", 2, "same", _larger, _for_bools(torch.maximum, torch.logical_or))
minimum = ufunc("minimum", 2, "same", _smaller, _for_bools(torch.minimum, torch.logical_and))

exp = ufunc("exp", 1, "float", guarded(math.exp), torch.exp, **_EDGY)
log = ufunc("log", 1, "float", logarithm(math.log), torch.log, pole=lambda x: x == 0, **_EDGY)
sin = ufunc("sin", 1, "float", guarded(math.sin), torch.sin, **_EDGY)
cos = ufunc("cos", 1, "float", guarded(math.cos), torch.cos, **_EDGY)
tanh = ufunc("tanh", 1, "float", guarded(math.tanh), torch.tanh)
floor = ufunc("floor", 1, "float", _directed(math.floor), torch.floor)
ceil = ufunc("ceil", 1, "float", _directed(math.ceil), torch.ceil)
rint = ufunc("rint", 1, "float", _rint, torch.round)

less = ufunc("less", 2, "compare", operator.lt, operator.lt, **_ANY_NUMBER)
less_equal = ufunc("less_equal", 2, "compare", operator.le, operator.le, **_ANY_NUMBER)
greater = ufunc("greater", 2, "compare", operator.gt, operator.gt, **_ANY_NUMBER)
greater_equal = ufunc("greater_equal", 2, "compare", operator.ge, operator.ge, **_ANY_NUMBER)
equal = ufunc("equal", 2, "compare", operator.eq, operator.eq, **_ANY_NUMBER)
not_equal = ufunc("not_equal", 2, "compare", operator.ne, operator.ne, **_ANY_NUMBER)

logical_and = ufunc("logical_and", 2, "logical", operator.and_, torch.logical_and, identity=True)
logical_or = ufunc("logical_or", 2, "logical", operator.or_, torch.logical_or, identity=False)
logical_xor = ufunc("logical_xor", 2, "logical", operator.xor, torch.logical_xor, identity=False)
logical_not = ufunc("logical_not", 1, "logical", operator.not_, torch.logical_not)

isnan = ufunc("isnan", 1, "test", math.isnan, lambda t: t != t)
isinf = ufunc("isinf", 1, "test", math.isinf, lambda t: t.abs() == math.inf)
isfinite = ufunc("isfinite", 1, "test", math.isfinite, lambda t: t - t == 0)
# fmt: on
