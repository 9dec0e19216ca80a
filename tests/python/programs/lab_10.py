"""Lab, row 10: the derivative at many points through a sum."""

import torch

x = torch.linspace(-10, 10, 10, requires_grad=True)
Y = x**2
y = torch.sum(x**2)
print(x)
print(Y)
print(y)
y.backward()
print(x.grad)
print(torch.equal(x.grad, 2 * x))
