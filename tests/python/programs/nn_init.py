"""First values: the same numbers for the same seed."""

import torch
from torch import nn
from torch.nn import init

torch.manual_seed(42)
w = torch.empty(3, 4)
for name, fill in (
    ("uniform_", lambda t: init.uniform_(t, -1, 2)),
    ("normal_", lambda t: init.normal_(t, 1.0, 0.5)),
    ("constant_", lambda t: init.constant_(t, 0.3)),
    ("ones_", init.ones_),
    ("zeros_", init.zeros_),
    ("eye_", init.eye_),
    ("xavier_uniform_", init.xavier_uniform_),
    ("xavier_normal_", lambda t: init.xavier_normal_(t, gain=2)),
    ("kaiming_uniform_", lambda t: init.kaiming_uniform_(t, nonlinearity="relu")),
    ("kaiming_normal_", lambda t: init.kaiming_normal_(t, mode="fan_out")),
    ("orthogonal_", init.orthogonal_),
    ("sparse_", lambda t: init.sparse_(t, 0.5)),
):
    print(name, fill(w))
print(init.orthogonal_(torch.empty(4, 2), gain=3))
print(init.dirac_(torch.empty(2, 2, 3)))
for name in ("linear", "conv2d", "tanh", "relu", "leaky_relu", "selu"):
    print(name, init.calculate_gain(name))
print(init.calculate_gain("leaky_relu", 0.2))

layer = nn.Linear(2, 2)
print(init.zeros_(layer.weight))
print(layer.weight.requires_grad, layer.weight.grad_fn)

for action in (
    lambda: init.xavier_uniform_(torch.empty(3)),
    lambda: init.eye_(torch.empty(3)),
    lambda: init.kaiming_normal_(w, mode="fan"),
    lambda: init.calculate_gain("swish"),
    lambda: init.sparse_(torch.empty(3), 0.1),
):
    try:
        action()
    except ValueError as error:
        print(error)
