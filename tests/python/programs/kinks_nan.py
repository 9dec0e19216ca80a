"""NaN in gradients: where it comes from, and how it stays away."""

import torch

x = torch.tensor([-1.0, 0.0, 4.0], requires_grad=True)
y = torch.where(x > 0, x.sqrt(), torch.zeros_like(x))
print(y)
y.sum().backward()
print("the trap:", x.grad)

x.grad = None
safe = torch.where(x > 0, x, torch.ones_like(x))
y = torch.where(x > 0, safe.sqrt(), torch.zeros_like(x))
y.sum().backward()
print("the cure:", x.grad)

for name, function in {
    "sqrt": lambda t: t.sqrt(),
    "norm": lambda t: t.norm(),
    "root of the square": lambda t: (t**2).sum().sqrt(),
    "x / x": lambda t: t / t,
    "log": lambda t: t.log(),
    "x log x": lambda t: t * t.log(),
    "1 / x": lambda t: 1 / t,
    "power": lambda t: t**0.5,
    "asin at 1": lambda t: (t + 1).asin(),
}.items():
    zero = torch.zeros(1, requires_grad=True)
    value = function(zero)
    value.sum().backward()
    print(f"{name}: {value.item():.4f} {zero.grad.item():.4f}")

bad = torch.tensor([1.0, float("nan"), float("inf"), -float("inf")])
print(bad.isnan(), bad.isinf(), bad.isfinite(), sep="\n")
print(torch.nan_to_num(bad, nan=0.0, posinf=10.0, neginf=-10.0))
print(bad.max(), bad.sum(), bad == bad)
