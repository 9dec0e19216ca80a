"""Lab, row 3: the derivative of x² at 2."""

import torch

x = torch.tensor(2.0, requires_grad=True)
y = x**2
print(y.backward())
print(x.grad)
print("dy/dx = 2x:", x.grad == 2 * x)
