"""A module of one's own: parameters, buffers and modules as attributes, and how it prints."""

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.inner = nn.Linear(width, width)
        self.scale = nn.Parameter(torch.ones(width))
        self.register_buffer("steps", torch.tensor(0))
        self.register_buffer("cache", torch.zeros(2), persistent=False)

    def forward(self, x):
        self.steps += 1
        return x + self.scale * F.relu(self.inner(x))

    def extra_repr(self):
        return f"width={self.scale.numel()}"


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = Block(2)
        self.second = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
        self.note = "a plain attribute"

    def forward(self, x):
        return self.second(self.first(x))


torch.manual_seed(1)
net = Net()
print(net)
print([name for name, _ in net.named_parameters()])
print([name for name, _ in net.named_buffers()])
print([name for name, _ in net.named_children()])
print([name for name, _ in net.named_modules()])
print([name for name, _ in net.named_parameters(prefix="net", recurse=True)][:2])
print([name for name, _ in net.first.named_parameters(recurse=False)])
print(len(list(net.modules())), sum(p.numel() for p in net.parameters()))
print(net.get_submodule("second.0"), net.get_parameter("first.scale"))
print(net.get_buffer("first.steps"))

y = net(torch.tensor([[1.0, -1.0]]))
print(y)
y.sum().backward()
for name, parameter in net.named_parameters():
    print(name, parameter.grad)
net.zero_grad(set_to_none=False)
print(net.first.scale.grad)
net.zero_grad(set_to_none=True)
print(net.first.scale.grad)
print(net.first.steps)

print(net.training, net.first.inner.training)
net.eval()
print(net.training, net.first.inner.training)
net.train()
print(net.training, net.second[1].training)
net.requires_grad_(False)
print([p.requires_grad for p in net.parameters()])
net.double()
print(net.first.scale.dtype, net.first.cache.dtype, net.first.steps.dtype)
net.to(torch.float32)
print(net.first.scale)


def fill(module):
    if isinstance(module, nn.Linear):
        nn.init.constant_(module.weight, 0.5)
        module.bias.data.fill_(1)
    print(type(module).__name__)


net.apply(fill)
print(net(torch.ones(1, 2)))
del net.second
print([name for name, _ in net.named_children()], hasattr(net, "second"))
