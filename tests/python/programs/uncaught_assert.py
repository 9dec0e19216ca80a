"""Ends in an assertion."""

import torch

x = torch.tensor(2.0, requires_grad=True)
(x**2).backward()
print(x.grad)
assert x.grad == 5, f"expected 5, got {x.grad.item()}"
