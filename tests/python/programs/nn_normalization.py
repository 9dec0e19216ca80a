"""Batch, layer, group and instance normalisation."""

import torch
from torch import nn

x = torch.tensor([[1.0, 2.0, -1.0], [3.0, 0.0, 4.0], [-2.0, 5.0, 1.0], [0.5, 1.0, 2.0]])
bn = nn.BatchNorm1d(3)
print(bn)
leaf = x.clone().requires_grad_()
out = bn(leaf)
print(out.detach())
(out.sigmoid() * x).sum().backward()
print(leaf.grad, bn.weight.grad, bn.bias.grad, sep="\n")
print(bn.running_mean, bn.running_var, bn.num_batches_tracked)
bn(x + 1)
print(bn.running_mean, bn.running_var, bn.num_batches_tracked)
bn.eval()
print(bn(x).detach())
print(bn.running_mean, bn.num_batches_tracked)
bn.reset_running_stats()
print(bn.running_mean, bn.running_var)
print(nn.BatchNorm1d(3, affine=False, track_running_stats=False)(x))
print(nn.BatchNorm1d(3, momentum=None, eps=0.1))

images = torch.arange(16.0).reshape(2, 2, 2, 2).sin()
for layer in (
    nn.BatchNorm2d(2),
    nn.InstanceNorm2d(2),
    nn.GroupNorm(1, 2),
    nn.LayerNorm((2, 2)),
    nn.LayerNorm(2, elementwise_affine=False),
):
    print(layer, [name for name, _ in layer.named_parameters()])
    print(layer(images).detach())

for action in (
    lambda: bn(torch.ones(2, 3, 4, 5)),
    lambda: nn.BatchNorm2d(3)(torch.ones(2, 3)),
    lambda: bn.train()(torch.ones(1, 3)),
    lambda: nn.LayerNorm(3)(torch.ones(2, 2)),
):
    try:
        action()
    except (RuntimeError, ValueError) as error:
        print(error)
