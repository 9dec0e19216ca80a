"""Lab, row 14: the grad_fn of a sum."""

import torch
import torch.nn.functional as F

x = torch.linspace(-10, 10, 1000, requires_grad=True)
Y = F.relu(x)
y = Y.sum()
y.backward()
print(y.grad_fn)
print(Y.grad_fn)
print(f"{y.item():.1f}")
