"""Calls of PyTorch as the registry describes them: arguments in the order of the signature."""

import functools
import operator

import torch

from .encode import parse

UNARY = {"-": operator.neg}
BINARY = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "@": operator.matmul,
    "**": operator.pow,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
}

# An attribute of the registry's own: which part of a tuple is meant.
PART = "index"


def resolve(dotted: str):
    return functools.reduce(getattr, dotted.split(".")[1:], torch)


def argument(encoded, dtype: torch.dtype):
    """One input of a sample: a leaf, a Python number, a condition or indices."""
    if isinstance(encoded, dict):
        if "scalar" in encoded:
            return parse(encoded["scalar"])
        if "indices" in encoded:
            return torch.tensor(parse(encoded["indices"]), dtype=torch.int64)
        return torch.tensor(parse(encoded["condition"])) != 0
    return torch.tensor(parse(encoded), dtype=dtype, requires_grad=True)


def attribute(kind: str, value):
    """An attribute as Python has it; what isn't of its kind stays as it is."""
    if kind == "dtype" and isinstance(value, str):
        return getattr(torch, value, value)
    if kind == "float" and value in ("nan", "inf", "-inf"):
        return float(value)
    return tuple(value) if isinstance(value, list) else value


def attributes_of(described: dict, encoded: dict) -> dict:
    kinds = {spec["name"]: spec["kind"] for spec in described["attributes"]}
    return {name: attribute(kinds.get(name, ""), value) for name, value in encoded.items()}


def arranged(described: dict, inputs: list, attributes: dict) -> tuple:
    """Positional arguments as far as they go without a gap, and the rest by name."""
    given = dict(attributes)
    for position, spec in enumerate(described["inputs"]):
        if spec["variadic"]:
            given[spec["name"]] = inputs[position:]
        elif position < len(inputs):
            given[spec["name"]] = inputs[position]
    args, kwargs = [], {}
    by_name = False
    for name in described["signature"]:
        if name not in given:
            by_name = True
        elif by_name:
            kwargs[name] = given.pop(name)
        else:
            args.append(given.pop(name))
    args += inputs[len(described["inputs"]) :] if not has_variadic(described) else []
    return args, {**kwargs, **given}


def has_variadic(described: dict) -> bool:
    return any(spec["variadic"] for spec in described["inputs"])


def function_of(described: dict, inputs: list, attributes: dict):
    """The operator where a Python number takes part, else the canonical function."""
    symbol = described["operator"]
    if symbol and not attributes and not all(isinstance(one, torch.Tensor) for one in inputs):
        return (UNARY if len(described["inputs"]) == 1 else BINARY)[symbol]
    return resolve(described["functions"][0])


_parts: dict = {}


def chooses_part(described: dict) -> bool:
    """Whether `index` names a part of PyTorch's answer, rather than being an argument of the function."""
    name = described["name"]
    if name not in _parts:
        _parts[name] = False
        if any(spec["name"] == PART for spec in described["attributes"]):
            sample = described["samples"][0]
            inputs = [argument(one, torch.float64) for one in sample["inputs"]]
            attributes = attributes_of(described, sample.get("attributes", {}))
            attributes.pop(PART, None)
            args, kwargs = arranged(described, inputs, attributes)
            try:
                _parts[name] = isinstance(resolve(described["functions"][0])(*args, **kwargs), (tuple, list))
            except Exception:  # noqa: BLE001 - then PyTorch wants the argument itself
                pass
    return _parts[name]


def default_part(described: dict) -> int:
    return next((spec["default"] or 0 for spec in described["attributes"] if spec["name"] == PART), 0)


def call(described: dict, inputs: list, attributes: dict, function=None):
    """Runs it from the seed that the engine starts from too; of several results, the part that is meant."""
    given = dict(attributes)
    part = 0
    if chooses_part(described):
        part = given.pop(PART, default_part(described))
    args, kwargs = arranged(described, inputs, given)
    function = function or function_of(described, inputs, given)
    torch.manual_seed(0)
    output = function(*args, **kwargs)
    return output[part] if isinstance(output, (tuple, list)) else output
