"""What PyTorch says to custom functions that are written wrongly."""

import torch
from torch.autograd import Function


class TooFew(Function):
    @staticmethod
    def forward(ctx, a, b):
        return a * b

    @staticmethod
    def backward(ctx, grad):
        return grad


class TooMany(Function):
    @staticmethod
    def forward(ctx, a):
        return a * 2

    @staticmethod
    def backward(ctx, grad):
        return grad, grad


class WrongShape(Function):
    @staticmethod
    def forward(ctx, a):
        return a.sum()

    @staticmethod
    def backward(ctx, grad):
        return torch.ones(5)


class NoTensor(Function):
    @staticmethod
    def forward(ctx, a):
        return a * 2

    @staticmethod
    def backward(ctx, grad):
        return 2.0


class NoBackward(Function):
    @staticmethod
    def forward(ctx, a):
        return a * 2


class Raises(Function):
    @staticmethod
    def forward(ctx, a):
        return a * 2

    @staticmethod
    def backward(ctx, grad):
        raise KeyError("from backward")


class SavesNumber(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(2)
        return a * 2


class NoContext(Function):
    @staticmethod
    def forward(a):
        return a * 2


x = torch.tensor([1.0, 2.0], requires_grad=True)
for function, inputs in {
    TooFew: (x, x),
    TooMany: (x,),
    WrongShape: (x,),
    NoTensor: (x,),
    NoBackward: (x,),
    Raises: (x,),
    SavesNumber: (x,),
    NoContext: (x,),
}.items():
    try:
        function.apply(*inputs).sum().backward()
        print(function.__name__, "worked")
    except Exception as fault:
        print(f"{function.__name__}: {type(fault).__name__}: {fault}")

try:
    TooFew()(x, x)
except Exception as fault:
    print(type(fault).__name__)
