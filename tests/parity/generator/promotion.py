"""Result dtypes: every operation with every mix of dtypes, 0-d tensors and Python numbers."""

import itertools

import torch

from .encode import attempt
from .operations import caller, names

DTYPES = {"float32": torch.float32, "float64": torch.float64, "int64": torch.int64, "bool": torch.bool}
NUMBERS = {"Python int": (3, 2), "Python float": (2.5, 0.5), "Python bool": (True, True)}
TENSORS = [f"{dtype}{kind}" for dtype in DTYPES for kind in ("[]", "")]


def value(dtype: torch.dtype, position: int):
    if dtype is torch.bool:
        return True
    return NUMBERS["Python float" if dtype.is_floating_point else "Python int"][position]


def operand(kind: str, position: int):
    """`float32[]` is a vector, `float32` a 0-d tensor, `Python int` a number."""
    if kind in NUMBERS:
        return NUMBERS[kind][position]
    dtype = DTYPES[kind.removesuffix("[]")]
    number = value(dtype, position)
    return torch.tensor([number, number] if kind.endswith("[]") else number, dtype=dtype)


def answer(op: dict, kinds: tuple) -> str:
    args = [operand(kind, position) for position, kind in enumerate(kinds)]
    for position in op["conditions"]:
        args.insert(position, torch.tensor([True, False]))
    result = attempt(lambda: caller(op, args)(*args))
    if isinstance(result, Exception):
        return f"{type(result).__name__}: {result}".split("\n")[0]
    return str(result)


def combinations(op: dict):
    operands = op["arity"] - len(op["conditions"])
    if operands == 1:
        return [(kind,) for kind in TENSORS]
    kinds = TENSORS + (list(NUMBERS) if op["operator"] else [])
    return [
        mix
        for mix in itertools.product(kinds, repeat=operands)
        if any(kind in TENSORS for kind in mix)
    ]


def fixtures(described: list) -> list:
    return [
        {"op": op["name"], **names(op), "answers": {", ".join(mix): answer(op, mix) for mix in combinations(op)}}
        for op in described
    ]
