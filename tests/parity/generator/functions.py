"""Custom functions: what `torch.autograd.Function` does with right and wrong ones."""

import torch

from .encode import attempt, outcome
from .lab import SQ, attributes, leaf, printed

CASES = {}
Function = torch.autograd.Function


def case(run):
    CASES[run.__name__.replace("_", " ")] = lambda: outcome(run())
    return run


def product(answer, save=True):
    """A function of two inputs, `u * v`, with the given backward."""

    class Product(Function):
        @staticmethod
        def forward(ctx, u, v):
            if save:
                ctx.save_for_backward(u, v)
            return u * v

        @staticmethod
        def backward(ctx, g):
            return answer(ctx, g)

    return Product


def unary(answer, compute=lambda x: x * 2):
    """A function of one input that saves nothing, with the given backward."""

    class Twice(Function):
        @staticmethod
        def forward(ctx, x):
            return compute(x)

        @staticmethod
        def backward(ctx, g):
            return answer(g)

    return Twice


def right(ctx, g):
    u, v = ctx.saved_tensors
    return g * v, g * u


@case
def function_of_two_inputs():
    u, v = leaf([1.0, 2.0]), leaf([3.0, 4.0])
    y = product(right).apply(u, v)
    y.sum().backward()
    return {"y": attributes(y), "u.grad": u.grad, "v.grad": v.grad}


@case
def function_answers_None():
    u, v = leaf(2.0), leaf(3.0)
    product(lambda ctx, g: (g * ctx.saved_tensors[1], None)).apply(u, v).backward()
    return {"u.grad": u.grad, "v.grad": v.grad}


@case
def function_of_one_input_that_requires_grad():
    u, v = leaf(2.0), torch.tensor(3.0)
    y = product(right).apply(u, v)
    y.backward()
    return {"y": attributes(y), "u.grad": u.grad, "v.grad": v.grad}


@case
def function_without_inputs_that_require_grad():
    y = product(right).apply(torch.tensor(2.0), torch.tensor(3.0))
    return {"y": attributes(y)}


@case
def function_under_no_grad():
    with torch.no_grad():
        y = SQ.apply(leaf(2.0))
    return {"y": attributes(y)}


@case
def function_knows_which_gradients_are_needed():
    seen = []

    def answer(ctx, g):
        seen.append(str(ctx.needs_input_grad))
        return right(ctx, g)

    product(answer).apply(leaf(2.0), torch.tensor(3.0)).backward()
    return {"needs": seen[0]}


@case
def function_with_the_wrong_number_of_gradients():
    u, v, x = leaf(2.0), leaf(3.0), leaf(1.0)
    one, three = (lambda ctx, g: g), (lambda ctx, g: (g, g, g))
    extra = product(lambda ctx, g: (*right(ctx, g), None)).apply(u, v)
    return {
        "too few": attempt(product(one).apply(u, v).backward),
        "too many": attempt(product(three).apply(u, v).backward),
        "two for one": attempt(unary(lambda g: (g, g)).apply(x).backward),
        "None on top": attempt(extra.backward),
        "u.grad": u.grad,
    }


@case
def function_with_a_gradient_of_the_wrong_shape():
    def shaped(*shape):
        x = leaf([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
        y = unary(lambda g: torch.ones(*shape)).apply(x)
        failed = attempt(lambda: y.sum().backward())
        return failed if failed is not None else x.grad

    return {
        "3 by 2": shaped(3, 2),
        "2": shaped(2),
        "3": shaped(3),
        "0-d": shaped(()),
        "1 by 2 by 3": shaped(1, 2, 3),
        "4 by 2 by 3": shaped(4, 2, 3),
        "2 by 1": shaped(2, 1),
    }


@case
def function_with_a_gradient_of_another_dtype():
    x = leaf([1.0, 2.0])
    unary(lambda g: g.double() * 2).apply(x).sum().backward()
    return {"x.grad": x.grad}


@case
def function_whose_gradient_broadcasts():
    a = leaf([1.0, 2.0])
    y = unary(lambda g: g * torch.ones(3, 2)).apply(a)
    y.sum().backward()
    return {"a.grad": a.grad}


@case
def function_that_saves_is_freed():
    x = leaf(2.0)
    y = SQ.apply(x)
    y.backward()
    return {"again": attempt(y.backward), "x.grad": x.grad}


@case
def function_that_saves_nothing_runs_again():
    x = leaf(2.0)
    y = unary(lambda g: g * 2).apply(x)
    y.backward()
    y.backward()
    return {"x.grad": x.grad}


@case
def function_that_saves_and_does_not_look():
    x, w = leaf(2.0), leaf(3.0)
    y = product(lambda ctx, g: (g, g)).apply(x, w)
    y.backward()
    return {"again": attempt(y.backward), "x.grad": x.grad}


@case
def function_that_returns_its_input():
    x = leaf(2.0)
    y = unary(lambda g: g * 5, compute=lambda x: x).apply(x)
    y.backward()
    return {"y": y, "x.grad": x.grad, "x.is_leaf": x.is_leaf}


@case
def function_twice_differentiated():
    class Cube(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x**3

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return g * 3 * x**2

    x = leaf(2.0)
    first = torch.autograd.grad(Cube.apply(x), x, create_graph=True)[0]
    return {"first": first.detach(), "second": torch.autograd.grad(first, x)[0]}


@case
def function_that_saves_its_output():
    class Exp(Function):
        @staticmethod
        def forward(ctx, x):
            y = x.exp()
            ctx.save_for_backward(y)
            return y

        @staticmethod
        def backward(ctx, g):
            return g * ctx.saved_tensors[0]

    x = leaf(1.0)
    first = torch.autograd.grad(Exp.apply(x), x, create_graph=True)[0]
    return {"first": first.detach(), "second": torch.autograd.grad(first, x)[0]}


@case
def function_of_a_tensor_and_a_number():
    def power(second):
        class Power(Function):
            @staticmethod
            def forward(ctx, x, n):
                ctx.save_for_backward(x)
                ctx.n = n
                return x**n

            @staticmethod
            def backward(ctx, g):
                (x,) = ctx.saved_tensors
                return g * ctx.n * x ** (ctx.n - 1), second(g)

        return Power.apply

    x = leaf(2.0)
    y = power(lambda g: None)(x, 3)
    y.backward()
    return {"y": y, "x.grad": x.grad, "gradient of the number": attempt(power(lambda g: g)(x, 3).backward)}


@case
def function_of_integers():
    n = torch.tensor([1, 2])
    y = SQ.apply(n)
    return {"y": y, "requires_grad": y.requires_grad}


@case
def order_of_the_backward_pass():
    order = []

    def tell(name, inputs):
        class Tell(Function):
            @staticmethod
            def forward(ctx, *xs):
                return sum(xs)

            @staticmethod
            def backward(ctx, g):
                order.append(name)
                return (g,) * inputs

        return Tell.apply

    x, w = leaf(1.0), leaf(2.0)
    a = tell("a", 1)(x)
    b = tell("b", 1)(w)
    c = tell("c", 2)(a, b)
    d = tell("d", 1)(a)
    e = tell("e", 1)(x)
    f = tell("f", 3)(d, c, e)
    f.backward()
    return {"order": " ".join(order), "x.grad": x.grad, "w.grad": w.grad, "f": printed(f.grad_fn)}
