"""Linear regression with numpy alone, then with autograd: the same steps."""

import numpy as np
import torch

np.random.seed(3)
x = np.random.uniform(-1, 1, 40)
y = 2.5 * x - 0.7 + np.random.normal(0, 0.1, 40)

w, b = 0.0, 0.0
for step in range(60):
    error = w * x + b - y
    loss = (error**2).mean()
    w -= 0.3 * 2 * (error * x).mean()
    b -= 0.3 * 2 * error.mean()
    if step % 20 == 0:
        print(step, f"{loss:.6f} {w:.6f} {b:.6f}")
print(f"{w:.6f} {b:.6f}")

inputs, targets = torch.from_numpy(x), torch.from_numpy(y)
p = torch.zeros(2, dtype=torch.float64, requires_grad=True)
for step in range(60):
    loss = ((p[0] * inputs + p[1] - targets) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        p -= 0.3 * p.grad
        p.grad.zero_()
print(" ".join(f"{value:.6f}" for value in p.tolist()), np.allclose(p.detach().numpy(), [w, b]))

design = np.column_stack([x, np.ones_like(x)])
exact = np.linalg.solve(design.T @ design, design.T @ y)
print(
    exact.round(6), np.polyfit(x, y, 1).round(6), np.linalg.lstsq(design, y, rcond=None)[0].round(6)
)
residual = y - design @ exact
print(f"{residual.std():.6f} {np.abs(residual).max():.6f} {1 - residual.var() / y.var():.6f}")
