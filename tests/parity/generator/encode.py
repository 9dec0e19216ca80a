"""PyTorch's answers as compact JSON. Tensors keep their values, dtype and printed text."""

import json
import math
import pathlib
import struct

import torch


def number(value, dtype=torch.float64):
    """NaN and infinities as strings; float32 with no more digits than tell it from its neighbours."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if dtype is torch.float32:
        for digits in range(1, 10):
            short = float(f"{value:.{digits}g}")
            if struct.pack("f", short) == struct.pack("f", value):
                value = short
                break
    return int(value) if value == int(value) and abs(value) < 1e15 and not is_minus_zero(value) else value


def is_minus_zero(value: float) -> bool:
    return value == 0 and math.copysign(1, value) < 0


def numbers(value, dtype=torch.float64):
    """Nested lists, number by number."""
    if isinstance(value, list):
        return [numbers(part, dtype) for part in value]
    return number(value, dtype)


def parse(value):
    """The reverse: nested lists with strings for what JSON can't say."""
    if isinstance(value, list):
        return [parse(part) for part in value]
    return float(value) if isinstance(value, str) else value


def name_of(dtype: torch.dtype) -> str:
    return str(dtype).replace("torch.", "")


def values_of(t: torch.Tensor):
    # Gradients that are zero everywhere may have no storage yet.
    plain = t.detach().clone() if t._is_zerotensor() else t.detach()
    return numbers(plain.tolist(), t.dtype)


def outcome(value):
    """Anything a case may answer."""
    if isinstance(value, torch.Tensor):
        return {"value": values_of(value), "dtype": name_of(value.dtype), "text": str(value)}
    if isinstance(value, dict):
        return {key: outcome(part) for key, part in value.items()}
    if isinstance(value, Exception):
        return error(value)
    if value is None or isinstance(value, (bool, str)):
        return value
    return number(value)


def error(raised: Exception) -> dict:
    # The last part of some messages names a stack trace or an enclosing function; the sentence comes first.
    return {"error": type(raised).__name__, "message": str(raised)}


def attempt(run):
    """What `run` answers, or the exception that it raises."""
    try:
        return run()
    except Exception as raised:  # noqa: BLE001 - whatever PyTorch raises is the answer
        return raised


def write(path: pathlib.Path, **lists: list) -> None:
    """One entry per line, so that a change shows as a change of that line."""
    text = f'{{\n"torch":{json.dumps(torch.__version__)}'
    for key, entries in lists.items():
        lines = ",\n".join(json.dumps(entry, separators=(",", ":"), allow_nan=False) for entry in entries)
        text += f',\n"{key}":[\n{lines}\n]'
        print(f"{path}: {len(entries)} {key}")
    path.write_text(text + "\n}\n", encoding="utf-8")
