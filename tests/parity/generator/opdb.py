"""PyTorch's own test samples (op_db) of the operations that the registry has.

Inputs are rounded to three digits, so that they are short and mean the same in both dtypes, and every answer is
PyTorch's to exactly these inputs. Float64 answers keep fifteen digits.
"""

import itertools
import sys
import types
import unittest
import warnings

import torch

from .calls import call, chooses_part
from .encode import number, parse

LIMIT_SAMPLES = 8
LIMIT_ELEMENTS = 200
# Second derivatives are kept where this many elements take part.
LIMIT_SECOND = 16
OWN_DTYPES = {torch.float64: "float", torch.int64: "int64", torch.bool: "bool"}


class Inexpressible(Exception):
    """Why a sample can't be said with the registry's arguments."""


def op_db() -> list:
    # PyTorch's test utilities import this package for what isn't used here.
    sys.modules.setdefault("expecttest", types.ModuleType("expecttest"))
    stub = sys.modules["expecttest"]
    for name, value in {"ACCEPT": True, "TestCase": unittest.TestCase}.items():
        if not hasattr(stub, name):
            setattr(stub, name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from torch.testing._internal.common_methods_invocations import op_db as found
    return found


def bare(name: str) -> str:
    return name.removeprefix("torch.").removeprefix("Tensor.")


def entries_of(described: dict, infos: list) -> list:
    """Entries under the canonical name; under another name of the operation only where that has none."""
    canonical = bare(described["functions"][0])
    own = [info for info in infos if info.name == canonical]
    if own:
        return own
    others = {bare(name) for name in described["functions"]} | set(described["methods"])
    named = [info for info in infos if info.name in others]
    return named or [info for info in infos if others & {alias.name for alias in info.aliases}]


def rounded(t: torch.Tensor) -> torch.Tensor:
    """The same tensor, contiguous, with short numbers."""
    if not t.is_floating_point():
        return t.detach().clone(memory_format=torch.contiguous_format)
    values = [float(f"{value:.3g}") for value in t.detach().reshape(-1).tolist()]
    made = torch.tensor(values, dtype=t.dtype).reshape(t.shape)
    return made.requires_grad_(t.requires_grad)


def mapped(value, change):
    if isinstance(value, torch.Tensor):
        return change(value)
    if isinstance(value, (list, tuple)) and not isinstance(value, torch.Size):
        return type(value)(mapped(one, change) for one in value)
    if isinstance(value, dict):
        return {key: mapped(one, change) for key, one in value.items()}
    return value


def tensors_in(value) -> list:
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [t for one in value for t in tensors_in(one)] if isinstance(value, (list, tuple)) else []


def flat(t: torch.Tensor, digits: int = 15) -> list:
    values = t.detach().reshape(-1).tolist()
    if t.dtype is torch.float64:
        values = [float(f"{value:.{digits}g}") for value in values]
    return [number(value, t.dtype) for value in values]


def encode_input(value) -> dict:
    if isinstance(value, torch.Tensor):
        if value.dtype not in OWN_DTYPES:
            raise Inexpressible("a dtype that the engine doesn't have")
        if value.layout is not torch.strided:
            raise Inexpressible("a sparse tensor")
        return {
            "shape": list(value.shape),
            "dtype": OWN_DTYPES[value.dtype],
            "data": flat(value),
            **({"grad": True} if value.requires_grad else {}),
        }
    if isinstance(value, (bool, int, float)):
        kind = "bool" if isinstance(value, bool) else "int64" if isinstance(value, int) else "float64"
        return {"scalar": number(value), "dtype": kind}
    raise Inexpressible(f"a {type(value).__name__} as input")


def fits(kind: str, value) -> bool:
    """Whether the value is of the attribute's kind, and not meant for another signature of the function."""
    if value is None:
        return True
    one = isinstance(value, int) and not isinstance(value, bool)
    return {
        "int": one,
        "ints": one or (isinstance(value, (list, tuple)) and not any(isinstance(part, bool) for part in value)),
        "float": isinstance(value, (bool, int, float)),
        "bool": isinstance(value, bool),
        "text": isinstance(value, str),
        "dtype": isinstance(value, torch.dtype),
    }[kind]


def encode_attribute(kind: str, value):
    if isinstance(value, torch.dtype):
        name = str(value).removeprefix("torch.")
        if name not in ("float32", "float64", "int64", "bool"):
            raise Inexpressible("a dtype that the engine doesn't have")
        return name
    if isinstance(value, torch.Tensor):
        raise Inexpressible("a tensor as attribute")
    if not fits(kind, value):
        raise Inexpressible(f"a {type(value).__name__} where the registry has {kind}")
    if isinstance(value, (list, tuple)):
        if not all(isinstance(one, int) for one in value):
            raise Inexpressible("a list of something else than ints")
        return list(value)
    if isinstance(value, (bool, int, float)):
        return value if isinstance(value, bool) else number(value)
    if value is None or isinstance(value, str):
        return value
    raise Inexpressible(f"a {type(value).__name__} as attribute")


def bind(described: dict, first, args: tuple, kwargs: dict) -> tuple:
    """A sample's arguments as the registry's inputs and attributes."""
    inputs = {spec["name"]: spec for spec in described["inputs"]}
    kinds = {spec["name"]: spec for spec in described["attributes"]}
    own = {"index"} if chooses_part(described) else set()
    order = [name for name in described["signature"] if name != "*" and name not in own]
    given = dict(kwargs)
    positional = [first, *args]
    # `x.view(2, 3)` means `x.view((2, 3))`, and the like.
    if len(positional) > len(order) and order and kinds.get(order[-1], {}).get("kind") == "ints":
        kept = len(order) - 1
        positional = [*positional[:kept], tuple(positional[kept:])]
    variadic = next((name for name, spec in inputs.items() if spec["variadic"]), None)
    if variadic and not isinstance(positional[order.index(variadic)], (list, tuple)):
        at = order.index(variadic)
        positional = [*positional[:at], list(positional[at:])]
    if len(positional) > len(order):
        raise Inexpressible("more arguments than the registry knows")
    given |= dict(zip(order, positional))

    made, attributes, gap = [], {}, False
    for name, spec in inputs.items():
        value = given.pop(name, None)
        if value is None:
            gap = True
            continue
        if gap:
            raise Inexpressible("an input left out before another")
        if spec["variadic"]:
            if not isinstance(value, (list, tuple)):
                raise Inexpressible("one tensor in place of a list")
            made += value
        else:
            made.append(value)
    for name, value in given.items():
        if name not in kinds:
            raise Inexpressible(f"the argument {name}")
        if value is None and not kinds[name]["required"] and kinds[name]["default"] is not None:
            raise Inexpressible(f"None for {name}")
        attributes[name] = encode_attribute(kinds[name]["kind"], value)
    missing = [name for name, spec in kinds.items() if spec["required"] and name not in attributes]
    if missing:
        raise Inexpressible(f"no {missing[0]}")
    return made, attributes


def pattern(like: torch.Tensor) -> torch.Tensor:
    """The upstream gradient: 0.5, 1, 1.5 and again."""
    return (torch.arange(like.numel(), dtype=like.dtype) % 3 / 2 + 0.5).reshape(like.shape)


def to_dtype(t: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    return t.detach().to(dtype).requires_grad_(t.requires_grad) if t.is_floating_point() else t


def answer(info, arguments: tuple, wanted: list, dtype: torch.dtype) -> dict:
    """Value, gradients and small second derivatives; `wanted` are the inputs as they are in `arguments`."""
    cast: dict = {}

    def convert(t: torch.Tensor) -> torch.Tensor:
        return cast.setdefault(id(t), to_dtype(t, dtype))

    first, args, kwargs = mapped(arguments, convert)
    torch.manual_seed(0)
    output = info.op(first, *args, **kwargs)
    if isinstance(output, (tuple, list)):
        output = output[0]
    if output.dtype not in (torch.float32, torch.float64, torch.int64, torch.bool):
        raise Inexpressible("a dtype that the engine doesn't have")
    if output.numel() > LIMIT_ELEMENTS:
        raise Inexpressible("more than 200 elements")
    made = {"value": flat(output), "shape": list(output.shape), "dtype": str(output.dtype).removeprefix("torch.")}
    leaves = [convert(t) if isinstance(t, torch.Tensor) else None for t in wanted]
    asked = [t for t in leaves if t is not None and t.requires_grad]
    if not output.requires_grad or not asked:
        return made

    def listed(found) -> list:
        by_id = {id(t): g for t, g in zip(asked, found)}
        return [None if by_id.get(id(t)) is None else flat(by_id[id(t)]) for t in leaves]

    small = output.numel() <= LIMIT_SECOND and sum(t.numel() for t in asked) <= LIMIT_SECOND
    is_double = dtype is torch.float64 and small
    grads = torch.autograd.grad(output, asked, pattern(output), create_graph=is_double, allow_unused=True)
    made["grads"] = listed(grads)
    if is_double:
        total = sum((g.sum() for g in grads if g is not None and g.requires_grad), torch.zeros(()))
        if total.requires_grad:
            try:
                made["second"] = listed(torch.autograd.grad(total, asked, allow_unused=True))
            except RuntimeError:
                pass  # PyTorch has no second derivative here.
    return made


def slack(single: dict, double: dict) -> float:
    """How far PyTorch's float32 answers are from its float64 ones, where that is more than half of the tolerance."""
    most = 0.0
    for key in ("value", "grads"):
        pairs = [(single.get(key), double.get(key))] if key == "value" else zip(single.get(key, []), double.get(key, []))
        for first, second in pairs:
            for a, b in zip(parse(first or []), parse(second or [])):
                difference = abs(a - b)
                if difference > (1e-5 + 1.3e-6 * abs(b)) / 2 and difference < float("inf"):
                    most = max(most, difference)
    return most


def same(first: torch.Tensor, second: torch.Tensor) -> bool:
    return first.dtype == second.dtype and torch.equal(first.nan_to_num(), second.nan_to_num())


def bound(info, described: dict, arguments: tuple) -> tuple:
    """Inputs and attributes with which the canonical function answers as op_db's function does."""
    first, args, kwargs = arguments
    torch.manual_seed(0)
    expected = info.op(first, *args, **kwargs)
    if isinstance(expected, (tuple, list)):
        expected = expected[0]
    # Some of op_db's functions take the first two in the other order.
    for order in ((first, args), (args[0], (first, *args[1:]))) if args else ((first, args),):
        inputs, attributes = bind(described, *order, kwargs)
        if chooses_part(described):
            attributes["index"] = 0
        given = {
            name: getattr(torch, value) if isinstance(value, str) and name == "dtype" else
            tuple(value) if isinstance(value, list) else value
            for name, value in attributes.items()
        }
        try:
            found = call(described, inputs, given)
        except Exception:  # noqa: BLE001 - then it is meant in another way
            continue
        if isinstance(expected, torch.Tensor) and same(found, expected):
            return inputs, attributes
    raise Inexpressible("meant in another way")


def case(info, described: dict, sample) -> dict:
    arguments = (sample.input, tuple(sample.args), sample.kwargs)
    if any(t.numel() > LIMIT_ELEMENTS for t in tensors_in(arguments)):
        raise Inexpressible("more than 200 elements")
    if any(t.layout is not torch.strided for t in tensors_in(arguments)):
        raise Inexpressible("a sparse tensor")
    if any(t.dtype not in OWN_DTYPES for t in tensors_in(arguments)):
        raise Inexpressible("a dtype that the engine doesn't have")
    known: dict = {}
    arguments = mapped(arguments, lambda t: known.setdefault(id(t), rounded(t)))
    inputs, attributes = bound(info, described, arguments)
    made = {
        "inputs": [encode_input(value) for value in inputs],
        **({"attributes": attributes} if attributes else {}),
    }
    has_floats = any(t.is_floating_point() for t in tensors_in(arguments))
    for dtype in (torch.float32, torch.float64) if has_floats else (torch.float32,):
        made[str(dtype).removeprefix("torch.")] = answer(info, arguments, inputs, dtype)
    if has_floats and made["float32"]["dtype"] == "float32":
        own = slack(made["float32"], made["float64"])
        if own > 0:
            made["float32"]["slack"] = float(f"{own:.2g}")
    return made


def spread(cases: list) -> list:
    """A few of them, evenly chosen; the first and the last are among them."""
    if len(cases) <= LIMIT_SAMPLES:
        return cases
    steps = LIMIT_SAMPLES - 1
    return [cases[round(k * (len(cases) - 1) / steps)] for k in range(LIMIT_SAMPLES)]


def fixtures(described: list) -> tuple:
    infos = op_db()
    cases, skipped = [], []
    for op in described:
        found, reasons = [], {}
        for info in entries_of(op, infos):
            torch.manual_seed(0)
            try:
                samples = list(
                    itertools.islice(
                        info.sample_inputs("cpu", torch.float64, requires_grad=info.supports_autograd), 100
                    )
                )
            except Exception as raised:  # noqa: BLE001 - a generator of another dtype or package
                reasons[f"op_db can't make them: {type(raised).__name__}"] = 1
                continue
            for sample in samples:
                try:
                    made = case(info, op, sample)
                    if made not in found:
                        found.append(made)
                except Inexpressible as reason:
                    reasons[str(reason)] = reasons.get(str(reason), 0) + 1
                except Exception as raised:  # noqa: BLE001 - rounding took it out of the domain
                    text = f"{type(raised).__name__}: {raised}".split("\n")[0][:80]
                    reasons[text] = reasons.get(text, 0) + 1
        cases += [{"op": op["name"], **made} for made in spread(found)]
        if reasons:
            skipped.append({"op": op["name"], "reasons": reasons})
    return cases, skipped
