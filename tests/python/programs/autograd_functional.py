"""torch.autograd.functional: jacobian, hessian, vjp and jvp."""

import torch
from torch.autograd.functional import hessian, jacobian, jvp, vjp


def f(x):
    return torch.stack([x[0] * x[1], x[1].sin(), x[0] ** 2])


def g(x, y):
    return x * y.sum()


x = torch.tensor([2.0, 0.0])
print(jacobian(f, x))
print(jacobian(lambda t: t**2, torch.tensor(3.0)))
for part in jacobian(g, (torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0]))):
    print(part)

print(hessian(lambda t: (t**3).sum(), torch.tensor([1.0, 2.0])))
blocks = hessian(lambda a, b: (a * b).sum() ** 2, (torch.tensor([1.0]), torch.tensor([2.0])))
print([[block.item() for block in row] for row in blocks])

value, product = vjp(f, x, torch.tensor([1.0, 1.0, 1.0]))
print(value, product)
value, product = jvp(f, x, torch.tensor([1.0, 0.0]))
print(value, product)

inside = jacobian(f, x.requires_grad_(True), create_graph=True)
inside.sum().backward()
print(x.grad)
