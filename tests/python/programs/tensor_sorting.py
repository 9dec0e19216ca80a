"""Sorting and what is near to it."""

import torch

x = torch.tensor([3.0, 1.0, 2.0], requires_grad=True)
print(x.sort(), torch.sort(x.detach(), descending=True), torch.argsort(x), sep="\n")
(x.sort().values * torch.arange(3.0)).sum().backward()
print(x.grad)
t = torch.tensor([[5, 1, 4], [2, 6, 3]])
print(t.sort(dim=0).values, t.sort(-1).indices, t.argsort(dim=1, descending=True), sep="\n")
print(torch.topk(x.detach(), 2), t.topk(1, dim=1, largest=False).values, sep="\n")
print(x.median(), t.median(), t.float().median(dim=1), sep="\n")
x.grad = None
x.topk(2).values.sum().backward()
print(x.grad)
print(torch.unique(torch.tensor([2, 1, 2, 3])), torch.unique(torch.tensor([[1, 1], [0, 1]])))
print(torch.bincount(torch.tensor([0, 1, 1, 3])), torch.tensor([1, 2]).flip(0))
