"""The operators of arrays: importing this file gives them to `ndarray`.

Source: https://numpy.org/doc/stable/reference/arrays.ndarray.html
"""

from importlib import import_module

from . import _ufuncs
from ._array import ndarray
from ._create import asarray
from ._engine import Tensor
from ._errors import UFuncTypeError, warn
from ._scalar_math import number_dtype

_PACKAGE = __name__.rpartition(".")[0]


def _found(name):
    """The function of that name; the rarer ones are read when first used."""
    found = getattr(_ufuncs, name, None)
    return found or getattr(import_module(f"{_PACKAGE}._ufuncs_more"), name)


def _is_operand(other):
    """Whether an operator of arrays takes it; what else knows arrays itself goes first."""
    if isinstance(other, (ndarray, int, float, list, tuple, range)):
        return True
    if isinstance(other, (Tensor, str)) or other is None:
        return False
    return hasattr(other, "__array__")


_ELEMENTS = {"f": "float", "i": "int", "b": "bool"}


def _refusal(name, symbol, operands):
    """What numpy says of an array with None or with a text; NotImplemented for anything else."""
    other = next(one for one in operands if not isinstance(one, ndarray))
    if other is None:
        kinds = ["NoneType" if one is None else _ELEMENTS[one.dtype.kind] for one in operands]
        return TypeError(f"unsupported operand type(s) for {symbol}: '{kinds[0]}' and '{kinds[1]}'")
    if isinstance(other, str):
        kinds = [
            f"dtype('<U{max(len(one), 1)}')" if isinstance(one, str) else repr(one.dtype)
            for one in operands
        ]
        return UFuncTypeError(
            f"ufunc '{name}' did not contain a loop with signature matching types "
            f"({', '.join(kinds)}) -> None"
        )
    return None


def _applied(name, symbol, a, b):
    other = b if isinstance(a, ndarray) else a
    if _is_operand(other):
        return _found(name)(a, b)
    refusal = _refusal(name, symbol, (a, b))
    if refusal is not None:
        raise refusal
    return NotImplemented


def _binary(name, symbol):
    return lambda self, other: _applied(name, symbol, self, other)


def _reflected(name, symbol):
    return lambda self, other: _applied(name, symbol, other, self)


def _comparison(name, symbol):
    def method(self, other):
        if isinstance(other, str) or other is None:
            kind = type(other).__name__
            raise TypeError(
                f"'{symbol}' not supported between instances of 'numpy.ndarray' and '{kind}'"
            )
        return _found(name)(self, other) if _is_operand(other) else NotImplemented

    return method


def _in_place(name):
    def method(self, other):
        if isinstance(other, Tensor):
            other = asarray(other)
        elif not _is_operand(other):
            return NotImplemented
        return _found(name)(self, other, out=self)

    return method


def _power(self, other):
    """``a ** b``; powers of floats that have a function of their own are exact."""
    if self.dtype.kind == "f" and number_dtype(other) is not None:
        special = {2: "square", 0.5: "sqrt", -1: "reciprocal", 1: "positive"}.get(other)
        if special is not None:
            return _found(special)(self)
    elif self.dtype.kind == "i" and type(other) is int and other == 2:
        return _ufuncs.square(self)
    return _applied("power", "** or pow()", self, other)


def _in_place_power(self, other):
    computed = _power(self, other)
    if computed is NotImplemented:
        return computed
    return _ufuncs.positive(computed, out=self)


def _equality(name, otherwise):
    compare = getattr(_ufuncs, name)

    def method(self, other):
        if isinstance(other, Tensor):
            return NotImplemented
        if not _is_operand(other):
            if isinstance(other, str):
                warn(
                    "elementwise comparison failed; returning scalar instead, but in the future "
                    "will perform elementwise comparison",
                    FutureWarning,
                )
                return otherwise
            return _everywhere(self, otherwise)
        try:
            return compare(self, other)
        except ValueError:
            warn(
                "elementwise comparison failed; this will raise an error in the future.",
                DeprecationWarning,
            )
            return otherwise

    return method


def _everywhere(a, value):
    from ._create import full

    return full(a.shape, value)


def _unary(name):
    return lambda self: _found(name)(self)


def _divmod(self, other):
    return (self // other, self % other) if _is_operand(other) else NotImplemented


def _rdivmod(self, other):
    return (other // self, other % self) if _is_operand(other) else NotImplemented


def _matmul(self, other):
    from ._products import matmul

    return matmul(self, other) if _is_operand(other) else NotImplemented


def _rmatmul(self, other):
    from ._products import matmul

    return matmul(other, self) if _is_operand(other) else NotImplemented


_BINARY = {
    "add": ("add", "+"),
    "sub": ("subtract", "-"),
    "mul": ("multiply", "*"),
    "truediv": ("divide", "/"),
    "floordiv": ("floor_divide", "//"),
    "mod": ("remainder", "%"),
    "pow": ("power", "** or pow()"),
    "and": ("bitwise_and", "&"),
    "or": ("bitwise_or", "|"),
    "xor": ("bitwise_xor", "^"),
    "lshift": ("left_shift", "<<"),
    "rshift": ("right_shift", ">>"),
}
_ORDER = {
    "lt": ("less", "<"),
    "le": ("less_equal", "<="),
    "gt": ("greater", ">"),
    "ge": ("greater_equal", ">="),
}
_UNARY = {"neg": "negative", "pos": "positive", "abs": "absolute", "invert": "invert"}

for _name, _pair in _BINARY.items():
    setattr(ndarray, f"__{_name}__", _binary(*_pair))
    setattr(ndarray, f"__r{_name}__", _reflected(*_pair))
    setattr(ndarray, f"__i{_name}__", _in_place(_pair[0]))
for _name, _pair in _ORDER.items():
    setattr(ndarray, f"__{_name}__", _comparison(*_pair))
for _name, _function in _UNARY.items():
    setattr(ndarray, f"__{_name}__", _unary(_function))

ndarray.__pow__, ndarray.__ipow__ = _power, _in_place_power
ndarray.__eq__, ndarray.__ne__ = _equality("equal", False), _equality("not_equal", True)
ndarray.__divmod__, ndarray.__rdivmod__ = _divmod, _rdivmod
ndarray.__matmul__, ndarray.__rmatmul__ = _matmul, _rmatmul
