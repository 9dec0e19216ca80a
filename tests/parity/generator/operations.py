"""Every sample of the registry: value, printed text, backward node, gradients, second derivatives."""

import re

import torch

from .calls import argument, attributes_of, call, resolve
from .encode import attempt, error, name_of, values_of

NO_DERIVATIVE = re.compile(r"the derivative for '(\w+)' is not implemented")


def pattern(like: torch.Tensor) -> torch.Tensor:
    """The upstream gradient: 1, 2, 3 … over the elements."""
    return torch.arange(1, like.numel() + 1, dtype=like.dtype).reshape(like.shape)


def optional(gradient):
    return None if gradient is None else values_of(gradient)


def is_leaf(value) -> bool:
    return isinstance(value, torch.Tensor) and value.requires_grad


def run(described: dict, sample: dict, dtype: torch.dtype) -> dict:
    inputs = [argument(one, dtype) for one in sample["inputs"]]
    attributes = attributes_of(described, sample.get("attributes", {}))
    plain = []
    output = attempt(lambda: call(described, inputs, attributes))
    while isinstance(output, Exception) and (refused := NO_DERIVATIVE.search(str(output))):
        # PyTorch has no derivative for this input and says so: the sample goes without.
        names = [spec["name"] for spec in described["inputs"]]
        position = names.index(refused[1]) if refused[1] in names else len(inputs)
        if position >= len(inputs) or position in plain:
            break
        plain.append(position)
        inputs[position] = inputs[position].detach()
        output = attempt(lambda: call(described, inputs, attributes))
    if isinstance(output, Exception):
        return error(output)
    node = output.grad_fn
    if type(node).__name__ == "NotImplemented":  # a node that only refuses: the engine records none
        node, output = None, output.detach()
    answer = {
        "value": values_of(output),
        **({"shape": list(output.shape)} if output.numel() == 0 else {}),
        "dtype": name_of(output.dtype),
        "text": str(output),
        "gradFn": None if node is None else type(node).__name__,
        **({"plain": plain} if plain else {}),
    }
    if node is None:
        return answer
    output.backward(pattern(output))
    gradients = [one.grad if isinstance(one, torch.Tensor) else None for one in inputs]
    answer["grads"] = [optional(g) for g in gradients]
    answer["gradTexts"] = [None if g is None else str(g) for g in gradients]
    again = attempt(lambda: output.backward(pattern(output)))
    answer["again"] = not isinstance(again, Exception)
    found = attempt(lambda: second(described, inputs, attributes))
    if isinstance(found, Exception):
        answer["secondRefused"] = str(found).split("\n")[0]
    else:
        answer["second"] = found
    return answer


def second(described: dict, inputs: list, attributes: dict):
    """Gradients of the sum of all gradients; None where that sum depends on no input."""
    leaves = [one for one in inputs if is_leaf(one)]
    output = call(described, inputs, attributes)
    first = torch.autograd.grad(output, leaves, pattern(output), create_graph=True, allow_unused=True)
    total = sum((g.sum() for g in first if g is not None and g.requires_grad), torch.zeros(()))
    if not total.requires_grad:
        return None
    found = dict(zip(map(id, leaves), torch.autograd.grad(total, leaves, allow_unused=True)))
    return [optional(found.get(id(one))) for one in inputs]


def names(described: dict) -> dict:
    """Whether each name of an operation exists and computes what the canonical one does."""

    def agrees(function, name: str) -> bool:
        for sample in described["samples"]:
            inputs = [argument(one, torch.float64) for one in sample["inputs"]]
            if not all(isinstance(one, torch.Tensor) for one in inputs):
                continue
            attributes = attributes_of(described, sample.get("attributes", {}))
            expected = attempt(lambda: call(described, inputs, attributes))
            found = attempt(lambda: call(described, inputs, attributes, function))
            if isinstance(expected, Exception) or isinstance(found, Exception):
                if type(expected) is not type(found):
                    return False
                continue
            if name.split(".")[-1].startswith("empty"):  # its elements are whatever they were
                found = found.copy_(expected)
            if found.dtype != expected.dtype or not torch.equal(found.nan_to_num(), expected.nan_to_num()):
                return False
            if type(found.grad_fn) is not type(expected.grad_fn):
                return False
        return True

    functions = {
        name: agrees(lambda *args, **kwargs: resolve(name)(*args, **kwargs), name) for name in described["functions"]
    }
    methods = {
        name: agrees(lambda first, *rest, **kwargs: getattr(first, name)(*rest, **kwargs), name)
        for name in described["methods"]
    }
    return {"functions": functions, "methods": methods}


def is_floating(sample: dict) -> bool:
    """Whether some argument takes the dtype in which the sample is run."""
    return any(not isinstance(one, dict) for one in sample["inputs"])


def fixtures(described: list) -> list:
    return [
        {
            "op": op["name"],
            **sample,
            "float32": run(op, sample, torch.float32),
            **({"float64": run(op, sample, torch.float64)} if is_floating(sample) else {}),
        }
        for op in described
        for sample in op["samples"]
    ]
