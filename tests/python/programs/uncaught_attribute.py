"""Ends in a name that isn't there."""

import torch

x = torch.tensor(1.0, requires_grad=True)
print(x)
x.gard
