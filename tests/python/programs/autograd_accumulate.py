"""Gradients accumulate over backward() calls, and three ways to start from nothing again."""

import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
print("before:", x.grad)
for step in range(3):
    (x**2).sum().backward()
    print(step, x.grad)

x.grad.zero_()
print("zero_():", x.grad)
(3 * x).sum().backward()
print(x.grad)

x.grad = None
print("None:", x.grad)
(3 * x).sum().backward()
print(x.grad)

x.grad = torch.zeros_like(x)
(5 * x).sum().backward()
print("zeros_like:", x.grad)

x.grad = torch.tensor([100.0, 200.0])
(5 * x).sum().backward()
print("set by hand:", x.grad)

optimizer = torch.optim.SGD([x], lr=0.1)
optimizer.zero_grad(set_to_none=True)
print("optimizer:", x.grad)
