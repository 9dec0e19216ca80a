"""Tensors where Python wants something else, and the other way round."""

import torch

scalar, vector = torch.tensor(1.5), torch.tensor([1.0, 2.0])
for action in (
    lambda: bool(vector),
    lambda: bool(torch.tensor([])),
    lambda: vector and True,
    lambda: 0 < vector < 2,
    lambda: len(scalar),
    lambda: list(scalar),
    lambda: [e for e in scalar],
    lambda: sum(scalar),
    lambda: scalar[0],
    lambda: vector[1.5],
    lambda: vector + "a",
    lambda: vector + None,
    lambda: vector + [1, 2],
    lambda: "a" + vector,
    lambda: vector @ 2,
    lambda: [1, 2, 3][scalar],
    lambda: f"{vector:.2f}",
    lambda: scalar(),
    lambda: vector.shape(),
    lambda: vector.foo,
    lambda: torch.foo(vector),
    lambda: vector.T.grad.data,
    lambda: range(vector),
    lambda: {vector: 1}[torch.tensor([1.0, 2.0])],
    lambda: torch.tensor([1.0])[0].append(2),
    lambda: del_item(vector),
):
    try:
        print("no fault:", action())
    except Exception as fault:
        name = type(fault).__name__
        # A KeyError prints a whole tensor, a NameError is Python's own.
        print(name if name in ("KeyError", "NameError") else f"{name}: {fault}")

for convert in (vector.item, lambda: int(vector), lambda: float(vector)):
    try:
        convert()
    except (ValueError, RuntimeError, TypeError) as fault:
        # Releases differ in type and words, and agree that it can't be done.
        print("one element" in str(fault) or "cannot be converted to Scalar" in str(fault))
