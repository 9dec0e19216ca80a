"""Derivatives of derivatives by create_graph."""

import torch

x = torch.tensor(2.0, requires_grad=True)
y = x**4
derivative = y
for order in range(1, 6):
    (derivative,) = torch.autograd.grad(derivative, x, create_graph=True)
    print(order, derivative.item(), derivative.requires_grad)

x = torch.tensor([0.5, 1.0], requires_grad=True)
(first,) = torch.autograd.grad(x.sin().sum(), x, create_graph=True)
(second,) = torch.autograd.grad(first.sum(), x, create_graph=True)
print(first.detach(), second.detach(), -x.detach().sin(), sep="\n")
print(torch.allclose(second, -x.sin()))

# A penalty on the gradient.
w = torch.tensor([1.0, -2.0], requires_grad=True)
loss = (w**3).sum()
(g,) = torch.autograd.grad(loss, w, create_graph=True)
penalty = (g**2).sum()
penalty.backward()
print(g.tolist(), penalty.item(), w.grad)
