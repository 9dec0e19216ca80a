"""Every sample of the registry: value, printed text, backward node, gradients, second derivatives."""

import functools
import operator

import torch

from .encode import attempt, error, name_of, parse, values_of

UNARY = {"-": operator.neg}
BINARY = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def resolve(dotted: str):
    return functools.reduce(getattr, dotted.split(".")[1:], torch)


def caller(described: dict, args: list):
    """The operator where a Python number takes part, else the canonical function."""
    symbol = described["operator"]
    if symbol and not all(isinstance(arg, torch.Tensor) for arg in args):
        return (UNARY if described["arity"] == 1 else BINARY)[symbol]
    return resolve(described["functions"][0])


def argument(encoded, dtype: torch.dtype):
    if isinstance(encoded, dict):
        if "scalar" in encoded:
            return parse(encoded["scalar"])
        return torch.tensor(parse(encoded["condition"])) != 0
    return torch.tensor(parse(encoded), dtype=dtype, requires_grad=True)


def pattern(like: torch.Tensor) -> torch.Tensor:
    """The upstream gradient: 1, 2, 3 … over the elements."""
    return torch.arange(1, like.numel() + 1, dtype=like.dtype).reshape(like.shape)


def optional(gradient):
    return None if gradient is None else values_of(gradient)


def run(described: dict, encoded: list, dtype: torch.dtype) -> dict:
    args = [argument(one, dtype) for one in encoded]
    function = caller(described, args)
    output = attempt(lambda: function(*args))
    if isinstance(output, Exception):
        return error(output)
    node = output.grad_fn
    answer = {
        "value": values_of(output),
        "dtype": name_of(output.dtype),
        "text": str(output),
        "gradFn": None if node is None else type(node).__name__,
    }
    if node is None:
        return answer
    leaves = [arg for arg in args if isinstance(arg, torch.Tensor) and arg.requires_grad]
    output.backward(pattern(output))
    gradients = [arg.grad if isinstance(arg, torch.Tensor) else None for arg in args]
    answer["grads"] = [optional(g) for g in gradients]
    answer["gradTexts"] = [None if g is None else str(g) for g in gradients]
    again = attempt(lambda: output.backward(pattern(output)))
    answer["again"] = not isinstance(again, Exception)
    answer["second"] = second(function, args, leaves)
    return answer


def second(function, args: list, leaves: list):
    """Gradients of the sum of all gradients; None where that sum depends on no input."""
    output = function(*args)
    first = torch.autograd.grad(output, leaves, pattern(output), create_graph=True, allow_unused=True)
    total = sum((g.sum() for g in first if g is not None and g.requires_grad), torch.zeros(()))
    if not total.requires_grad:
        return None
    found = dict(zip(map(id, leaves), torch.autograd.grad(total, leaves, allow_unused=True)))
    return [optional(found.get(id(arg))) for arg in args]


def names(described: dict) -> dict:
    """Whether each name of an operation exists and computes what the canonical one does."""

    def agrees(function) -> bool:
        for sample in described["samples"]:
            args = [argument(one, torch.float64) for one in sample["inputs"]]
            if not all(isinstance(arg, torch.Tensor) for arg in args):
                continue
            expected, found = resolve(described["functions"][0])(*args), attempt(lambda: function(*args))
            same = isinstance(found, torch.Tensor) and torch.equal(found.nan_to_num(), expected.nan_to_num())
            if not same or type(found.grad_fn) is not type(expected.grad_fn):
                return False
        return True

    functions = {name: agrees(lambda *args: resolve(name)(*args)) for name in described["functions"]}
    methods = {
        name: agrees(lambda first, *rest: getattr(first, name)(*rest)) for name in described["methods"]
    }
    return {"functions": functions, "methods": methods}


def fixtures(described: list) -> list:
    return [
        {
            "op": op["name"],
            "inputs": sample["inputs"],
            **{name_of(dtype): run(op, sample["inputs"], dtype) for dtype in (torch.float32, torch.float64)},
        }
        for op in described
        for sample in op["samples"]
    ]


