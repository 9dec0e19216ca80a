"""Lab, row 8b: the lab's backward forgets the upstream gradient, and a gradient check sees it."""

import torch


class SQ(torch.autograd.Function):
    @staticmethod
    def forward(ctx, i):
        ctx.save_for_backward(i)
        return i**2

    @staticmethod
    def backward(ctx, grad_output):
        (i,) = ctx.saved_tensors
        return 2 * i


class Square(SQ):
    @staticmethod
    def backward(ctx, grad_output):
        (i,) = ctx.saved_tensors
        return grad_output * 2 * i


for function in SQ, Square:
    x = torch.tensor(2.0, requires_grad=True)
    z = 3 * function.apply(x)
    z.backward()
    print(function.__name__, z, x.grad)

point = torch.tensor(2.0, requires_grad=True, dtype=torch.float64)
print(torch.autograd.gradcheck(Square.apply, point))
print(torch.autograd.gradcheck(lambda x: 3 * Square.apply(x), point))
try:
    torch.autograd.gradcheck(lambda x: 3 * SQ.apply(x), point)
except Exception as fault:
    print(type(fault).__name__)
    print(str(fault).splitlines()[0])
