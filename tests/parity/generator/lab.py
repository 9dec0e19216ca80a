"""The rows of the lab, and the mistakes that its learners make. One case, one entry; `lab.ts` repeats each on the engine."""

import io
import re
import warnings

import torch
import torch.nn.functional as F

from .encode import attempt, outcome

CASES = {}


def case(run):
    """Adds a function to the cases under its name, with blanks for underscores."""
    CASES[run.__name__.replace("_", " ")] = lambda: outcome(run())
    return run


def leaf(value, **options) -> torch.Tensor:
    return torch.tensor(value, requires_grad=True, **options)


class SQ(torch.autograd.Function):
    """The lab's custom function: it forgets the upstream gradient."""

    @staticmethod
    def forward(ctx, i):
        ctx.save_for_backward(i)
        return i**2

    @staticmethod
    def backward(ctx, grad_output):
        (i,) = ctx.saved_tensors
        return 2 * i


def printed(value) -> str:
    """`print(value)`, without the address of an object."""
    out = io.StringIO()
    print(value, file=out)
    return re.sub(r"0x[0-9a-f]+", "0x…", out.getvalue().rstrip("\n"))


def attributes(t: torch.Tensor) -> dict:
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        return {
            "data": t.data,
            "grad_fn": printed(t.grad_fn),
            "grad": t.grad,
            "is_leaf": t.is_leaf,
            "requires_grad": t.requires_grad,
        }


@case
def row_1():
    return {"x": leaf(2.0)}


@case
def row_2():
    x = leaf(2.0)
    return {"y": x**2}


@case
def row_3():
    x = leaf(2.0)
    (x**2).backward()
    return {"x.grad": x.grad}


@case
def row_4():
    x = leaf(2.0)
    (x**2).backward()
    return attributes(x)


@case
def row_5():
    x = leaf(2.0)
    y = x**2
    y.backward()
    return attributes(y)


@case
def row_5_warning():
    y = leaf(2.0) ** 2
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        y.grad  # noqa: B018 - reading it is what warns
    # Newer builds end the sentence with the file and line of PyTorch's own source.
    message = str(caught[0].message).split(" (Triggered")[0]
    return {"category": caught[0].category.__name__, "message": message}


@case
def row_6():
    x = leaf(2.0)
    y = x**2 + 2 * x + 1
    y.backward()
    return {"y": y, "x.grad": x.grad}


@case
def row_7():
    x = leaf(1.0)
    y = 2 * x**3 + x
    y.backward()
    return {"y": y, "x.grad": x.grad}


@case
def row_8():
    x = leaf(2.0)
    y = SQ.apply(x)
    y.backward()
    return {"y": y, "y.grad_fn": printed(y.grad_fn), "x.grad": x.grad}


@case
def row_8b():
    x = leaf(2.0)
    z = 3 * SQ.apply(x)
    z.backward()
    return {"z": z, "x.grad": x.grad}


@case
def row_9():
    u, v = leaf(1.0), leaf(2.0)
    f = u * v + u**2
    f.backward()
    return {"f": f, "u.grad": u.grad, "v.grad": v.grad}


@case
def row_10():
    x = torch.linspace(-10, 10, 10, requires_grad=True)
    Y = x**2
    y = torch.sum(x**2)
    y.backward()
    return {"x": x, "Y": Y, "y": y, "x.grad": x.grad}


@case
def row_12():
    x = leaf([1.0, 2.0])
    y = x**2
    d = y.detach()
    z = (x * d).sum()
    z.backward()
    return {"d": d, "d.requires_grad": d.requires_grad, "d.is_leaf": d.is_leaf, "x.grad": x.grad}


@case
def row_12_numpy():
    x = leaf([1.0, 2.0])
    return {"x.numpy()": attempt(x.numpy), "x.detach()": x.detach().numpy().tolist() == [1, 2]}


@case
def row_13():
    x = torch.linspace(-10, 10, 1000, requires_grad=True)
    Y = F.relu(x)
    Y.sum().backward()
    at_zero = leaf(0.0)
    torch.relu(at_zero).backward()
    # All 1,000 are told apart in the plot; here their sums and the step in the middle do.
    return {
        "Y": Y.sum(),
        "x.grad": x.grad.sum(),
        "Y in the middle": Y[498:502].detach(),
        "x.grad in the middle": x.grad[498:502],
        "at 0": at_zero.grad,
    }


@case
def row_14():
    x = torch.linspace(-10, 10, 10, requires_grad=True)
    y = torch.sum(x**2)
    return {"y.grad_fn": printed(y.grad_fn)}


@case
def row_15():
    u, v = leaf(2.0), leaf(1.0)
    f = u * v + (u * v) ** 2
    f.backward()
    return {"f": f, "u.grad": u.grad, "v.grad": v.grad}


@case
def second_backward_after_free():
    x = leaf(2.0)
    y = x**2
    y.backward()
    return {"again": attempt(y.backward), "x.grad": x.grad}


@case
def backward_of_a_vector():
    y = leaf([1.0, 2.0]) * 2
    return {"backward": attempt(y.backward)}


@case
def backward_of_an_empty_tensor():
    y = leaf([]) * 2
    return {"backward": attempt(y.backward)}


@case
def nothing_requires_grad():
    y = torch.tensor(2.0) * 3
    return {"y": y, "backward": attempt(y.backward)}


@case
def integers_cannot_require_grad():
    return {
        "int64": attempt(lambda: leaf(2, dtype=torch.int64)),
        "bool": attempt(lambda: leaf(True, dtype=torch.bool)),
    }


@case
def shapes_that_do_not_broadcast():
    a, b, c = torch.ones(2), torch.ones(3), torch.ones(2, 3)
    return {
        "2 + 3": attempt(lambda: a + b),
        "2 by 3 * 2": attempt(lambda: c * a),
        "2 by 3 - 3 by 2": attempt(lambda: c - torch.ones(3, 2)),
        "where": attempt(lambda: torch.where(a > 0, b, b)),
    }


@case
def lists_that_are_ragged():
    return {
        "short row": attempt(lambda: torch.tensor([[1.0, 2.0], [3.0]])),
        "long row": attempt(lambda: torch.tensor([[1.0], [2.0, 3.0]])),
        "number among rows": attempt(lambda: torch.tensor([[1.0, 2.0], 3.0])),
        "row among numbers": attempt(lambda: torch.tensor([1.0, [2.0]])),
    }


@case
def item_of_several():
    return {"item": attempt(leaf([1.0, 2.0]).item), "one": torch.tensor([[2.5]]).item()}


@case
def mean_of_integers():
    return {"mean": attempt(torch.tensor([1, 2]).mean)}


@case
def where_leaks_nan():
    x = leaf([0.0, 4.0])
    y = torch.where(x > 0, torch.sqrt(x), torch.zeros(2))
    y.sum().backward()
    return {"y": y, "x.grad": x.grad}


@case
def integers_compute():
    n, zero = torch.tensor([1, -2]), torch.tensor([0])
    return {
        "n ** 2": n**2,
        "n ** -1": attempt(lambda: n**-1),
        "n ** 0.5": torch.tensor([4, 9]) ** 0.5,
        "n ** m": torch.tensor([1, -1, -1, 2]) ** torch.tensor([-3, -3, -2, -1]),
        "1 / -0": 1 / -zero,
        "n / 2": n / 2,
        "n + 0.5": n + 0.5,
        "sum": n.sum(),
        "mask sum": (n > 0).sum(),
        "mask + mask": (n > 0) + (n < 5),
    }
