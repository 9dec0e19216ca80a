"""Ends where numpy() is asked of a tensor that requires a gradient."""

import torch

x = torch.linspace(0, 1, 3, requires_grad=True)
print(x.detach().numpy())
x.numpy()
