"""Lab, row 2: an operation on a leaf."""

import torch

x = torch.tensor(2.0, requires_grad=True)
y = x**2
print(y)
print("y = ", y)
