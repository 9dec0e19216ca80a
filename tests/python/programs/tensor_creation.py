"""Ways to make a tensor."""

import torch

print(
    torch.zeros(2, 3),
    torch.ones(2),
    torch.full((2, 2), 7),
    torch.full((2,), 0.5),
    torch.eye(2),
    sep="\n",
)
print(
    torch.arange(5), torch.arange(1, 2, 0.25), torch.arange(5, 0, -2), torch.arange(3.0), sep="\n"
)
print(torch.linspace(0, 1, 5), torch.logspace(0, 3, 4), torch.linspace(3, 3, 1), sep="\n")
print(
    torch.zeros_like(torch.ones(2)),
    torch.ones_like(torch.tensor([1, 2])),
    torch.full_like(torch.zeros(2), 3),
)
print(
    torch.zeros(0),
    torch.tensor([]),
    torch.tensor([[]]).shape,
    torch.zeros(2, 0),
    torch.empty(3, 0).shape,
)
print(
    torch.tensor([[1, 2], [3, 4]]), torch.tensor(((1.0,), (2.0,))), torch.tensor(range(3)), sep="\n"
)
print(
    torch.zeros((2, 1)),
    torch.zeros([1, 2]),
    torch.zeros(torch.Size([1])),
    torch.zeros(()),
    sep="\n",
)
print(
    torch.as_tensor([1.0, 2.0]), torch.Tensor([1, 2]), torch.FloatTensor([1]), torch.LongTensor([1])
)
print(
    torch.Tensor(2, 3).shape,
    torch.scalar_tensor(2.0),
    torch.tensor([torch.tensor(1.0), torch.tensor(2.0)]),
)
print(
    torch.tensor(1.5, dtype=torch.int64),
    torch.ones(2, dtype=torch.bool),
    torch.ones(1, requires_grad=True),
)
print(
    torch.is_tensor(torch.ones(1)),
    torch.is_tensor(1.0),
    isinstance(torch.ones(1), torch.Tensor),
    torch.pi,
)
print(
    torch.tensor(2.0).clone(),
    torch.empty(2).fill_(4.0),
    torch.zeros(3).numel(),
    torch.tensor(5).device,
)
print(torch.tril(torch.ones(3, 3)))
for wrong in (
    lambda: torch.tensor([[1, 2], [3]]),
    lambda: torch.tensor(["a"]),
    lambda: torch.tensor(None),
    lambda: torch.zeros(-1),
    lambda: torch.arange(0, 1, 0),
    lambda: torch.tensor([1, "a"]),
):
    try:
        wrong()
    except (RuntimeError, TypeError, ValueError) as fault:
        # RuntimeError became TypeError for some, so only the words.
        print(fault)
