"""A function that changes its input in place says so by mark_dirty."""

import torch


class AddOne(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        x.add_(1)
        ctx.mark_dirty(x)
        return x

    @staticmethod
    def backward(ctx, grad):
        return grad


a = torch.tensor([1.0, 2.0], requires_grad=True)
b = a * 3
c = AddOne.apply(b)
print(c is b, b, b._version)
c.sum().backward()
print(a.grad)
try:
    AddOne.apply(a)
except RuntimeError as fault:
    print(fault)
