"""Changes in place, views, versions, hooks, functions of functions."""

import warnings

import torch

from .encode import attempt, outcome
from .lab import attributes, leaf, printed

CASES = {}
functional = torch.autograd.functional


def case(run):
    CASES[run.__name__.replace("_", " ")] = lambda: outcome(run())
    return run


@case
def in_place_on_a_leaf():
    x, v = leaf([1.0, 2.0]), leaf([[1.0, 2.0]])
    plain = torch.tensor([1.0, 2.0])
    plain.add_(1)
    with torch.no_grad():
        v.add_(1)
    return {
        "leaf": attempt(lambda: x.add_(1)),
        "view of a leaf": attempt(lambda: x[0].add_(1)),
        "plain": plain,
        "no_grad": v,
        "version": v._version,
    }


@case
def in_place_joins_the_history():
    x, w = leaf([1.0, 2.0]), leaf(3.0)
    y = x * 1
    y.mul_(w)
    before = attributes(y)
    y.add_(x)
    y.sum().backward()
    return {"after mul_": before, "y": y, "version": y._version, "x.grad": x.grad, "w.grad": w.grad}


@case
def in_place_keeps_what_its_own_backward_needs():
    answers = {}
    for name, run in {
        "sin_": lambda y, w: y.sin_(),
        "exp_": lambda y, w: y.exp_(),
        "mul_": lambda y, w: y.mul_(w),
        "div_": lambda y, w: y.div_(w),
        "pow_": lambda y, w: y.pow_(3),
        "relu_": lambda y, w: y.relu_(),
        "tanh_": lambda y, w: y.tanh_(),
    }.items():
        x, w = leaf([0.5, -1.5]), leaf([2.0, 4.0])
        y = x * 1
        run(y, w)
        y.sum().backward()
        answers[name] = {"y": y, "x.grad": x.grad, "w.grad": w.grad}
    return answers


@case
def saved_tensors_must_stay_as_they_are():
    x, w = leaf([1.0, 2.0]), leaf(2.0)
    output = x.exp()
    output.add_(1)
    s = x * 2
    square = s**2
    s.add_(1)
    product = w * w
    with torch.no_grad():
        w.add_(1)
        w.add_(1)
    return {
        "saved output": attempt(output.sum().backward),
        "saved input": attempt(square.sum().backward),
        "saved leaf": attempt(product.backward),
    }


@case
def what_is_not_saved_may_change():
    x, s = leaf([1.0, 2.0]), torch.tensor([3.0, 4.0])
    y = x + s
    s.mul_(2)
    y.sum().backward()
    return {"y": y, "x.grad": x.grad}


@case
def a_factor_is_saved_for_the_other_one_only():
    x, c = leaf([1.0, 2.0]), torch.tensor([3.0, 4.0])
    t = x * 1
    y = t * c
    t.add_(1)
    y.sum().backward()
    return {"x.grad": x.grad}


@case
def views_and_their_base_change_together():
    x = leaf([[1.0, 2.0], [3.0, 4.0]])
    base = x * 1
    view = base.view(4)
    view.mul_(2)
    names = {"base": printed(base), "view": printed(view)}
    (base**2).sum().backward()
    return {**names, "x.grad": x.grad, "version": base._version}


@case
def a_row_changes():
    x, w = leaf([[1.0, 2.0], [3.0, 4.0]]), leaf([5.0, 6.0])
    base = x * 1
    row = base[0]
    row.copy_(w)
    names = {"base": printed(base), "row": printed(row)}
    (base * base).sum().backward()
    return {**names, "x.grad": x.grad, "w.grad": w.grad}


@case
def a_view_follows_a_changed_base():
    x = leaf([1.0, 2.0, 3.0])
    base = x * 1
    part = base[1:]
    base.mul_(3)
    text = printed(part)
    part.sum().backward()
    return {"part": text, "x.grad": x.grad}


@case
def elements_are_set():
    x = leaf(2.0)
    filled = torch.zeros(3)
    filled[1] = x * 3
    text = printed(filled)
    (filled * torch.tensor([1.0, 10.0, 100.0])).sum().backward()
    return {"filled": text, "x.grad": x.grad}


@case
def zero_and_fill():
    x, w = leaf([1.0, 2.0]), leaf(4.0)
    y, z = x * 1, x * 1
    y.zero_()
    z.fill_(w)
    texts = {"y": printed(y), "z": printed(z)}
    (y + 2 * z).sum().backward()
    return {**texts, "x.grad": x.grad, "w.grad": w.grad}


@case
def changes_that_do_not_fit():
    whole, flag = torch.tensor([1, 2]), torch.tensor([True, False])
    return {
        "shape": attempt(lambda: torch.ones(2).add_(torch.ones(3, 2))),
        "float into int": attempt(lambda: whole.add_(torch.ones(2))),
        "half": attempt(lambda: whole.mul_(0.5)),
        "int into bool": attempt(lambda: flag.add_(whole)),
        "expanded": attempt(lambda: torch.ones(1).expand(3).add_(1)),
        "double into float": torch.ones(2).add_(torch.ones(2, dtype=torch.float64)),
    }


@case
def views_made_without_gradients():
    x = leaf([1.0, 2.0])
    base = x * 1
    with torch.no_grad():
        view = base[0]
    return {"view": attempt(lambda: view.mul_(2)), "plain": printed(base)}


@case
def detach_shares_elements_and_version():
    x = leaf([1.0, 2.0])
    y = x.exp()
    y.detach().zero_()
    return {"y": printed(y), "version": y._version, "backward": attempt(y.sum().backward)}


@case
def requires_grad_switched():
    x = leaf(2.0)
    y, n = x * 2, torch.tensor(1)
    c = torch.tensor(1.0).requires_grad_()
    return {
        "c": c,
        "off again": c.requires_grad_(False),
        "result": attempt(lambda: y.requires_grad_(False)),
        "result on": y.requires_grad_(True),
        "whole": attempt(lambda: n.requires_grad_()),
    }


@case
def the_gradient_is_changed_in_place():
    x = leaf([1.0, 2.0])
    (x * 2).sum().backward()
    g = x.grad
    (x * 3).sum().backward()
    same = g is x.grad
    text = printed(g)
    g.zero_()
    (x * 4).sum().backward()
    return {"same": same, "g": text, "x.grad": x.grad}


@case
def gradients_share_nothing():
    x, w = leaf([1.0]), leaf([2.0])
    (x + w).sum().backward()
    x.grad.mul_(5)
    return {"x.grad": x.grad, "w.grad": w.grad}


@case
def hooks_see_and_change_gradients():
    x, seen = leaf(2.0), []
    s = x * 3
    y = s * s
    s.register_hook(lambda g: seen.append(printed(g)))
    s.register_hook(lambda g: g * 2)
    s.register_hook(lambda g: seen.append(printed(g)))
    handle = x.register_hook(lambda g: seen.append(printed(g)))
    x.register_hook(lambda g: -g)
    y.backward(retain_graph=True)
    handle.remove()
    y.backward()
    return {
        "seen": " ".join(seen),
        "x.grad": x.grad,
        "none": attempt(lambda: torch.tensor(1.0).register_hook(print)),
    }


@case
def a_hook_sees_the_whole_sum():
    x, seen = leaf(2.0), []
    s = x * 1
    s.register_hook(lambda g: seen.append(printed(g)))
    (s * 3 + s * 4).backward()
    return {"seen": " ".join(seen)}


@case
def retained_gradients():
    x = leaf(2.0)
    s = x * 3
    s.retain_grad()
    x.retain_grad()
    y = s * s
    y.backward(retain_graph=True)
    once = s.grad.clone()
    y.backward()
    return {
        "once": once,
        "twice": s.grad,
        "retains_grad": s.retains_grad,
        "leaf": x.retains_grad,
        "none": attempt(lambda: torch.tensor(1.0).retain_grad()),
    }


@case
def grad_of_several():
    x, w, unused, plain = leaf(2.0), leaf(3.0), leaf(1.0), torch.tensor(1.0)

    def grad(inputs, **options):
        return attempt(lambda: torch.autograd.grad(x * x * w, inputs, **options))

    gx, gw = grad([x, w])
    roots = torch.autograd.grad([x * w, x.exp()], [x, w], [torch.tensor(10.0), torch.tensor(2.0)])
    torch.autograd.backward([x * w, x * x])
    return {
        "x": gx,
        "w": gw,
        "unused": grad([x, unused]),
        "unused allowed": grad([x, unused], allow_unused=True)[1],
        "plain": grad([x, plain]),
        "roots x": roots[0],
        "roots w": roots[1],
        "backward x": x.grad,
        "backward w": w.grad,
    }


@case
def grad_runs_only_what_leads_to_its_inputs():
    x, w = leaf(2.0), leaf(3.0)
    freed = w.exp()
    freed.backward(retain_graph=False)
    y = x * 2 + freed
    return {"x": torch.autograd.grad(y, x)[0]}


def cubic(x, w):
    return (x**3 * w).sum()


@case
def jacobians():
    x, w = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])
    m = torch.tensor([[1.0, 2.0], [3.0, 0.5]])
    by_x, by_w = functional.jacobian(lambda a, b: a**2 * b, (x, w))
    return {
        "x": by_x,
        "w": by_w,
        "matrix": functional.jacobian(lambda a: a.exp(), m),
        "number": functional.jacobian(lambda a: a.sin(), torch.tensor(1.0)),
        "constant": functional.jacobian(lambda a: torch.ones(3), x),
        "recorded": functional.jacobian(lambda a: a**2, leaf([1.0, 2.0]), create_graph=True).detach(),
    }


@case
def hessians():
    x, w = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])
    (xx, xw), (wx, ww) = functional.hessian(cubic, (x, w))
    return {
        "xx": xx,
        "xw": xw,
        "wx": wx,
        "ww": ww,
        "one": functional.hessian(lambda a: (a**3).sum(), x),
        "linear": functional.hessian(lambda a: a.sum(), x),
        "not a number": attempt(lambda: functional.hessian(lambda a: a**2, x)),
    }


@case
def products_with_a_jacobian():
    x, w = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])
    v = torch.tensor([1.0, -1.0])
    y, (gx, gw) = functional.vjp(lambda a, b: a * b.sin(), (x, w), v)
    z, tangent = functional.jvp(lambda a, b: (a * b.sin()).sum(), (x, w), (v, 2 * v))
    _, line = functional.jvp(lambda a: a.exp(), torch.tensor(0.5))
    return {
        "y": y,
        "gx": gx,
        "gw": gw,
        "z": z,
        "tangent": tangent,
        "line": line,
        "hvp": functional.hvp(lambda a: (a**3).sum(), x, v)[1],
        "no v": attempt(lambda: functional.vjp(lambda a: a * 2, x)),
        "no v forward": attempt(lambda: functional.jvp(lambda a: a * 2, x)),
        "wrong v": attempt(lambda: functional.vjp(lambda a: a * 2, x, torch.ones(3))),
    }


def power(backward, exponent=2):
    """A custom function `i ** exponent` with the given backward."""

    class Power(torch.autograd.Function):
        @staticmethod
        def forward(ctx, i):
            ctx.save_for_backward(i)
            return i**exponent

    Power.backward = staticmethod(backward)
    return Power.apply


@case
def gradients_are_checked():
    x = leaf([1.0, 2.0], dtype=torch.float64)
    gradcheck, gradgradcheck = torch.autograd.gradcheck, torch.autograd.gradgradcheck
    lab = power(lambda ctx, g: 2 * ctx.saved_tensors[0])
    wrong = power(lambda ctx, g: 3 * g * ctx.saved_tensors[0])
    flat = power(lambda ctx, g: 3 * g * ctx.saved_tensors[0].detach() ** 2, 3)

    def check(f, t=x):
        return attempt(lambda: gradcheck(f, (t,)))

    return {
        "sin": check(torch.sin),
        "the lab's function": check(lab),
        "wrong": check(wrong),
        "None": check(power(lambda ctx, g: None)),
        "no gradient asked for": check(torch.sin, x.detach()),
        "detached": check(lambda a: a.detach()),
        "quiet": gradcheck(wrong, (x,), raise_exception=False),
        "sin twice": gradgradcheck(torch.sin, (x,)),
        "flat twice": gradgradcheck(flat, (x,), raise_exception=False),
        "one of two": gradcheck(lambda a, b: a * b, (x, torch.tensor([1.0, 3.0], dtype=torch.float64))),
    }


@case
def indexed_as_in_Python():
    x = leaf([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    v, s = leaf([1.0, 2.0, 3.0]), leaf(1.0)
    m = torch.tensor([True, False, True])
    cut = x[1:, [0, 2, 0]]
    (cut**2).sum().backward()
    runs = {
        "x[5]": lambda: x[5],
        "x[0, 5]": lambda: x[0, 5],
        "x[0, 0, 0]": lambda: x[0, 0, 0],
        "s[0]": lambda: s[0],
        "x[::0]": lambda: x[::0],
        "x[::-1]": lambda: x[::-1],
        "x[::2]": lambda: x[::2],
        "x[pairs]": lambda: x[torch.tensor([0, 1]), torch.tensor([0, 1])],
        "x[:, [0, 0]]": lambda: x[:, torch.tensor([0, 0])],
        "x[[5]]": lambda: x[torch.tensor([5])],
        "x[mismatch]": lambda: x[torch.tensor([0, 1]), torch.tensor([0, 1, 2])],
        "x[m]": lambda: x[m],
        "x[:, m]": lambda: x[:, m],
        "x[[0.]]": lambda: x[torch.tensor([0.0])],
        "x[None, 0]": lambda: x[None, 0],
        "x[..., 0]": lambda: x[..., 0],
        "x[[-1]]": lambda: x[torch.tensor([-1])],
        "v[1]": lambda: v[torch.tensor(1)],
        "v[m]": lambda: v[m],
        "x[x > 2]": lambda: x[x > 2],
        "x[True]": lambda: x[True],
        "s[None]": lambda: s[None],
        "s[...]": lambda: s[...],
        "s[True]": lambda: s[True],
        "x[1:, 0]": lambda: x[1:, 0],
        "x[wide mask]": lambda: x[torch.tensor([[True, False, True]])],
    }
    return {**{name: attempt(run) for name, run in runs.items()}, "cut": cut, "x.grad": x.grad}
