"""Lab, row 7, practice: y = 2x³ + x at 1."""

import torch

x = torch.tensor(1.0, requires_grad=True)
y = 2 * x**3 + x
y.backward()
print(y)
print("The derivative is", x.grad)
