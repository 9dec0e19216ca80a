"""How the tape behaves: accumulation, freed buffers, grad modes, gradients of gradients."""

import torch

from . import assignments, changes
from .encode import attempt, outcome
from .lab import attributes, leaf, printed

CASES = {}


def case(run):
    CASES[run.__name__.replace("_", " ")] = lambda: outcome(run())
    return run


@case
def grad_is_None_before_the_first_backward():
    x, unused = leaf(2.0), leaf(1.0)
    before = x.grad
    (x * 3).backward()
    return {"before": before, "after": x.grad, "unused": unused.grad}


@case
def gradients_accumulate():
    x = leaf(2.0)
    y = x**2
    y.backward(retain_graph=True)
    once = x.grad.clone()
    y.backward()
    twice = x.grad.clone()
    (x * 3).backward()
    return {"once": once, "twice": twice, "other root": x.grad}


@case
def gradient_argument():
    x = leaf([1.0, 2.0, 3.0])
    y = x**2
    y.backward(torch.tensor([1.0, 0.1, 10.0]))
    return {"x.grad": x.grad}


@case
def gradient_argument_of_another_shape():
    x = leaf([1.0, 2.0, 3.0])
    return {
        "2": attempt(lambda: (x * 2).backward(torch.ones(2))),
        "0-d": attempt(lambda: (x * 2).backward(torch.tensor(1.0))),
        "scalar root": attempt(lambda: (x * 2).sum().backward(torch.ones(1))),
        "2 by 3": attempt(lambda: (torch.ones(2, 3) * x).backward(torch.ones(3, 2))),
    }


@case
def gradient_argument_of_another_dtype():
    x = leaf([1.0, 2.0])
    (x * 2).backward(torch.tensor([1.0, 2.0], dtype=torch.float64))
    direct = leaf([1.0, 2.0])
    direct.backward(torch.tensor([1.0, 2.0], dtype=torch.float64))
    return {"x.grad": x.grad, "direct": direct.grad}


@case
def root_of_one_element():
    x = leaf([[3.0]])
    (x * x).backward()
    return {"x.grad": x.grad}


@case
def backward_of_a_leaf():
    x = leaf(2.0)
    x.backward()
    x.backward()
    v = leaf([1.0, 2.0])
    v.backward(torch.tensor([3.0, 4.0]))
    return {"x.grad": x.grad, "v.grad": v.grad}


@case
def shared_subexpression():
    x = leaf(2.0)
    s = x**2
    y = s * s + s + x
    y.backward()
    return {"y": y, "x.grad": x.grad}


@case
def same_input_twice():
    x = leaf(3.0)
    y = x * x
    z = x + x
    (y + z).backward()
    return {"x.grad": x.grad}


@case
def contributions_add_up_in_the_order_they_arrive():
    answers = {}
    for name, factors in {"large first": (1e8, -1e8, 1.0), "large last": (1.0, -1e8, 1e8)}.items():
        x = leaf(1.0)
        a, b, c = (x * factor for factor in factors)
        (a + b + c).backward()
        answers[name] = x.grad
    return answers


@case
def operations_that_save_nothing_run_again():
    x, w = leaf(2.0), leaf(3.0)
    y = -(x + w - 1)
    y.backward()
    y.backward()
    return {"x.grad": x.grad, "w.grad": w.grad}


@case
def half_of_the_graph_is_freed():
    x, w = leaf(2.0), leaf(3.0)
    y = x + w.exp()
    y.backward()
    again = attempt(y.backward)
    return {"again": again, "x.grad": x.grad, "w.grad": w.grad}


@case
def part_of_a_graph_freed_by_another_root():
    x = leaf(2.0)
    s = x.exp()
    a, b = s + 1, s * 2
    a.backward()
    return {"b": attempt(b.backward), "x.grad": x.grad}


@case
def retain_graph_as_often_as_wanted():
    x = leaf(2.0)
    y = x**3
    for _ in range(3):
        y.backward(retain_graph=True)
    return {"x.grad": x.grad}


@case
def requires_grad_spreads():
    x, c = leaf(1.0), torch.tensor(2.0)
    y = c * 2
    z = x * c
    return {
        "c": attributes(c),
        "c * 2": attributes(y),
        "x * c": attributes(z),
        "x > c": attributes(x > c),
        "sign": attributes(torch.sign(x)),
    }


@case
def gradient_flows_to_inputs_that_require_it_only():
    x, c = leaf(3.0), torch.tensor(2.0)
    (x * c).backward()
    return {"x.grad": x.grad, "c.grad": c.grad}


@case
def no_grad():
    x = leaf(2.0)
    with torch.no_grad():
        y = x**2
        with torch.enable_grad():
            z = x**2
    return {"y": attributes(y), "z": attributes(z), "backward": attempt(y.backward)}


@case
def detach_cuts_one_path():
    x = leaf(2.0)
    y = x * x.detach() + x
    y.backward()
    d = (x * 2).detach()
    return {"x.grad": x.grad, "d": attributes(d), "backward": attempt(d.backward)}


@case
def requires_grad_switched_after_the_operation():
    x, c = leaf(3.0), torch.tensor(2.0)
    y = x * c
    c.requires_grad_(True)
    y.backward()
    on = c.grad
    a, b = leaf(3.0), leaf(2.0)
    y = a * b
    b.requires_grad_(False)
    y.backward()
    return {"switched on": on, "switched off": b.grad, "a.grad": a.grad}


@case
def mixed_dtypes():
    x, w = leaf([1.0, 2.0]), leaf([0.1, 0.2], dtype=torch.float64)
    y = (x * w).sum()
    y.backward()
    return {"y": y, "x.grad": x.grad, "w.grad": w.grad}


@case
def integers_take_part():
    x, n = leaf([1.5, -2.0]), torch.tensor([2, 3])
    y = (n * x / 4).sum()
    y.backward()
    return {"y": y, "x.grad": x.grad}


@case
def broadcast_gradients_are_summed():
    a, b, c = leaf([[1.0], [2.0]]), leaf([10.0, 20.0, 30.0]), leaf(0.5)
    y = ((a + b) * c).sum()
    y.backward()
    return {"a.grad": a.grad, "b.grad": b.grad, "c.grad": c.grad}


@case
def grad_leaves_the_attribute_alone():
    x, w, unused = leaf(2.0), leaf(3.0), leaf(1.0)
    y = x**2 * w
    gx, gw, gu = torch.autograd.grad(y, (x, w, unused), allow_unused=True)
    return {"x": gx, "w": gw, "unused": gu, "x.grad": x.grad}


@case
def grad_of_intermediate_tensors():
    x = leaf(2.0)
    s = x**2
    y = s * 3 + s
    return {"s": torch.autograd.grad(y, s, retain_graph=True)[0], "y": torch.autograd.grad(y, y)[0]}


@case
def three_orders():
    answers = {}
    for name, f in {"cube": lambda x: x**3, "sin": torch.sin, "reciprocal": lambda x: 1 / x}.items():
        x = leaf(2.0)
        first = torch.autograd.grad(f(x), x, create_graph=True)[0]
        second = torch.autograd.grad(first, x, create_graph=True)[0]
        third = torch.autograd.grad(second, x, create_graph=True)[0]
        answers[name] = {"first": first.detach(), "second": second.detach(), "third": third.detach()}
        answers[name]["grad_fn"] = [printed(g.grad_fn is None) for g in (first, second)] == ["False"] * 2
    return answers


@case
def gradients_of_gradients_print_their_node():
    x, w = leaf(2.0), leaf(3.0)
    roots = {"x ** 2": x**2, "x * w": x * w, "x / w": x / w, "exp": x.exp(), "x ** 3 + x": x**3 + x}
    return {name: torch.autograd.grad(y, x, create_graph=True)[0] for name, y in roots.items()}


@case
def create_graph_in_backward():
    x = leaf(2.0)
    (x**3).backward(create_graph=True)
    first = x.grad
    x.grad = None
    first.backward()
    return {"first": first.detach(), "requires grad": first.requires_grad, "second": x.grad}


@case
def create_graph_accumulates():
    x = leaf(2.0)
    (x**2).backward()
    (x**3).backward(create_graph=True)
    return {"x.grad": x.grad}


@case
def create_graph_keeps_the_graph():
    x = leaf(2.0)
    y = x**2
    y.backward(create_graph=True)
    y.backward()
    return {"x.grad": x.grad.detach(), "third": attempt(y.backward)}


@case
def penalty_on_a_gradient():
    x = leaf([1.0, -2.0])
    y = (x**3).sum()
    (g,) = torch.autograd.grad(y, x, create_graph=True)
    ((g**2).sum() + y).backward()
    return {"x.grad": x.grad}


@case
def dead_ends_receive_nothing():
    x, c = leaf([1.0, 2.0]), leaf(1.0)
    mask = (x > 1.5) * c
    y = (x.detach() * 2 + mask).sum()
    y.backward()
    return {"x.grad": x.grad, "c.grad": c.grad}


# What `assignments` adds is in there too.
CASES.update(assignments.CASES)
