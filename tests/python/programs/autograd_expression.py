"""A long scalar expression as small engines are tested with, forward and backward."""

import torch

a = torch.tensor([-4.0], dtype=torch.float64, requires_grad=True)
b = torch.tensor([2.0], dtype=torch.float64, requires_grad=True)
c = a + b
d = a * b + b**3
c = c + c + 1
c = c + 1 + c + (-a)
d = d + d * 2 + (b + a).relu()
d = d + 3 * d + (b - a).relu()
e = c - d
f = e**2
g = f / 2.0
g = g + 10.0 / f
g.backward()
print(g)
print("%.4f %.4f %.4f" % (g.item(), a.grad.item(), b.grad.item()))
print(a.grad, b.grad, sep="\n")
