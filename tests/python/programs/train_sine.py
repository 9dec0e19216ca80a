"""A cubic learns to be a sine: by autograd, and against the gradients written by hand."""

import math

import torch

x = torch.linspace(-math.pi, math.pi, 200, dtype=torch.float64)
y = torch.sin(x)
a, b, c, d = (torch.tensor(0.1, dtype=torch.float64, requires_grad=True) for _ in range(4))
rate = 1e-5
for t in range(401):
    prediction = a + b * x + c * x**2 + d * x**3
    loss = (prediction - y).pow(2).sum()
    if t % 100 == 0:
        print(t, f"{loss.item():.4f}")
    loss.backward()
    if t == 0:
        with torch.no_grad():
            error = 2.0 * (prediction - y)
            for parameter, power in zip((a, b, c, d), range(4)):
                print(torch.allclose(parameter.grad, (error * x**power).sum()))
    with torch.no_grad():
        for parameter in (a, b, c, d):
            parameter -= rate * parameter.grad
            parameter.grad = None
print(f"y = {a.item():.3f} + {b.item():.3f} x + {c.item():.3f} x² + {d.item():.3f} x³")
