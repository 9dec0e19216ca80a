"""Runs real PyTorch and writes what it answers as fixtures: `generate.py SAMPLES.json FOLDER`."""

import json
import pathlib
import sys
import warnings

import torch

from generator import autograd, errors, functions, lab, opdb, operations, optimizers, printing, promotion
from generator.encode import write


def main(samples_file: str, folder: str) -> None:
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    described = json.loads(pathlib.Path(samples_file).read_text(encoding="utf-8"))
    target = pathlib.Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    write(target / "ops.json", samples=operations.fixtures(described))
    write(target / "promotion.json", combinations=promotion.fixtures(described))
    cases, skipped = opdb.fixtures(described)
    write(target / "opdb.json", samples=cases, skipped=skipped)
    write(target / "errors.json", calls=errors.fixtures(described))
    write(target / "print.json", tensors=printing.fixtures(), numbers=printing.formatted())
    write(target / "optimizers.json", runs=optimizers.runs(), quadratics=optimizers.quadratics())
    cases = {**lab.CASES, **autograd.CASES, **functions.CASES}
    write(target / "lab.json", cases=[run_case(name, run) for name, run in cases.items()])


def run_case(name: str, run) -> dict:
    return {"case": name, "outcome": run()}


if __name__ == "__main__":
    main(*sys.argv[1:])
