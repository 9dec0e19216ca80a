"""Lab, row 12: what detach() leaves out, and why numpy() needs it."""

import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x**2
d = y.detach()
print(d, d.requires_grad, d.is_leaf, d.grad_fn)
(x * d).sum().backward()
print("through the detached square:", x.grad)
x.grad = None
(x * y).sum().backward()
print("through the square:", x.grad)
try:
    y.numpy()
except RuntimeError as fault:
    print(fault)
print(y.detach().numpy())
# The detached tensor looks into the same memory.
d[0] = 100.0
print(y.detach().numpy().tolist())
