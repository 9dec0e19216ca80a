"""A weight that changes between forward and backward: the version error, and the ways out."""

import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
x = torch.tensor([3.0, 4.0], requires_grad=True)
y = (w * x).sum()
with torch.no_grad():
    w.sub_(0.5)
try:
    y.backward()
except RuntimeError as fault:
    print(fault)
print(w, w.grad)

# .data is not watched: the gradient of x is silently the one of the new weight.
y = (w * x).sum()
w.data.sub_(0.5)
y.backward()
print(x.grad, w)
