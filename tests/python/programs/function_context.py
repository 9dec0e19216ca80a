"""The context: needs_input_grad, attributes, mark_non_differentiable, saved outputs, zero grads."""

import torch


class Product(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b

    @staticmethod
    def backward(ctx, grad):
        a, b = ctx.saved_tensors
        grad_a = grad_b = None
        if ctx.needs_input_grad[0]:
            grad_a = grad * b
        if ctx.needs_input_grad[1]:
            grad_b = grad * a
        print("needs", ctx.needs_input_grad)
        return grad_a, grad_b


class Exp(torch.autograd.Function):
    """Saves its output, as torch.exp does."""

    @staticmethod
    def forward(ctx, x):
        result = x.exp()
        ctx.save_for_backward(result)
        return result

    @staticmethod
    def backward(ctx, grad):
        (result,) = ctx.saved_tensors
        return grad * result


class LargestWithPlace(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        value, place = x.max(dim=0)
        ctx.mark_non_differentiable(place)
        ctx.save_for_backward(place)
        ctx.size = len(x)
        return value, place

    @staticmethod
    def backward(ctx, grad_value, grad_place):
        (place,) = ctx.saved_tensors
        return grad_value * (torch.arange(ctx.size) == place)


class MayBeNone(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.set_materialize_grads(False)
        return x * 2, x * 3

    @staticmethod
    def backward(ctx, first, second):
        print("given:", first, second)
        return first * 2 if second is None else second * 3


p = torch.tensor(2.0, requires_grad=True)
q = torch.tensor(5.0)
Product.apply(p, q).backward()
Product.apply(q, p).backward()
print(p.grad, q.grad)

x = torch.tensor([0.0, 1.0], requires_grad=True)
Exp.apply(x).sum().backward()
print(x.grad)
y = torch.tensor([0.5], dtype=torch.float64, requires_grad=True)
print(torch.autograd.gradgradcheck(Exp.apply, y))

x = torch.tensor([3.0, 1.0, 2.0], requires_grad=True)
value, place = LargestWithPlace.apply(x)
print(value, place, place.requires_grad)
(value * 10).backward()
print(x.grad)

x = torch.tensor(1.0, requires_grad=True)
MayBeNone.apply(x)[0].backward()
print(x.grad)
