"""The functions of elements that are used more rarely."""

import math
import operator

import torch

from ._scalar_math import raised
from ._ufunc import ufunc
from ._ufuncs import guarded, logarithm

_EDGY = {"is_watched": True}


def _infinite(x):
    return math.copysign(math.inf, x)


def _artanh(x):
    return _infinite(x) if abs(x) == 1 else math.atanh(x)


def _cbrt(x):
    root = math.cbrt(x)
    whole = float(round(root)) if math.isfinite(root) else root
    return whole if whole**3 == x else root


def _fmod(a, b):
    if isinstance(a, int):
        return int(math.fmod(a, b)) if b else 0
    return math.nan if not b or math.isinf(a) else math.fmod(a, b)


def _reciprocal(x):
    if isinstance(x, int):
        return int(1 / x) if x else -(2**63)
    return 1 / x if x else math.copysign(math.inf, x)


def _reciprocals(t):
    return torch.reciprocal(t) if t.dtype.is_floating_point else torch.div(1, t).to(t.dtype)


def _without_nan(choose):
    def number(a, b):
        if a != a:
            return b
        return a if b != b else choose(a, b)

    return number


def _heaviside(x, half):
    if x != x:
        return x
    return half if x == 0 else float(x > 0)


def _log_add(power, scale):
    def number(a, b):
        if a == b:
            return a + math.log(2.0) / scale
        top, low = max(a, b), min(a, b)
        return top + math.log1p(power(low - top)) / scale if a == a and b == b else math.nan

    return number


def _trunc(x):
    return math.copysign(float(math.trunc(x)), x) if math.isfinite(x) else x


def _shift_left(a, b):
    wide = a << b if b < 64 else 0
    return (wide + 2**63) % 2**64 - 2**63


# fmt: off
tan = ufunc("tan", 1, "float", guarded(math.tan), torch.tan, **_EDGY)
arcsin = ufunc("arcsin", 1, "float", guarded(math.asin), torch.asin, **_EDGY)
arccos = ufunc("arccos", 1, "float", guarded(math.acos), torch.acos, **_EDGY)
arctan = ufunc("arctan", 1, "float", math.atan, torch.atan)
sinh = ufunc("sinh", 1, "float", guarded(math.sinh, _infinite), torch.sinh, **_EDGY)
cosh = ufunc("cosh", 1, "float", guarded(math.cosh), torch.cosh, **_EDGY)
arcsinh = ufunc("arcsinh", 1, "float", math.asinh)
arccosh = ufunc("arccosh", 1, "float", guarded(math.acosh), **_EDGY)
arctanh = ufunc("arctanh", 1, "float", guarded(_artanh), pole=lambda x: abs(x) == 1, **_EDGY)
arctan2 = ufunc("arctan2", 2, "float", math.atan2, torch.atan2)
hypot = ufunc("hypot", 2, "float", math.hypot)
deg2rad = ufunc("deg2rad", 1, "float", lambda x: x * (math.pi / 180))
radians = ufunc("radians", 1, "float", lambda x: x * (math.pi / 180))
rad2deg = ufunc("rad2deg", 1, "float", lambda x: x * (180 / math.pi))
degrees = ufunc("degrees", 1, "float", lambda x: x * (180 / math.pi))

exp2 = ufunc("exp2", 1, "float", guarded(math.exp2), torch.exp2, **_EDGY)
expm1 = ufunc("expm1", 1, "float", guarded(math.expm1), torch.expm1, **_EDGY)
log2 = ufunc("log2", 1, "float", logarithm(math.log2), torch.log2, pole=operator.not_, **_EDGY)
log10 = ufunc("log10", 1, "float", logarithm(math.log10), torch.log10, pole=operator.not_, **_EDGY)
log1p = ufunc("log1p", 1, "float", logarithm(math.log1p, -1.0), torch.log1p,
              pole=lambda x: x == -1, **_EDGY)
cbrt = ufunc("cbrt", 1, "float", _cbrt)
reciprocal = ufunc("reciprocal", 1, "number", _reciprocal, _reciprocals,
                   pole=operator.not_, **_EDGY)
float_power = ufunc("float_power", 2, "float", raised, operator.pow,
                    pole=lambda a, b: a == 0 and b < 0, **_EDGY)
logaddexp = ufunc("logaddexp", 2, "float", _log_add(math.exp, 1.0))
logaddexp2 = ufunc("logaddexp2", 2, "float", _log_add(math.exp2, math.log(2.0)))

trunc = ufunc("trunc", 1, "float", _trunc)
fabs = ufunc("fabs", 1, "float", abs, torch.abs)
fmod = ufunc("fmod", 2, "number", _fmod, pole=lambda a, b: b == 0, **_EDGY)
fmax = ufunc("fmax", 2, "same", _without_nan(max))
fmin = ufunc("fmin", 2, "same", _without_nan(min))
copysign = ufunc("copysign", 2, "float", math.copysign)
nextafter = ufunc("nextafter", 2, "float", math.nextafter)
signbit = ufunc("signbit", 1, "test", lambda x: math.copysign(1.0, x) < 0)
heaviside = ufunc("heaviside", 2, "float", _heaviside)
conjugate = conj = ufunc("conjugate", 1, "number", operator.pos, torch.clone)

bitwise_and = ufunc("bitwise_and", 2, "bits", operator.and_, identity=-1)
bitwise_or = ufunc("bitwise_or", 2, "bits", operator.or_, identity=0)
bitwise_xor = ufunc("bitwise_xor", 2, "bits", operator.xor, identity=0)
invert = bitwise_not = ufunc("invert", 1, "bits", lambda x: not x if isinstance(x, bool) else ~x)
left_shift = ufunc("left_shift", 2, "whole", _shift_left)
right_shift = ufunc("right_shift", 2, "whole", lambda a, b: a >> min(b, 63))
gcd = ufunc("gcd", 2, "whole", math.gcd, identity=0)
lcm = ufunc("lcm", 2, "whole", math.lcm)
# fmt: on


def divmod(x1, x2):
    """Quotient, rounded down, and remainder."""
    from ._ufuncs import floor_divide, remainder

    return floor_divide(x1, x2), remainder(x1, x2)


def modf(x):
    """The part behind the point and the whole part."""
    whole = trunc(x)
    return copysign(x - whole, x), whole
