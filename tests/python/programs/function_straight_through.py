"""Gradients of one's own for rounding and clipping, and a gradient that is turned round."""

import torch


class Round(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.round()

    @staticmethod
    def backward(ctx, grad):
        return grad


class Reverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, strength):
        ctx.strength = strength
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        return -ctx.strength * grad, None


class Clip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(-1, 1)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * ((x >= -1) & (x <= 1))


x = torch.tensor([-1.6, -0.4, 0.5, 1.5, 2.5], requires_grad=True)
print(Round.apply(x))
for function in (torch.round, Round.apply, Clip.apply, lambda t: Reverse.apply(t, 0.1)):
    x.grad = None
    (function(x) * torch.arange(5.0)).sum().backward()
    print(x.grad)
# The usual trick without a class.
x.grad = None
(x + (x.round() - x).detach()).sum().backward()
print(x.grad)
