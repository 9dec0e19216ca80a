# Where exceptions live: a traceback names them by it.
import torch


class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, i):
        ctx.save_for_backward(i)
        return i ** 2

    @staticmethod
    def backward(ctx, grad_output):
        (i,) = ctx.saved_tensors
        return 2 * i


x = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
try:
    torch.autograd.gradcheck(lambda x: 3 * Square.apply(x), x)
except RuntimeError as error:
    print(type(error).__module__, type(error).__qualname__)

try:
    torch.linalg.inv(torch.zeros(2, 2))
except RuntimeError as error:
    print(type(error).__module__, type(error).__qualname__)

torch.linalg.inv(torch.zeros(2, 2))
