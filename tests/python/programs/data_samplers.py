"""Samplers: the order in which samples are taken."""

import torch
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    RandomSampler,
    Sampler,
    SequentialSampler,
    SubsetRandomSampler,
)

data = list(range(10, 18))
print(list(SequentialSampler(data)))
torch.manual_seed(1)
print(list(RandomSampler(data)))
print(list(RandomSampler(data)))
print(list(RandomSampler(data, replacement=True)))
print(list(RandomSampler(data, replacement=True, num_samples=40)))
print(list(RandomSampler(data, num_samples=20)))
generator = torch.Generator().manual_seed(3)
mine = RandomSampler(data, generator=generator)
print(list(mine), len(mine))
print(list(mine))
print(list(SubsetRandomSampler([5, 6, 7, 8])))
print(torch.rand(2))
print(list(BatchSampler(SequentialSampler(data), 3, False)))
print(list(BatchSampler(range(10), 4, True)), len(BatchSampler(range(10), 4, True)))


class Backwards(Sampler):
    def __init__(self, source):
        self.source = source

    def __iter__(self):
        return iter(range(len(self.source) - 1, -1, -1))

    def __len__(self):
        return len(self.source)


print([batch.tolist() for batch in DataLoader(data, batch_size=3, sampler=Backwards(data))])
batches = BatchSampler(Backwards(data), 5, True)
print([batch.tolist() for batch in DataLoader(data, batch_sampler=batches)])

for action in (
    lambda: RandomSampler(data, replacement="yes"),
    lambda: RandomSampler([]),
    lambda: BatchSampler(data, 2.5, False),
    lambda: BatchSampler(data, 2, 1),
    lambda: DataLoader(data, batch_size=2, batch_sampler=batches),
):
    try:
        action()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
