"""Broadcasting, and gradients that are summed back to the shape they came from."""

import torch

row = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
column = torch.tensor([[10.0], [20.0]], requires_grad=True)
number = torch.tensor(2.0, requires_grad=True)
table = number * (row + column)
print(table.shape)
print(table)
table.sum().backward()
print(row.grad, column.grad, number.grad, sep="\n")

print(torch.broadcast_shapes((3, 1), (1, 4), (4,)))
a, b = torch.broadcast_tensors(torch.arange(3), torch.arange(2).reshape(2, 1))
print(a, b, sep="\n")
print(torch.ones(3, 1).expand(3, 4).shape, torch.ones(3, 1).expand(-1, 2).stride())
print(torch.ones(2, 1, 3).expand(4, 2, 5, 3).size())
x = torch.tensor([1.0, 2.0], requires_grad=True)
x.expand(3, 2).sum().backward()
print(x.grad)
x.grad = None
x.repeat(2, 2).sum().backward()
print(x.grad, x.repeat(2, 2).shape)
print((torch.ones(4, 1, 2) * torch.ones(3, 1)).shape)
