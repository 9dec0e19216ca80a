"""backward with a gradient: the product of a vector and the Jacobian."""

import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x**2
y.backward(gradient=torch.tensor([1.0, 10.0, 100.0]))
print(x.grad)

x.grad = None
y = torch.stack([x[0] * x[1], x[1] * x[2]])
y.backward(torch.tensor([1.0, 0.0]), retain_graph=True)
print(x.grad)
x.grad = None
y.backward(torch.tensor([0.0, 1.0]))
print(x.grad)

x.grad = None
y = x.sum()
y.backward(torch.tensor(2.5))
print(x.grad)

x.grad = None
torch.autograd.backward([x.prod(), (x**2).sum()], [torch.tensor(1.0), torch.tensor(0.5)])
print(x.grad)
x.grad = None
torch.autograd.backward(x.sum())
print(x.grad)

x.grad = None
y = x * 3
try:
    y.backward(torch.ones(2))
except RuntimeError as fault:
    print(fault)
