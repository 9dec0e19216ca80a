"""Custom functions: what forward saves, in which mode it runs, and what backward is given."""

import torch
from torch.autograd import Function


class Square(Function):
    @staticmethod
    def forward(ctx, x):
        print("forward:", type(ctx).__name__, x, torch.is_grad_enabled())
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        print("backward:", grad_output, x, ctx.needs_input_grad)
        return grad_output * 2 * x


x = torch.tensor([1.0, -3.0], requires_grad=True)
y = Square.apply(x)
print(y, y.requires_grad, y.is_leaf)
z = (y * torch.tensor([1.0, 10.0])).sum()
z.backward()
print(x.grad)
print(Square.apply(torch.tensor(5.0)))
with torch.no_grad():
    print(Square.apply(x))
