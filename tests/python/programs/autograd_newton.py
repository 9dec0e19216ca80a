"""Newton's method for a minimum: second derivatives by create_graph."""

import torch

x = torch.tensor(3.0, requires_grad=True)
for step in range(8):
    y = x**4 - 3 * x**2 + x
    (first,) = torch.autograd.grad(y, x, create_graph=True)
    (second,) = torch.autograd.grad(first, x)
    with torch.no_grad():
        x -= first / second
    print(f"{step}: x = {x.item():.4f}, f(x) = {y.item():.4f}, f'(x) = {first.item():.3f}")

root = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
for _ in range(6):
    value = root**2 - 2
    (slope,) = torch.autograd.grad(value, root)
    root.data -= value.detach() / slope
print(f"sqrt(2) = {root.item():.10f}")
