"""Lab, row 4: the five attributes of a leaf."""

import torch

x = torch.tensor(2.0, requires_grad=True)
y = x**2
y.backward()
print("data:", x.data)
print("grad_fn:", x.grad_fn)
print("grad:", x.grad)
print("is_leaf:", x.is_leaf)
print("requires_grad:", x.requires_grad)
