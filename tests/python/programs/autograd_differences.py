"""Central differences against autograd, at many points and for a whole gradient."""

import torch


def numerical(function, x, eps=1e-6):
    gradient = torch.zeros_like(x)
    for i in range(x.numel()):
        step = torch.zeros_like(x)
        step.view(-1)[i] = eps
        gradient.view(-1)[i] = (function(x + step) - function(x - step)) / (2 * eps)
    return gradient


torch.manual_seed(0)
x = torch.randn(3, 2, dtype=torch.float64)
for name, function in {
    "sum of squares": lambda t: (t**2).sum(),
    "log sum exp": lambda t: t.exp().sum().log(),
    "product of softmax": lambda t: torch.softmax(t, 0).prod(),
    "norm": lambda t: t.norm(),
    "a matrix and itself": lambda t: (t.T @ t).sum(),
    "variance": lambda t: t.var(dim=0).sum(),
    "largest": lambda t: (t.max(dim=0).values * torch.arange(2)).sum(),
    "product": lambda t: (t + 3).prod(),
}.items():
    point = x.clone().requires_grad_()
    function(point).backward()
    error = (point.grad - numerical(function, x)).abs().max()
    print(f"{name}: {'equal' if error < 1e-6 else error.item()}")
