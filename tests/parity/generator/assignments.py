"""Assignments to parts of a tensor, `x[…] = …`."""

import torch

from .changes import CASES, case
from .encode import attempt
from .lab import attributes, leaf

__all__ = ["CASES"]


def changed(x, key, value):
    """The tensor after the assignment, and what both leaves receive."""

    def run():
        y = x * 1
        v = value
        y[key] = v
        (y * y).sum().backward()
        answer = {"y": y, "node": type(y.grad_fn).__name__, "x.grad": x.grad}
        if isinstance(v, torch.Tensor) and v.requires_grad:
            answer["value.grad"] = v.grad
            v.grad = None
        x.grad = None
        return answer

    return attempt(run)


@case
def parts_are_assigned():
    x, v = leaf([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), leaf([1.0, 2.0, 3.0])
    two, one = leaf([7.0, 8.0]), leaf(9.0)
    mask = torch.tensor([True, False, True])
    at = lambda *list: torch.tensor(list)
    plain = torch.tensor([1, 2, 3])
    plain[at(0, 2)] = 0.7
    return {
        "v[[0, 2]] = 5": changed(v, at(0, 2), 5),
        "v[[0, 2]] = two": changed(v, at(0, 2), two),
        "v[[-1, 0]] = one": changed(v, at(-1, 0), one),
        "v[mask] = 0": changed(v, mask, 0),
        "v[mask] = two": changed(v, mask, two),
        "x[x > 2] = 1": changed(x, x > 2, 1),
        "x[:, [0, 2]] = two": changed(x, (slice(None), at(0, 2)), two),
        "x[0, [0, 2]] = two": changed(x, (0, at(0, 2)), two),
        "x[pairs] = two": changed(x, (at(0, 1), at(2, 0)), two),
        "x[mask of columns] = one": changed(x, (slice(None), mask), one),
        "x[0] = v": changed(x, 0, v.detach()),
        "x[:, 1] = two": changed(x, (slice(None), 1), two),
        "x[1, 1:] = two": changed(x, (1, slice(1, None)), two),
        "x[...] = one": changed(x, ..., one),
        "x[None] = one": changed(x, None, one),
        "x[True] = one": changed(x, True, one),
        "x[False] = one": changed(x, False, one),
        "v[[0, 2]] = lead": changed(v, at(0, 2), torch.ones(1, 1, 2)),
        "v[0:2] = lead": changed(v, slice(0, 2), torch.ones(1, 1, 2)),
        "v[0] = one of one": changed(v, 0, torch.ones(1)),
        "v[[0, 2]] = three": changed(v, at(0, 2), torch.ones(3)),
        "v[[0, 2]] = double": changed(v, at(0, 2), torch.ones(2, dtype=torch.float64)),
        "v[0:2] = double": changed(v, slice(0, 2), torch.ones(2, dtype=torch.float64)),
        "v[[5]] = 1": changed(v, at(5), 1),
        "v[short mask] = 1": changed(v, torch.tensor([True, False]), 1),
        "v[0] = two": changed(v, 0, two),
        "v[0:2] = three": changed(v, slice(0, 2), torch.ones(3)),
        "x[0] = x": changed(x, 0, torch.ones(2, 3)),
        "plain": plain,
    }


@case
def assignments_are_changes_in_place():
    x = leaf([1.0, 2.0, 3.0])
    y = x * 1
    square = y * y
    part = y[:2]
    y[torch.tensor([0])] = 5
    on_leaf = leaf([1.0, 2.0])

    def assign(t, key, value):
        t[key] = value

    return {
        "part": part,
        "version": y._version,
        "y": attributes(y),
        "square": attempt(lambda: square.sum().backward()),
        "a leaf": attempt(lambda: assign(on_leaf, torch.tensor([0]), 1.0)),
    }
