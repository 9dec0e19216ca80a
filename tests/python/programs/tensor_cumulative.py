"""Cumulative sums and products, differences, and their gradients."""

import torch

x = torch.tensor([1.0, 2.0, 0.5, 3.0], requires_grad=True)
print(x.cumsum(0), x.cumprod(0), x.diff(), sep="\n")
print(x.detach().cummax(0), x.detach().cummin(0), sep="\n")
for name, function in {
    "cumsum": lambda t: (t.cumsum(0) * torch.arange(4.0)).sum(),
    "cumprod": lambda t: t.cumprod(0).sum(),
    "cumprod with 0": lambda t: (t * torch.tensor([1.0, 0.0, 1.0, 1.0])).cumprod(0).sum(),
    "diff": lambda t: (t.diff() ** 2).sum(),
    "logsumexp": lambda t: t.logsumexp(0),
}.items():
    (gradient,) = torch.autograd.grad(function(x), x)
    print(name, gradient)
print(torch.arange(6).view(2, 3).cumsum(dim=1), torch.arange(6).view(2, 3).cumsum(dim=0))
print(torch.cumsum(torch.tensor([True, True]), 0), torch.cumprod(torch.tensor([2, 3]), dim=0))
