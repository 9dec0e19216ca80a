"""Batches: order, size, shuffling by the seed, collating."""

from collections import namedtuple

import torch
from torch.utils.data import DataLoader, IterableDataset, TensorDataset, default_collate

numbers = TensorDataset(torch.arange(7))


def show(loader):
    print([batch[0].tolist() for batch in loader])


show(DataLoader(numbers))
show(DataLoader(numbers, batch_size=3))
show(DataLoader(numbers, batch_size=3, drop_last=True))
print(len(DataLoader(numbers, batch_size=3)), len(DataLoader(numbers, 3, drop_last=True)))

torch.manual_seed(0)
shuffled = DataLoader(numbers, batch_size=3, shuffle=True)
show(shuffled)
show(shuffled)
print(torch.rand(1))
for _ in DataLoader(numbers):
    break
print(torch.rand(1))
own = DataLoader(numbers, batch_size=4, shuffle=True, generator=torch.Generator().manual_seed(5))
show(own)
show(own)
print(torch.rand(1))

x = torch.arange(12.0).reshape(6, 2)
y = torch.tensor([0, 1, 0, 1, 1, 0])
for inputs, targets in DataLoader(TensorDataset(x, y), batch_size=4):
    print(inputs, targets, sep="\n")
print(next(iter(DataLoader([1.5, 2.5, 3.5], batch_size=2))))
print(list(DataLoader(range(5), batch_size=None)))
print(list(DataLoader(list("abc"), batch_size=2)))
print(list(DataLoader([{"a": 1, "b": [2.0, 3.0]}, {"a": 4, "b": [5.0, 6.0]}], batch_size=2)))
print(list(DataLoader(range(6), batch_size=3, collate_fn=lambda batch: sum(batch))))

Point = namedtuple("Point", "x y")
print(default_collate([Point(0, 0.5), Point(1, 1.5)]))
print(default_collate([(1, torch.ones(2)), (2, torch.zeros(2))]))


class Stream(IterableDataset):
    def __iter__(self):
        yield from (torch.tensor(k) for k in range(5))


print(list(DataLoader(Stream(), batch_size=2)))
print(list(DataLoader(Stream(), batch_size=2, drop_last=True)))

for action in (
    lambda: DataLoader(Stream(), shuffle=True),
    lambda: DataLoader(numbers, batch_size=0),
    lambda: DataLoader(numbers, batch_size=None, drop_last=True),
    lambda: DataLoader(numbers, sampler=[0, 1], shuffle=True),
    lambda: DataLoader(numbers, num_workers=-1),
    lambda: setattr(DataLoader(numbers), "batch_size", 2),
    lambda: default_collate([object()]),
    lambda: default_collate([[1], [1, 2]]),
    lambda: list(DataLoader([torch.ones(1), torch.ones(2)], batch_size=2)),
):
    try:
        action()
    except (RuntimeError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
