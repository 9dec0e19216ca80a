"""Reductions: of all, along dimensions, with keepdim, and their gradients."""

import torch

x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)
print(x.sum(), x.mean(), x.prod(), x.min(), x.max(), sep="\n")
print(x.sum(0), x.sum(dim=1), x.sum(-1, keepdim=True), x.sum((0, 1)), sep="\n")
print(x.mean(dim=0), x.var(), x.std(dim=1), x.var(unbiased=False), sep="\n")
print(x.max(dim=1))
values, indices = x.detach().min(0)
print(values, indices)
print(x.argmax(), x.argmin(dim=1), x.detach().argmax(0, keepdim=True))
# Releases differ in the names of these grad_fns.
print(x.norm().detach(), x.norm(1).detach(), x.norm(dim=0).detach())
print((x > 2).any(), (x > 0).all(), (x > 4).sum(), (x > 4).any(dim=0), (x != 0).count_nonzero())
x.mean(dim=1).prod().backward()
print(x.grad)
x.grad = None
x.std().backward()
print(x.grad)
t = torch.tensor([3, 1, 2])
print(t.sum(), t.prod(), t.max(), t.float().mean(), t.cumsum(0))
print(torch.tensor([True, False, True]).sum(), torch.tensor([]).sum())
print(torch.logsumexp(x.detach(), dim=1), x.detach().logsumexp(0))
