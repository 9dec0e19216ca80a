"""Lab, row 1: a leaf."""

import torch

x = torch.tensor(2.0, requires_grad=True)
print(x)
print("tensor x:", x)
