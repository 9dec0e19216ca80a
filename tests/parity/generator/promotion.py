"""Result dtypes: elementwise operations with every mix of dtypes, 0-d tensors and Python numbers; the rest with
the first sample's arguments in every mix of dtypes, or in one other dtype at a time where there are many."""

import itertools

import torch

from .calls import argument, attributes_of, call
from .encode import attempt
from .operations import names

DTYPES = {"float32": torch.float32, "float64": torch.float64, "int64": torch.int64, "bool": torch.bool}
NUMBERS = {"Python int": (3, 2), "Python float": (2.5, 0.5), "Python bool": (True, True)}
TENSORS = [f"{dtype}{kind}" for dtype in DTYPES for kind in ("[]", "")]
# PyTorch reads the bytes of a mask of another type, whatever they are.
MASKS = {"masked_scatter": 1}
# Up to this many inputs are mixed in every way.
MIXED = 2


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


def text(run) -> str:
    result = attempt(run)
    if isinstance(result, Exception):
        return f"{type(result).__name__}: {result}".split("\n")[0]
    return str(result)


def of_operands(op: dict) -> dict:
    operands = len(op["inputs"]) - len(op["conditions"])
    if operands == 1:
        mixes = [(kind,) for kind in TENSORS]
    else:
        kinds = TENSORS + (list(NUMBERS) if op["operator"] else [])
        mixes = [
            mix
            for mix in itertools.product(kinds, repeat=operands)
            if any(kind in TENSORS for kind in mix)
        ]

    def answer(kinds: tuple) -> str:
        inputs = [operand(kind, position % 2) for position, kind in enumerate(kinds)]
        for position in op["conditions"]:
            inputs.insert(position, torch.tensor([True, False]))
        attributes = attributes_of(op, op["samples"][0].get("attributes", {}))
        return text(lambda: call(op, inputs, attributes))

    return {", ".join(mix): answer(mix) for mix in mixes}


def of_sample(op: dict) -> dict:
    sample = op["samples"][0]
    inputs = [argument(one, torch.float32) for one in sample["inputs"]]
    if not inputs or not all(isinstance(one, torch.Tensor) for one in inputs):
        return {}
    own = [str(one.dtype).removeprefix("torch.") for one in inputs]
    if len(inputs) <= MIXED:
        mixes = list(itertools.product(DTYPES, repeat=len(inputs)))
    else:
        mixes = [
            tuple(dtype if k == position else one for k, one in enumerate(own))
            for position in range(len(inputs))
            for dtype in DTYPES
        ] + [("float64",) * len(inputs), ("int64",) * len(inputs)]
    attributes = attributes_of(op, sample.get("attributes", {}))

    def answer(kinds: tuple) -> str:
        cast = [one.detach().to(DTYPES[kind]) for one, kind in zip(inputs, kinds)]
        return text(lambda: call(op, cast, attributes))

    mask = MASKS.get(op["name"])
    return {
        ", ".join(mix): answer(mix)
        for mix in dict.fromkeys(mixes)
        if mask is None or mix[mask] == "bool"
    }


def fixtures(described: list) -> list:
    return [
        {"op": op["name"], **names(op), "answers": of_operands(op) if op["elementwise"] else of_sample(op)}
        for op in described
    ]
