"""Activations: values, gradients, and how they print."""

import torch
import torch.nn.functional as F
from torch import nn

x = torch.tensor([-1.5, -0.5, 0.0, 0.25, 2.0, 6.5])
for module in (
    nn.ReLU(),
    nn.ReLU6(),
    nn.LeakyReLU(0.1),
    nn.ELU(),
    nn.CELU(0.5),
    nn.SELU(),
    nn.GELU(),
    nn.GELU(approximate="tanh"),
    nn.SiLU(),
    nn.Mish(),
    nn.Sigmoid(),
    nn.Tanh(),
    nn.Softsign(),
    nn.Tanhshrink(),
    nn.LogSigmoid(),
    nn.Hardtanh(-1.5, 1.5),
    nn.Hardsigmoid(),
    nn.Hardswish(),
    nn.Hardshrink(),
    nn.Softshrink(0.4),
    nn.Threshold(0.2, -1.0),
    nn.PReLU(init=0.3),
    nn.Softmax(dim=0),
    nn.LogSoftmax(dim=-1),
    nn.Softmin(dim=0),
    nn.GLU(),
):
    leaf = x.clone().requires_grad_()
    out = module(leaf)
    (out * torch.arange(1.0, out.numel() + 1)).sum().backward()
    print(module)
    print(" ", out.detach())
    print(" ", leaf.grad)

print(nn.Softplus(2, 3)(x))
images = torch.linspace(-1, 1, 8).reshape(1, 2, 2, 2)
print(nn.Softmax2d()(images))
print(nn.PReLU(2)(images).detach())

inplace = nn.ReLU(inplace=True)
values = x.clone()
print(inplace, inplace(values) is values, values)
print(nn.LeakyReLU(0.5, inplace=True), nn.ELU(inplace=True), nn.ReLU6(inplace=True))

print(F.relu(x), F.softmax(x, dim=0), F.leaky_relu(x, 0.2), sep="\n")
print(F.normalize(torch.tensor([[3.0, 4.0], [0.0, 2.0]])))
print(F.one_hot(torch.tensor([0, 2, 1])), F.one_hot(torch.tensor([1]), num_classes=4))
try:
    F.glu(torch.ones(3))
except RuntimeError as error:
    print(error)
