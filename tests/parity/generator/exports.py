"""Runs exported code in real PyTorch and NumPy: `python -m generator.exports EXPORTS.json FOLDER`."""

import contextlib
import io
import json
import pathlib
import sys
import warnings

import numpy as np
import torch

from .encode import name_of, number, numbers, values_of, write


def executed(sources: list) -> tuple:
    """What a program leaves behind, and what it prints."""
    namespace = {"__name__": "__main__"}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for source in sources:
            exec(compile(source, "exported.py", "exec"), namespace)
    return namespace, printed.getvalue()


def tensors(described: dict) -> dict:
    torch.manual_seed(0)
    namespace, printed = executed([described["torch"]])
    _, by_cells = executed(described["cells"])
    if by_cells != printed:
        raise SystemExit(f"{described['case']}: the notebook prints\n{by_cells}\nand the script\n{printed}")
    executed([described["thorough"]])
    found = {own: namespace.get(name) for own, name in described["names"].items()}
    made = {own: one for own, one in found.items() if isinstance(one, torch.Tensor)}
    return {
        "values": {
            own: {"value": values_of(t), "dtype": name_of(t.dtype), "shape": list(t.shape)} for own, t in made.items()
        },
        "grads": {
            own: None if t.grad is None else values_of(t.grad)
            for own, t in made.items()
            if t.is_leaf and t.requires_grad
        },
        "printed": printed,
    }


def array_values(value):
    listed = np.asarray(value)
    if listed.dtype == np.bool_:
        listed = listed.astype(int)
    return numbers(listed.tolist()) if listed.ndim else number(listed.item())


def arrays(described: dict):
    if described["numpy"] is None:
        return None
    namespace, _ = executed([described["numpy"]])
    names = described["arrays"]
    kind = (np.ndarray, np.generic, float, int)

    def of(part: str) -> dict:
        return {
            own: array_values(namespace[name[part]])
            for own, name in names.items()
            if isinstance(namespace.get(name[part]), kind)
        }

    return {"values": of("value"), "grads": of("gradient")}


def fixture(described: dict) -> dict:
    try:
        return {
            "case": described["case"],
            "script": described["torch"],
            **tensors(described),
            "numpyScript": described["numpy"],
            "numpy": arrays(described),
        }
    except Exception as raised:
        raise SystemExit(f"{described['case']}: {type(raised).__name__}: {raised}") from raised


def main(exports_file: str, folder: str) -> None:
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    described = json.loads(pathlib.Path(exports_file).read_text(encoding="utf-8"))
    write(pathlib.Path(folder) / "exports.json", cases=[fixture(one) for one in described])


if __name__ == "__main__":
    main(*sys.argv[1:])
