"""detach against no_grad: which parts of a graph they cut."""

import torch

x = torch.tensor(3.0, requires_grad=True)
y = x**2 + x.detach() ** 3
y.backward()
print("detach leaves out the cube:", x.grad)

x.grad = None
with torch.no_grad():
    constant = x**3
    print(torch.is_grad_enabled(), constant)
y = x**2 + constant
y.backward()
print("so does no_grad:", x.grad)

a = torch.tensor([1.0, 2.0], requires_grad=True)
b = a.detach()
b += 10
print("shared memory:", a, b)
c = a.clone().detach()
c += 10
print("a copy:", a, c)

y = a * 2
y.detach_()
print(y, y.is_leaf)

with torch.no_grad():
    w = torch.ones(2, requires_grad=True)
    v = w * 2
print(w.requires_grad, v.requires_grad)
with torch.no_grad(), torch.enable_grad():
    print((w * 2).requires_grad)
