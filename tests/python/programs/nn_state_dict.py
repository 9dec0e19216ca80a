"""Saving and loading states."""

import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.Linear(2, 1, bias=False))
state = net.state_dict()
for name, tensor in state.items():
    print(name, tensor)
print(type(state).__name__, state["0.weight"].requires_grad)
print(type(net.state_dict(keep_vars=True)["0.weight"]).__name__)
print(list(net.state_dict(prefix="net.")))

with torch.no_grad():
    net[0].weight.fill_(7)
print(state["0.weight"])

other = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.Linear(2, 1, bias=False))
print(other.load_state_dict(state))
print(other[0].weight, other[0].weight is net[0].weight)

small = nn.Linear(2, 1)
for given in (
    {"weight": torch.ones(1, 2)},
    {"weight": torch.ones(1, 2), "bias": torch.zeros(1), "extra": torch.zeros(1)},
    {"weight": torch.ones(2, 2), "bias": torch.zeros(1)},
    {"weight": [1.0, 2.0], "bias": torch.zeros(1)},
    {"w": torch.ones(3)},
):
    try:
        print(small.load_state_dict(given))
    except RuntimeError as error:
        print(str(error).replace("torch.Tensor or Tensor-like", "tensor"))
print(small.load_state_dict({"weight": torch.full((1, 2), 2.0), "z": 1}, strict=False))
print(small.weight)
try:
    small.load_state_dict([1])
except TypeError as error:
    print(error)
try:
    net.load_state_dict({"0.weight": torch.ones(2, 3)})
except RuntimeError as error:
    print(error)
