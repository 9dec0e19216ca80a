"""once_differentiable, and a backward that can be differentiated again."""

import torch
from torch.autograd import Function
from torch.autograd.function import once_differentiable


class Once(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    @once_differentiable
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 3 * x**2


class Often(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 3 * x**2


x = torch.tensor(2.0, requires_grad=True)
(first,) = torch.autograd.grad(Often.apply(x), x, create_graph=True)
(second,) = torch.autograd.grad(first, x)
print(first, second)

Once.apply(x).backward()
print(x.grad)
(first,) = torch.autograd.grad(Once.apply(x), x, create_graph=True)
print(first.item(), first.requires_grad)
# Where the upstream gradient itself depends on x, a second derivative would be wrong.
(first,) = torch.autograd.grad(Once.apply(x) ** 2, x, create_graph=True)
print(first.item(), first.requires_grad)
try:
    first.backward()
except RuntimeError as fault:
    print(fault)
