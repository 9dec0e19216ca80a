"""Data sets.

Source: https://pytorch.org/docs/stable/data.html#dataset-types
"""

import bisect
import itertools
import math
import warnings
from typing import Generic, TypeVar

import torch

T = TypeVar("T", covariant=True)


class Dataset(Generic[T]):
    """Samples by key: a subclass defines `__getitem__` and, for most purposes, `__len__`.

    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.Dataset
    """

    def __getitem__(self, index):
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")

    def __add__(self, other):
        return ConcatDataset([self, other])


class IterableDataset(Dataset[T]):
    """Samples one after the other: a subclass defines `__iter__`.

    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.IterableDataset
    """

    def __iter__(self):
        raise NotImplementedError("Subclasses of IterableDataset should implement __iter__.")

    def __add__(self, other):
        return ChainDataset([self, other])


class TensorDataset(Dataset[T]):
    """Samples are tuples of the rows of tensors. Raises AssertionError for different numbers of
    rows.

    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.TensorDataset
    """

    def __init__(self, *tensors):
        if any(tensors[0].size(0) != tensor.size(0) for tensor in tensors):
            raise AssertionError("Size mismatch between tensors")
        self.tensors = tensors

    def __getitem__(self, index):
        return tuple(tensor[index] for tensor in self.tensors)

    def __len__(self):
        return self.tensors[0].size(0)


class ConcatDataset(Dataset[T]):
    """Several data sets one after the other. Raises AssertionError without any, and for streams.

    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.ConcatDataset
    """

    def __init__(self, datasets):
        self.datasets = list(datasets)
        if not self.datasets:
            raise AssertionError("datasets should not be an empty iterable")
        if any(isinstance(one, IterableDataset) for one in self.datasets):
            raise AssertionError("ConcatDataset does not support IterableDataset")
        self.cumulative_sizes = self.cumsum(self.datasets)

    @staticmethod
    def cumsum(sequence):
        """How many samples there are up to the end of each."""
        return list(itertools.accumulate(len(one) for one in sequence))

    def __len__(self):
        return self.cumulative_sizes[-1]

    def __getitem__(self, idx):
        if idx < 0:
            if -idx > len(self):
                raise ValueError("absolute value of index should not exceed dataset length")
            idx += len(self)
        place = bisect.bisect_right(self.cumulative_sizes, idx)
        start = self.cumulative_sizes[place - 1] if place > 0 else 0
        return self.datasets[place][idx - start]


class ChainDataset(IterableDataset):
    """Several streams one after the other.

    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.ChainDataset
    """

    def __init__(self, datasets):
        self.datasets = datasets

    def _streams(self):
        for one in self.datasets:
            if not isinstance(one, IterableDataset):
                raise AssertionError("ChainDataset only supports IterableDataset")
            yield one

    def __iter__(self):
        for one in self._streams():
            yield from one

    def __len__(self):
        return sum(len(one) for one in self._streams())


class Subset(Dataset[T]):
    """The samples of a data set at some indices.

    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.Subset
    """

    def __init__(self, dataset, indices):
        self.dataset = dataset
        self.indices = indices

    def __getitem__(self, idx):
        if isinstance(idx, list):
            return self.dataset[[self.indices[place] for place in idx]]
        return self.dataset[self.indices[idx]]

    def __len__(self):
        return len(self.indices)


def _counts(size, fractions):
    """Whole numbers for fractions of a size; what is left over goes to the first ones."""
    counts = []
    for place, fraction in enumerate(fractions):
        if fraction < 0 or fraction > 1:
            raise ValueError(f"Fraction at index {place} is not between 0 and 1")
        counts.append(math.floor(size * fraction))
    for place in range(size - sum(counts)):
        counts[place % len(counts)] += 1
    for place, count in enumerate(counts):
        if count == 0:
            warnings.warn(
                f"Length of split at index {place} is 0. "
                "This might result in an empty dataset.",
                stacklevel=3,
            )
    return counts


def random_split(dataset, lengths, generator=None):
    """Divides a data set at random into subsets of these lengths, or of these fractions of it.

    Raises ValueError for lengths that don't add up to its size.
    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.random_split
    """
    if math.isclose(sum(lengths), 1) and sum(lengths) <= 1:
        lengths = _counts(len(dataset), lengths)
    if sum(lengths) != len(dataset):
        raise ValueError("Sum of input lengths does not equal the length of the input dataset!")
    options = {} if generator is None else {"generator": generator}
    order = torch.randperm(sum(lengths), **options).tolist()
    ends = itertools.accumulate(lengths)
    return [Subset(dataset, order[end - length : end]) for end, length in zip(ends, lengths)]
