"""A Jacobian in one go: is_grads_batched."""

import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = torch.stack([x[0] * x[1], x[1] ** 2 + x[2]])
(rows,) = torch.autograd.grad(y, x, torch.eye(2), is_grads_batched=True, retain_graph=True)
print(rows)
by_row = [torch.autograd.grad(y, x, row, retain_graph=True)[0] for row in torch.eye(2)]
print(torch.stack(by_row))
