"""A linear layer: how it prints, what it holds, what it computes."""

import torch
from torch import nn

torch.manual_seed(0)
layer = nn.Linear(2, 3)
print(layer)
print(layer.weight)
print(layer.bias)
print(layer.weight.shape, layer.weight.requires_grad, layer.weight.is_leaf, layer.weight.grad)
print(type(layer), type(layer.weight))

x = torch.tensor([[1.0, 2.0], [0.5, -1.0]])
y = layer(x)
print(y)
print(y.grad_fn.name(), torch.equal(y, x @ layer.weight.T + layer.bias))
y.sum().backward()
print(layer.weight.grad)
print(layer.bias.grad)

plain = nn.Linear(2, 1, bias=False)
print(plain, plain.bias)
print(nn.Linear(1, 1, dtype=torch.float64).weight)
print(nn.Identity(5, unused="x")(x) is x)

for call in (
    lambda: nn.Linear(2),
    lambda: nn.Linear(2, 3, width=4),
    lambda: layer(),
    lambda: layer(x, x),
):
    try:
        call()
    except TypeError as error:
        print(error)
try:
    layer(torch.ones(1, 3))
except RuntimeError as error:
    print(error)
