"""Lab, row 6: a quadratic."""

import torch

x = torch.tensor(2.0, requires_grad=True)
y = x**2 + 2 * x + 1
print(y)
y.backward()
print(x.grad)
print("2x + 2 =", (2 * x + 2).item())
