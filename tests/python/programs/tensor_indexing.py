"""Indexing and slices, with lists, tensors and masks; gather; gradients through all of them."""

import torch

x = torch.arange(12.0).reshape(3, 4).requires_grad_()
print(x[0], x[-1, -1], x[:, 1], x[1:, ::2], sep="\n")
print(x[..., 0], x[None].shape, x[:, None, 2:].shape, x[0:0].shape, sep="\n")
print(x[[0, 2]], x[[0, 2], [1, 3]], x[torch.tensor([[0, 1], [1, 0]])].shape, sep="\n")
print(x[x > 7], x[:, torch.tensor([True, False, False, True])], sep="\n")
x[[0, 0, 1], [0, 0, 2]].sum().backward()
print(x.grad)
x.grad = None
x[x > 9].prod().backward()
print(x.grad)

t = torch.tensor([[5, 6, 7], [8, 9, 10]])
print(t.gather(1, torch.tensor([[2, 0], [1, 1]])), t.index_select(1, torch.tensor([2, 0])))
print(t.masked_fill(t > 7, 0), t.masked_select(t % 2 == 0))
print(torch.nonzero(t > 7), torch.where(t > 7), torch.where(t > 7, t, -t), sep="\n")
print(torch.zeros(3).scatter(0, torch.tensor([2, 0]), torch.tensor([1.0, 2.0])))
print(torch.zeros(2, 3).scatter_(1, torch.tensor([[1], [2]]), 9.0))
print(torch.zeros(3).index_add(0, torch.tensor([1, 1, 2]), torch.tensor([1.0, 2.0, 3.0])))

y = torch.zeros(3, 3, dtype=torch.int64)
y[1] = 5
y[:, 0] = torch.tensor([1, 2, 3])
y[[0, 2], [2, 2]] = 9
y[y == 5] += 100
y[0, 1], y[2, 1] = 7, 8
print(y)
print(y[1, 1].item(), y[1][2], y[torch.tensor(2)], len(y[0:2]))
p = torch.tensor([0.1, 0.7, 0.2], requires_grad=True)
p.gather(0, torch.tensor([1, 1, 0])).sum().backward()
print(p.grad)
