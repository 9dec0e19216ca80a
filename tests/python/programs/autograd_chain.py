"""The forward chain rule against the backward one, by hand, on a chain of functions."""

import torch

functions = [torch.sin, torch.exp, torch.tanh, lambda t: t**2, torch.sqrt]
slopes = [
    torch.cos,
    torch.exp,
    lambda t: 1 - torch.tanh(t) ** 2,
    lambda t: 2 * t,
    lambda t: 0.5 / t.sqrt(),
]
x = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
values = [x]
for f in functions:
    values.append(f(values[-1]))
    values[-1].retain_grad()
values[-1].backward()
forward = torch.ones((), dtype=torch.float64)
for value, slope in zip(values, slopes):
    forward = forward * slope(value.detach())
print(forward, x.grad)
backward = torch.ones((), dtype=torch.float64)
for value, slope in zip(reversed(values[:-1]), reversed(slopes)):
    backward = backward * slope(value.detach())
    print(torch.allclose(backward, value.grad))
