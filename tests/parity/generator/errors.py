"""Bad calls, and what PyTorch says of them.

Most are derived from the registry: arguments that are missing, unknown, of another type, out of range or of another
shape. `compare` says how much of the message the engine has to say: all of it; `first line` where the rest lists
signatures or a stack; `type` where the argument parser lists what it was given, which has no meaning outside Python.
"""

import json
import re

import torch

from .calls import PART, argument, attribute, call, chooses_part, resolve
from .encode import attempt

# So many per operation and cause.
LIMIT_SHAPES = 4
DIMENSIONS = ("dim", "dims", "dim0", "dim1", "start_dim", "end_dim", "axis")
WRONG = {
    "int": ["text", 1.5, None, True],
    "float": ["text", None],
    "bool": ["text", 3, None],
    "ints": ["text", 1.5, [1.5]],
    "text": ["no such choice", 3],
    "dtype": ["text", 3],
}


# What follows from Python's ways with names and truth, and not from the call.
NOT_MEANT = re.compile(
    r"INTERNAL ASSERT|Name 'text' not found|dimname|dimensions by name|Boolean value of Tensor|unsupported operand"
    r"|not supported between|only valid string values|^3 is not a valid value|torch operator invoked from Python"
)
# The parser lists what it was given, Python functions have words of their own, and some go by another name inside.
# Whole numbers go by the name of an internal type in 1.13, and what is a Number here may have to be a float there.
NOISE = re.compile(
    r"invalid combination of arguments|required positional arguments?: '|from \d+ to \d+ positional"
    r"|tuple of SymInts|must be SymInt|must be float|^unbound method"
)
ARGUMENT = re.compile(r"argument '(\w+)'")
PARSER = re.compile(r"(\w+)\(\)[: ]")


def tensor_of(encoded, dtype=torch.float32):
    """As in a sample, or `{shape, dtype}` for ones."""
    if isinstance(encoded, dict) and "shape" in encoded:
        return torch.ones(encoded["shape"], dtype=getattr(torch, encoded["dtype"]))
    return argument(encoded, dtype)


def ones(*shape: int, dtype: str = "float32") -> dict:
    return {"shape": list(shape), "dtype": dtype}


def shapes_near(encoded) -> list:
    """Shapes that may not fit where this tensor does."""
    value = tensor_of(encoded)
    if not isinstance(value, torch.Tensor):
        return []
    kind = str(value.dtype).removeprefix("torch.")
    shape = list(value.shape)
    near = [[], [7], [2, 7], [*shape, 3], [0], [2, 0, 3], [1, 2, 3, 4, 5, 6]]
    if shape:
        near += [[*shape[:-1], shape[-1] + 1], [shape[0] + 1, *shape[1:]], shape[1:]]
    return [{"shape": one, "dtype": kind} for one in near if one != shape]


def bad_calls(op: dict):
    """(cause, inputs, attributes) for one operation."""
    sample = op["samples"][0]
    inputs, given = sample["inputs"], dict(sample.get("attributes", {}))
    required = [k for k, spec in enumerate(op["inputs"]) if not spec["optional"] and not spec["variadic"]]
    if required:
        yield "no input", [], given
        if len(required) > 1:
            yield "an input missing", inputs[: required[-1]], given
    is_open = op["attributes"] or any(spec["variadic"] or spec["optional"] for spec in op["inputs"])
    # An argument that is given by position is said to be in that position.
    leading = op["signature"][: op["signature"].index("*")] if "*" in op["signature"] else op["signature"]
    defaults = {
        spec["name"]: spec["default"]
        for spec in op["attributes"]
        if not spec["required"] and spec["name"] in leading and spec["name"] != PART
    }
    if not is_open:
        yield "an input too many", [*inputs, ones(2)], given
    yield "an unknown argument", inputs, {**given, "unknown": 1}
    needed = {spec["name"] for spec in op["attributes"] if spec["required"]}
    last_required = next((name for name in reversed(op["signature"]) if name in needed), None)
    for spec in op["attributes"]:
        name = spec["name"]
        if spec["required"] and name == last_required:
            yield f"no {name}", inputs, {key: value for key, value in given.items() if key != name}
        if name == PART and chooses_part(op):
            continue  # Python's own words about tuples
        for wrong in WRONG[spec["kind"]]:
            if wrong is None and not spec["required"] and spec["default"] is None:
                continue
            before = leading[: leading.index(name)] if name in leading else []
            filled = {key: value for key, value in defaults.items() if key in before}
            yield f"{name} of another type", inputs, {**filled, **given, name: wrong}
        if name in DIMENSIONS:
            far = [5, -6] if spec["kind"] == "int" else [[5], [-6], [0, 0]]
            for value in far:
                yield f"{name} out of range", inputs, {**given, name: value}
        elif spec["kind"] in ("int", "ints") and name not in ("dtype",):
            for value in [-3, 0, 1000] if spec["kind"] == "int" else [[-3], [0], [], [2, 1000]]:
                yield f"{name} out of range", inputs, {**given, name: value}
    for position, one in enumerate(inputs):
        for shape in shapes_near(one):
            yield "another shape", [*inputs[:position], shape, *inputs[position + 1 :]], given


HAND_WRITTEN = [
    ("add", [ones(2, 3), ones(3, 2)], {}),
    ("add", [ones(2), ones(3)], {}),
    ("mul", [ones(4, 1, 3), ones(5, 2)], {}),
    ("where", [ones(2, dtype="bool"), ones(3), ones(3)], {}),
    ("matmul", [ones(2, 3), ones(2, 3)], {}),
    ("matmul", [ones(3), ones(4)], {}),
    ("matmul", [ones(2, 3), ones(4)], {}),
    ("matmul", [ones(3), ones(4, 2)], {}),
    ("matmul", [ones(), ones(2)], {}),
    ("matmul", [ones(2), ones()], {}),
    ("matmul", [ones(2, 2, 3), ones(3, 3, 2)], {}),
    ("matmul", [ones(2, 2, 3), ones(2, 4, 2)], {}),
    ("matmul", [ones(2, 2), ones(2, 2, dtype="int64")], {}),
    ("matmul", [ones(2, 2), ones(2, 2, dtype="float64")], {}),
    ("matmul", [ones(2), ones(2, dtype="int64")], {}),
    ("mm", [ones(2, 3), ones(2, 3)], {}),
    ("mm", [ones(2, 3, 1), ones(2, 3)], {}),
    ("mm", [ones(2), ones(2)], {}),
    ("bmm", [ones(2, 3), ones(2, 3)], {}),
    ("bmm", [ones(2, 3, 4), ones(2, 3, 4)], {}),
    ("bmm", [ones(2, 3, 4), ones(3, 4, 2)], {}),
    ("mv", [ones(2, 3), ones(2)], {}),
    ("mv", [ones(2), ones(2)], {}),
    ("dot", [ones(2), ones(3)], {}),
    ("dot", [ones(2, 2), ones(2)], {}),
    ("dot", [ones(2), ones(2, dtype="int64")], {}),
    ("outer", [ones(2, 2), ones(2)], {}),
    ("view", [ones(2, 3)], {"shape": [4]}),
    ("view", [ones(2, 3)], {"shape": [-1, 4]}),
    ("view", [ones(2, 3)], {"shape": [-1, -1]}),
    ("view", [ones(2, 3)], {"shape": [-2, 3]}),
    ("view", [ones(0, 3)], {"shape": [-1, 0]}),
    ("view", [ones(2, 3)], {"size": [4]}),
    ("view", [ones(2, 3)], {"size": [-1, -1]}),
    ("reshape", [ones(2, 3)], {"shape": [4]}),
    ("reshape", [ones(2, 3)], {"shape": [-1, 4]}),
    ("reshape", [ones(2, 3)], {"shape": [-1, -1]}),
    ("reshape", [ones(2, 3)], {"shape": [6, -2]}),
    ("reshape", [ones(0, 3)], {"shape": [-1, 0]}),
    ("cat", [ones(2, 3), ones(2, 4)], {}),
    ("cat", [ones(2, 3), ones(2)], {}),
    ("cat", [ones(), ones(2)], {}),
    ("cat", [ones(2, 3), ones(2, 3)], {"dim": 2}),
    ("cat", [], {}),
    ("stack", [ones(2, 3), ones(2, 4)], {}),
    ("stack", [], {}),
    ("stack", [ones(2)], {"dim": 2}),
    ("stack", [ones(2)], {"dim": -3}),
    ("expand", [ones(2, 3)], {"size": [2, 4]}),
    ("expand", [ones(2, 3)], {"size": [3]}),
    ("expand", [ones(2, 3)], {"size": [-1, 2, 3]}),
    ("permute", [ones(2, 3)], {"dims": [0]}),
    ("permute", [ones(2, 3)], {"dims": [0, 0]}),
    ("permute", [ones(2, 3)], {"dims": [0, 2]}),
    ("transpose", [ones(2, 3)], {"dim0": 0, "dim1": 2}),
    ("t", [ones(2, 3, 4)], {}),
    ("select", [ones(2, 3)], {"dim": 0, "index": 2}),
    ("select", [ones(2, 3)], {"dim": 1, "index": -4}),
    ("select", [ones()], {"dim": 0, "index": 0}),
    ("narrow", [ones(2, 3)], {"dim": 0, "start": 1, "length": 3}),
    ("narrow", [ones(2, 3)], {"dim": 0, "start": 0, "length": -1}),
    ("gather", [ones(2, 3), ones(2, 3)], {"dim": 0}),
    ("gather", [ones(2, 3), {"indices": [[5]]}], {"dim": 0}),
    ("gather", [ones(2, 3), {"indices": [0]}], {"dim": 0}),
    ("index_select", [ones(2, 3), {"indices": [5]}], {"dim": 0}),
    ("index_select", [ones(2, 3), {"indices": [[0]]}], {"dim": 0}),
    ("index_select", [ones(2, 3), ones(2)], {"dim": 0}),
    ("masked_fill", [ones(2, 3), ones(2, 3)], {"value": 1}),
    ("masked_select", [ones(2, 3), ones(2, 3)], {}),
    ("masked_select", [ones(2, 3), ones(2, dtype="bool")], {}),
    ("mse_loss", [ones(2), ones(3)], {}),
    ("mse_loss", [ones(2, dtype="int64"), ones(2, dtype="int64")], {}),
    ("l1_loss", [ones(2), ones(3)], {}),
    ("cross_entropy", [ones(2, 3), {"indices": [0]}], {}),
    ("cross_entropy", [ones(2, 3), {"indices": [0, 3]}], {}),
    ("cross_entropy", [ones(2, 3), {"indices": [0, -1]}], {}),
    ("cross_entropy", [ones(2, 3), ones(2)], {}),
    ("cross_entropy", [ones(2, 3), ones(2, 4)], {}),
    ("cross_entropy", [ones(2, 3), {"indices": [0, 1]}], {"reduction": "average"}),
    ("cross_entropy", [ones(2, 3), {"indices": [0, 1]}], {"label_smoothing": 2}),
    ("cross_entropy", [ones(2, 3, dtype="int64"), {"indices": [0, 1]}], {}),
    ("nll_loss", [ones(2, 3), {"indices": [0]}], {}),
    ("nll_loss", [ones(2, 3), {"indices": [0, 3]}], {}),
    ("nll_loss", [ones(2, 3), ones(2)], {}),
    ("nll_loss", [ones(), {"indices": 0}], {}),
    ("binary_cross_entropy", [[0.5, 2], [0, 1]], {}),
    ("binary_cross_entropy", [[0.5, 0.5], [1]], {}),
    ("binary_cross_entropy", [ones(2), ones(2, dtype="int64")], {}),
    ("binary_cross_entropy_with_logits", [[0.5, 2], [1]], {}),
    ("kl_div", [[0.5, 2], [1, 2, 3]], {}),
    ("linear", [ones(2, 3), ones(4, 2)], {}),
    ("linear", [ones(2, 3), ones(4, 3), ones(3)], {}),
    ("linear", [ones(2, 3), ones(4, 3, dtype="float64")], {}),
    ("conv2d", [ones(1, 2, 4, 4), ones(3, 3, 2, 2)], {}),
    ("conv2d", [ones(1, 2, 4, 4), ones(3, 2, 5, 5)], {}),
    ("conv2d", [ones(1, 2, 4, 4), ones(3, 2, 2, 2), ones(2)], {}),
    ("conv2d", [ones(1, 2, 4, 4), ones(3, 2, 2, 2)], {"stride": 0}),
    ("conv2d", [ones(1, 2, 4, 4), ones(3, 2, 2, 2)], {"padding": -1}),
    ("conv2d", [ones(4, 4), ones(3, 2, 2, 2)], {}),
    ("conv2d", [ones(1, 2, 4, 4), ones(3, 2, 2, 2)], {"stride": [1, 1, 1]}),
    ("conv1d", [ones(1, 2, 4), ones(3, 3, 2)], {}),
    ("max_pool2d", [ones(1, 2, 4, 4)], {"kernel_size": 5}),
    ("max_pool2d", [ones(4)], {"kernel_size": 2}),
    ("max_pool2d", [ones(1, 2, 4, 4)], {"kernel_size": 2, "padding": 2}),
    ("max_pool2d", [ones(1, 2, 4, 4)], {"kernel_size": 0}),
    ("avg_pool2d", [ones(1, 2, 4, 4)], {"kernel_size": 5}),
    ("avg_pool2d", [ones(1, 2, 4, 4)], {"kernel_size": 2, "padding": 2}),
    ("embedding", [{"indices": [5]}, ones(3, 2)], {}),
    ("embedding", [{"indices": [-1]}, ones(3, 2)], {}),
    ("embedding", [ones(2), ones(3, 2)], {}),
    ("layer_norm", [ones(2, 3)], {"normalized_shape": [2]}),
    ("layer_norm", [ones(2, 3)], {"normalized_shape": []}),
    ("layer_norm", [ones(2, 3), ones(2)], {"normalized_shape": [3]}),
    ("batch_norm", [ones(2, 3), ones(2), ones(3)], {}),
    ("dropout", [ones(2)], {"p": 1.5}),
    ("dropout", [ones(2)], {"p": -0.5}),
    ("softmax", [ones(2)], {"dim": 1}),
    ("softmax", [ones(2, dtype="int64")], {"dim": 0}),
    ("mean", [ones(2, dtype="int64")], {}),
    ("mean", [ones(2, dtype="bool")], {}),
    ("max", [ones(0)], {}),
    ("argmax", [ones(0)], {}),
    ("max", [ones(2, 0)], {"dim": 1}),
    ("one_hot", [{"indices": [0, 3]}], {"num_classes": 2}),
    ("one_hot", [{"indices": [-1]}], {}),
    ("one_hot", [ones(2)], {}),
    ("einsum", [ones(2, 3), ones(2, 3)], {"equation": "ij,jk->ik"}),
    ("einsum", [ones(2, 3)], {"equation": "ij,jk->ik"}),
    ("einsum", [ones(2, 3)], {"equation": "ijk->i"}),
    ("einsum", [ones(2, 3)], {"equation": "ij->k"}),
    ("einsum", [ones(2, 3)], {"equation": "i$->i"}),
    ("einsum", [ones(2, 3)], {"equation": "ij->ii"}),
    ("split", [ones(5)], {"split_size_or_sections": 0}),
    ("split", [ones(5)], {"split_size_or_sections": -1}),
    ("split", [ones(5)], {"split_size_or_sections": [2, 2]}),
    ("chunk", [ones(5)], {"chunks": 0}),
    ("squeeze", [ones(2)], {"dim": 1}),
    ("unsqueeze", [ones(2)], {"dim": 2}),
    ("unsqueeze", [ones(2)], {"dim": -3}),
    ("flatten", [ones(2, 3)], {"start_dim": 1, "end_dim": 0}),
    ("zeros", [], {"size": [-1]}),
    ("arange", [], {"start": 0, "end": 5, "step": 0}),
    ("arange", [], {"start": 0, "end": 5, "step": -1}),
    ("linspace", [], {"start": 0, "end": 1, "steps": -1}),
    ("randint", [], {"low": 3, "high": 3, "size": [2]}),
    ("pow", [[2], {"scalar": -1}], {}),
    ("pow", [ones(2, dtype="int64"), {"scalar": -1}], {}),
    ("cosine_similarity", [ones(2, 3), ones(2, 4)], {}),
    ("trace", [ones(2)], {}),
    ("diag", [ones(2, 2, 2)], {}),
    ("cumsum", [ones(2)], {"dim": 1}),
    ("topk", [ones(2)], {"k": 3}),
    ("sort", [ones(2)], {"dim": 1}),
    ("pad", [ones(2)], {"pad": [1]}),
    ("pad", [ones(2)], {"pad": [1, 1, 1, 1]}),
]


def said(op: dict, cause: str, encoded: list, attributes: dict):
    """What PyTorch says of the call, or None where it takes it."""
    inputs = [tensor_of(one) for one in encoded]
    kinds = {spec["name"]: spec["kind"] for spec in op["attributes"]}
    given = {name: attribute(kinds.get(name, ""), value) for name, value in attributes.items()}
    raised = attempt(lambda: call(op, inputs, given, resolve(op["functions"][0])))
    if not isinstance(raised, Exception):
        return None
    message = str(raised)
    if isinstance(raised, (AttributeError, MemoryError, NotImplementedError)) or NOT_MEANT.search(message):
        return None
    if cause.endswith("of another type") and any(one is True for one in attributes.values()) and not isinstance(raised, TypeError):
        return None  # True went through as 1
    first = message.split("\n")[0]
    made = {"error": type(raised).__name__, "message": first}
    named = PARSER.match(first)
    # Another signature of the function was meant where the message is about another argument.
    blamed = ARGUMENT.search(first)
    elsewhere = bool(blamed) and cause != "by hand" and cause.split()[0] != blamed[1]
    if NOISE.search(first) or (named and named[1] != op["name"]) or elsewhere:
        made["compare"] = "type"
    elif first != message:
        made["compare"] = "first line"
    return made


def fixtures(described: list) -> list:
    known = {op["name"]: op for op in described}
    made, seen = [], set()

    def add(name: str, cause: str, inputs: list, attributes: dict) -> bool:
        key = json.dumps([name, inputs, attributes])
        answer = None if key in seen else said(known[name], cause, inputs, attributes)
        seen.add(key)
        if answer:
            given = {"attributes": attributes} if attributes else {}
            made.append({"op": name, "cause": cause, "inputs": inputs, **given, **answer})
        return answer is not None

    for op in described:
        counts: dict = {}
        for cause, inputs, attributes in bad_calls(op):
            if cause == "another shape" and counts.get(cause, 0) >= LIMIT_SHAPES:
                continue
            counts[cause] = counts.get(cause, 0) + add(op["name"], cause, inputs, attributes)
    for name, inputs, attributes in HAND_WRITTEN:
        names = {spec["name"] for spec in known.get(name, {}).get("attributes", [])}
        if name in known and set(attributes) <= names:
            add(name, "by hand", inputs, attributes)
    return made
