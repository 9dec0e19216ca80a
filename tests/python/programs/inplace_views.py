"""Views: one memory, many tensors; gradients through changes in views."""

import torch

a = torch.arange(6.0)
b = a.view(2, 3)
c = b.t()
b[0, 0] = 100
print(a, c, sep="\n")
print(b._base is a, c.is_contiguous(), c.stride(), b.storage_offset(), b[1].storage_offset())
c[2].fill_(-1)
print(a)
print(a.data_ptr() == b.data_ptr(), b.is_set_to(b), a[::2].stride())

x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
y = x * 1
first, second = y[:2], y[2:]
first.mul_(10)
print(y)
print(first.detach(), second.detach())
(y * torch.arange(1.0, 5.0)).sum().backward()
print(x.grad)

x.grad = None
y = x * 1
y[1] = 0
y[y > 3] = 7
print(y)
(y**2).sum().backward()
print(x.grad)

try:
    b.t().view(6)
except RuntimeError as fault:
    print(fault)
print(b.t().reshape(6), b.t().contiguous().view(6))

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
y = x.clone()
y.t()[0].add_(1)
y.diagonal().mul_(2)
print(y)
y.sum().backward()
print(x.grad)
