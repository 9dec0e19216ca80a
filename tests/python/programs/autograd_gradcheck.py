"""gradcheck of right and wrong functions, and of functions at a kink."""

import torch
from torch.autograd import gradcheck, gradgradcheck


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 3 * x**2


class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 2 * x**2


x = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True)
print(gradcheck(Cube.apply, (x,)))
print(gradgradcheck(Cube.apply, (x,)))
print(gradcheck(lambda a, b: a @ b, (x, x.detach().clone().requires_grad_())))
print(gradcheck(Wrong.apply, x, raise_exception=False))
try:
    gradcheck(Wrong.apply, x)
except RuntimeError as fault:
    for line in str(fault).splitlines():
        print(line)

kink = torch.zeros(1, dtype=torch.float64, requires_grad=True)
print(gradcheck(torch.relu, kink, raise_exception=False))
try:
    gradcheck(torch.sin, torch.ones(2, dtype=torch.float64))
except ValueError as fault:
    print(fault)
