"""Python's operators on tensors, by the operators that operations of the registry name."""

from torch._calls import run, run_in_place
from torch._names import OPERATIONS
from torch._tensor import Tensor, _is_operand

_BINARY = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "truediv",
    "//": "floordiv",
    "%": "mod",
    "**": "pow",
    "@": "matmul",
    "&": "and",
    "|": "or",
    "^": "xor",
}
_COMPARISONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}
_UNARY = {"-": "neg", "~": "invert"}


def _binary(name):
    def forward(self, other):
        if _is_operand(other):
            return run(name, name, True, (self, other), None)
        return NotImplemented

    def reflected(self, other):
        if _is_operand(other):
            return run(name, name, False, (other, self), None)
        return NotImplemented

    def in_place(self, other):
        if _is_operand(other):
            return run_in_place(name, f"{name}_", (self, other), None)
        return NotImplemented

    return forward, reflected, in_place


def _matmul(self, other):
    if isinstance(other, Tensor):
        return run("matmul", "matmul", True, (self, other), None)
    return NotImplemented


def _comparison(name):
    def compare(self, other):
        if _is_operand(other):
            return run(name, name, True, (self, other), None)
        return NotImplemented

    return compare


def _unary(name):
    def apply(self):
        return run(name, name, True, (self,), None)

    return apply


def install():
    """Gives `Tensor` its operators."""
    for op in OPERATIONS:
        symbol, name = op["operator"], op["name"]
        if symbol is None:
            continue
        if op["inputs"] == 1:
            setattr(Tensor, f"__{_UNARY[symbol]}__", _unary(name))
        elif symbol in _COMPARISONS:
            setattr(Tensor, f"__{_COMPARISONS[symbol]}__", _comparison(name))
        elif symbol in _BINARY:
            forward, reflected, in_place = _binary(name)
            if symbol == "@":
                forward, reflected = _matmul, None
            word = _BINARY[symbol]
            setattr(Tensor, f"__{word}__", forward)
            if reflected is not None:
                setattr(Tensor, f"__r{word}__", reflected)
            # PyTorch has no `@=`: Python then takes the result of `@`.
            if symbol != "@":
                setattr(Tensor, f"__i{word}__", in_place)
    Tensor.__pos__ = lambda self: self
    Tensor.__abs__ = lambda self: self.abs()
    Tensor.__hash__ = lambda self: id(self)
    Tensor.__lshift__ = lambda self, other: self * 2**other
    Tensor.__rshift__ = lambda self, other: (self / 2**other).floor().to(self.dtype)
