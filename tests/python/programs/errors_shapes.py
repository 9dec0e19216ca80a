"""Shapes that don't fit."""

import torch

a, b = torch.zeros(2, 3), torch.zeros(4)
for action in (
    lambda: a + b,
    lambda: a * torch.zeros(2),
    lambda: a + torch.zeros(3, 3),
    lambda: a.view(4),
    lambda: a.view(-1, 4),
    lambda: a.reshape(5, -1),
    lambda: a.view(-1, -1),
    lambda: a.expand(2, 4),
    lambda: a.expand(3),
    lambda: a[2],
    lambda: a[0, 3],
    lambda: a[-3],
    lambda: a[0, 0, 0],
    lambda: a[torch.tensor([0, 5])],
    lambda: a[torch.tensor([True, False, True])],
    lambda: a.sum(dim=2),
    lambda: a.unsqueeze(4),
    lambda: a.transpose(0, 2),
    lambda: a.permute(0, 1, 2),
    lambda: a.mm(b),
    lambda: torch.dot(a, a),
    lambda: torch.mm(a, torch.zeros(2, 3)),
    lambda: torch.zeros(2, 3, 4).t(),
    lambda: a.gather(1, torch.tensor([[5]])),
    lambda: a.index_select(0, torch.tensor([7])),
    lambda: torch.stack([]),
    lambda: torch.zeros(0).max(),
    lambda: torch.zeros(0).argmax(),
    lambda: a.squeeze(5),
    lambda: a.__setitem__(0, torch.zeros(4)),
    lambda: a.add_(torch.zeros(4, 1, 1)),
):
    try:
        print("no fault:", action())
    except Exception as fault:
        print(f"{type(fault).__name__}: {fault}")
