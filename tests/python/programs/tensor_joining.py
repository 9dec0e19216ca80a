"""cat, stack, split, chunk and their gradients."""

import torch

a = torch.tensor([[1.0, 2.0]], requires_grad=True)
b = torch.tensor([[3.0, 4.0], [5.0, 6.0]], requires_grad=True)
print(torch.cat([a, b]), torch.cat((b, b), dim=1), torch.cat([a, a], -1).shape, sep="\n")
(torch.cat([a, b]) * torch.tensor([[1.0], [2.0], [3.0]])).sum().backward()
print(a.grad, b.grad, sep="\n")

rows = [torch.full((2,), float(i)) for i in range(3)]
print(torch.stack(rows), torch.stack(rows, dim=1), torch.hstack(rows), torch.vstack(rows), sep="\n")
x = torch.arange(7)
print(x.split(3), x.split([1, 2, 4]), x.chunk(3), torch.chunk(x, 2), sep="\n")
print(torch.arange(6).view(2, 3).unbind(), torch.arange(6).view(2, 3).unbind(1), sep="\n")
print([tuple(t.shape) for t in torch.zeros(4, 5).split(2, dim=1)])

z = torch.arange(4.0, requires_grad=True)
first, second = z.chunk(2)
print(first, second)
(first * second).sum().backward()
print(z.grad)
s = torch.stack([z.sum(), z.prod(), z[1] ** 2])
print(s)
print(torch.meshgrid(torch.arange(2), torch.arange(3), indexing="ij"))
print(torch.cartesian_prod(torch.arange(2), torch.arange(2)), torch.column_stack([x[:2], x[2:4]]))
for wrong in (
    lambda: torch.cat([torch.zeros(2, 3), torch.zeros(2, 2)]),
    lambda: torch.cat([torch.zeros(2), torch.zeros(2, 2)]),
    lambda: torch.stack([torch.zeros(2), torch.zeros(3)]),
    lambda: torch.cat([]),
    lambda: torch.cat([torch.tensor(1.0), torch.tensor(2.0)]),
    lambda: x.split([1, 2]),
):
    try:
        wrong()
    except (RuntimeError, TypeError, ValueError) as fault:
        print(type(fault).__name__, fault)
