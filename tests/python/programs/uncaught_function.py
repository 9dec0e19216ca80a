"""Ends in a fault of the learner's own backward."""

import torch


class Broken(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        print("in backward")
        raise ZeroDivisionError("backward of Broken")


x = torch.tensor(1.0, requires_grad=True)
Broken.apply(x).backward()
