"""Hooks around forward and backward."""

import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))


def after(module, args, output):
    print("forward", module, tuple(args[0].shape), tuple(output.shape))


handles = [layer.register_forward_hook(after) for layer in net]
x = torch.tensor([[1.0, -2.0]], requires_grad=True)
net(x)
for handle in handles:
    handle.remove()
net(x)

handle = net[1].register_forward_hook(lambda module, args, output: output * 2)
doubled = net(x)
handle.remove()
print(doubled, net(x))
with net[0].register_forward_pre_hook(lambda module, args: (args[0] + 1,)):
    print(net(x))
print(net(x + 1))


def back(module, grad_input, grad_output):
    print("backward", module, grad_input, grad_output)


handle = net[2].register_full_backward_hook(back)
out = net(x)
print(out)
out.sum().backward()
print(x.grad)
handle.remove()

x.grad = None
handle = net[1].register_full_backward_hook(lambda module, gi, go: (gi[0] * 10,))
net(x).sum().backward()
print(x.grad)
handle.remove()

first = nn.Linear(2, 1)
first.register_full_backward_hook(back)
first(torch.ones(1, 2)).backward()
for p in first.parameters():
    print(p.grad)
with torch.no_grad():
    print(first(torch.ones(1, 2)))
