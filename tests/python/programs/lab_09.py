"""Lab, row 9: partial derivatives of f(u, v) = v·u + u²."""

import torch

u = torch.tensor(1.0, requires_grad=True)
v = torch.tensor(2.0, requires_grad=True)
f = u * v + u**2
print("f(u, v) =", f)
f.backward()
print("df/du =", u.grad)
print("df/dv =", v.grad)
