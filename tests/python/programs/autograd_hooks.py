"""Hooks on tensors: printing, scaling, removing."""

import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x * 2
handle = y.register_hook(lambda grad: print("gradient of y:", grad))
(y**2).sum().backward()
print(x.grad)
handle.remove()

x.grad = None
y = x * 2
y.register_hook(lambda grad: grad * 10)
y.sum().backward()
print(x.grad)

x.grad = None
halving = x.register_hook(lambda grad: grad / 2)
x.register_hook(lambda grad: grad.clamp(max=1.0))
(x**2).sum().backward()
print(x.grad)
halving.remove()
x.grad = None
(x**2).sum().backward()
print(x.grad)

# A hook sees the sum of both paths, once.
z = torch.tensor(2.0, requires_grad=True)
a = z * 3
a.register_hook(lambda grad: print("sum of the paths:", grad.item()))
(a * 2 + a**2).backward()
print(z.grad)
try:
    torch.tensor(1.0).register_hook(print)
except RuntimeError as fault:
    print(fault)
