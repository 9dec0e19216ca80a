"""Lab, row 15, practice: f = uv + (uv)² at u = 2, v = 1."""

import torch

u = torch.tensor(2.0, requires_grad=True)
v = torch.tensor(1.0, requires_grad=True)
f = u * v + (u * v) ** 2
f.backward()
print("The result is", f)
print("df/du =", u.grad, "df/dv =", v.grad)
