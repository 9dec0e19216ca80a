"""Data sets: tensors, subsets, chains, and one's own."""

import torch
from torch.utils.data import (
    ChainDataset,
    ConcatDataset,
    Dataset,
    IterableDataset,
    Subset,
    TensorDataset,
    random_split,
)

pairs = TensorDataset(torch.arange(10.0).reshape(5, 2), torch.arange(5))
print(len(pairs), pairs[1], pairs[-1])
print(pairs[1:3])
some = Subset(pairs, [4, 0])
print(len(some), some[0])


class Squares(Dataset):
    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        if index >= self.count:
            raise IndexError(index)
        return index, index**2


both = Squares(3) + Squares(2)
print(type(both).__name__, len(both), both[3], both[-1], both.cumulative_sizes)
print(list(Squares(3)))
print(len(ConcatDataset([pairs, some])))


class Count(IterableDataset):
    def __init__(self, end):
        self.end = end

    def __iter__(self):
        return iter(range(self.end))


print(list(ChainDataset([Count(2), Count(3)])), list(Count(1) + Count(2)))

torch.manual_seed(0)
train, test = random_split(Squares(10), [7, 3])
print(train.indices, test.indices)
print([list(part) for part in random_split(range(6), [3, 3], torch.Generator().manual_seed(1))])
print([len(part) for part in random_split(range(11), [0.5, 0.25, 0.25])])
print(torch.rand(1))

for action in (
    lambda: random_split(Squares(10), [5, 3]),
    lambda: TensorDataset(torch.ones(2), torch.ones(3)),
    lambda: ConcatDataset([]),
    lambda: ConcatDataset([Count(2)]),
    lambda: both[-9],
    lambda: Dataset()[0],
):
    try:
        action()
    except (AssertionError, NotImplementedError, ValueError) as error:
        name = type(error).__name__
        print(name, "" if isinstance(error, NotImplementedError) else error)
