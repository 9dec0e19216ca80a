"""The order in which samples are taken.

Source: https://pytorch.org/docs/stable/data.html#data-loading-order-and-sampler
"""

import itertools
from typing import Generic, TypeVar

import torch

T = TypeVar("T", covariant=True)


def draw_seed(generator=None):
    """The lower half of 64 random bits: all of a seed that the numbers depend on."""
    options = {} if generator is None else {"generator": generator}
    return int(torch.randint(0, 2**32, (), **options).item())


def _require_count(num_samples):
    is_count = isinstance(num_samples, int) and not isinstance(num_samples, bool)
    if not is_count or num_samples <= 0:
        raise ValueError(
            "num_samples should be a positive integer "
            f"value, but got num_samples={num_samples}"
        )


class Sampler(Generic[T]):
    """Indices of samples: a subclass defines `__iter__` and, for most purposes, `__len__`.

    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.Sampler
    """

    def __init__(self, data_source=None):
        pass

    def __iter__(self):
        raise NotImplementedError


class SequentialSampler(Sampler[int]):
    """All samples in order.

    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.SequentialSampler
    """

    def __init__(self, data_source):
        self.data_source = data_source

    def __iter__(self):
        return iter(range(len(self.data_source)))

    def __len__(self):
        return len(self.data_source)


class RandomSampler(Sampler[int]):
    """Samples in random order, each once, or with `replacement` any of them each time.

    Without a generator each pass seeds one of its own from the default one. Raises TypeError and
    ValueError for settings that don't fit.
    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.RandomSampler
    """

    def __init__(self, data_source, replacement=False, num_samples=None, generator=None):
        self.data_source = data_source
        self.replacement = replacement
        self._num_samples = num_samples
        self.generator = generator
        if not isinstance(replacement, bool):
            raise TypeError(
                f"replacement should be a boolean value, but got replacement={replacement}"
            )
        _require_count(self.num_samples)

    @property
    def num_samples(self):
        """How many samples a pass takes."""
        return len(self.data_source) if self._num_samples is None else self._num_samples

    def __iter__(self):
        size, count = len(self.data_source), self.num_samples
        generator = self.generator
        if generator is None:
            generator = torch.Generator()
            generator.manual_seed(draw_seed())
        if self.replacement:
            for start in range(0, count - count % 32, 32):
                yield from torch.randint(0, size, (32,), generator=generator).tolist()
            yield from torch.randint(0, size, (count % 32,), generator=generator).tolist()
            return
        for _ in range(count // size):
            yield from torch.randperm(size, generator=generator).tolist()
        # PyTorch draws this one even where nothing of it is needed.
        yield from torch.randperm(size, generator=generator).tolist()[: count % size]

    def __len__(self):
        return self.num_samples


class SubsetRandomSampler(Sampler[int]):
    """The given indices in random order.

    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.SubsetRandomSampler
    """

    def __init__(self, indices, generator=None):
        self.indices = indices
        self.generator = generator

    def __iter__(self):
        options = {} if self.generator is None else {"generator": self.generator}
        for place in torch.randperm(len(self.indices), **options).tolist():
            yield self.indices[place]

    def __len__(self):
        return len(self.indices)


class WeightedRandomSampler(Sampler[int]):
    """Indices drawn by weights, which needn't add up to 1.

    Raises ValueError for settings that don't fit.
    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.WeightedRandomSampler
    """

    def __init__(self, weights, num_samples, replacement=True, generator=None):
        _require_count(num_samples)
        if not isinstance(replacement, bool):
            raise ValueError(
                f"replacement should be a boolean value, but got replacement={replacement}"
            )
        self.weights = torch.as_tensor(weights, dtype=torch.float64)
        if self.weights.dim() != 1:
            raise ValueError(
                "weights should be a 1d sequence but given "
                f"weights have shape {tuple(self.weights.shape)}"
            )
        self.num_samples = num_samples
        self.replacement = replacement
        self.generator = generator

    def __iter__(self):
        options = {} if self.generator is None else {"generator": self.generator}
        drawn = torch.multinomial(self.weights, self.num_samples, self.replacement, **options)
        yield from drawn.tolist()

    def __len__(self):
        return self.num_samples


class BatchSampler(Sampler[list]):
    """Lists of batch_size indices of another sampler; with `drop_last` a shorter last one is left
    out.

    Raises ValueError for settings that don't fit.
    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.BatchSampler
    """

    def __init__(self, sampler, batch_size, drop_last):
        is_count = isinstance(batch_size, int) and not isinstance(batch_size, bool)
        if not is_count or batch_size <= 0:
            raise ValueError(
                "batch_size should be a positive integer value, "
                f"but got batch_size={batch_size}"
            )
        if not isinstance(drop_last, bool):
            raise ValueError(f"drop_last should be a boolean value, but got drop_last={drop_last}")
        self.sampler = sampler
        self.batch_size = batch_size
        self.drop_last = drop_last

    def __iter__(self):
        indices = iter(self.sampler)
        while batch := list(itertools.islice(indices, self.batch_size)):
            if self.drop_last and len(batch) < self.batch_size:
                return
            yield batch

    def __len__(self):
        full, rest = divmod(len(self.sampler), self.batch_size)
        return full + (rest > 0 and not self.drop_last)
