"""What is a leaf, and what requires a gradient."""

import torch

a = torch.tensor([1.0, 2.0])
b = torch.tensor([1.0, 2.0], requires_grad=True)
c = a * 2
d = b * 2
e = b.detach()
f = torch.tensor([1.0, 2.0], requires_grad=True) * 2
g = torch.zeros(2).requires_grad_()
h = b.clone()
i = b.double()
j = b.detach().clone().requires_grad_(True)
k = (b > 1).float()
for name in "abcdefghijk":
    t = globals()[name]
    print(name, t.is_leaf, t.requires_grad, t.grad_fn is None)

c.requires_grad = True
print(c.is_leaf, c.requires_grad)
c.requires_grad_(False)
print(c.requires_grad)
try:
    d.requires_grad = False
except RuntimeError as fault:
    print(fault)
f.sum().backward()
print(f.requires_grad, f.retains_grad)
