"""What modules refuse, in PyTorch's words."""

import torch
from torch import nn


def attempt(action):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)


class Early(nn.Module):
    def __init__(self):
        self.weight = nn.Parameter(torch.ones(1))


class EarlyModule(nn.Module):
    def __init__(self):
        self.inner = nn.Linear(1, 1)


class EarlyBuffer(nn.Module):
    def __init__(self):
        self.register_buffer("b", torch.ones(1))


class Without(nn.Module):
    pass


attempt(Early)
attempt(EarlyModule)
attempt(EarlyBuffer)
attempt(lambda: Without()(torch.ones(1)))
layer = nn.Linear(2, 1)
attempt(lambda: layer.wieght)
attempt(lambda: setattr(layer, "weight", 3))
attempt(lambda: setattr(layer, "weight", [1.0]))
net = nn.Sequential(nn.Linear(1, 1))
net.register_buffer("seen", torch.zeros(1))
attempt(lambda: setattr(net, "0", 5))
attempt(lambda: net.add_module("a.b", nn.ReLU()))
attempt(lambda: net.add_module("", nn.ReLU()))
attempt(lambda: net.add_module("training", nn.ReLU()))
attempt(lambda: net.add_module("x", 3))
attempt(lambda: net.add_module(3, nn.ReLU()))
attempt(lambda: net.register_parameter("p.q", None))
attempt(lambda: net.register_parameter("", None))
attempt(lambda: net.register_parameter("forward", None))
attempt(lambda: net.register_parameter("p", 2.0))
attempt(lambda: net.register_buffer("a.b", None))
attempt(lambda: net.register_buffer("0", None))
attempt(lambda: net.register_buffer("b", [1]))
attempt(lambda: net.train("yes"))
attempt(lambda: net.to(torch.int64))
attempt(lambda: net.get_submodule("9"))
attempt(lambda: net.get_parameter("0.scale"))
attempt(lambda: net.get_parameter("seen"))
attempt(lambda: net.get_buffer("0.weight"))
attempt(lambda: nn.Parameter(torch.tensor([1, 2])))
attempt(lambda: delattr(net, "nothing"))
print(nn.Parameter(torch.tensor([1, 2]), requires_grad=False))
