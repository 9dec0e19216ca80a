"""Batches made of samples.

Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.default_collate
"""

from collections.abc import Mapping, Sequence

import torch


def _is_array(value):
    return type(value).__module__ == "numpy"


def _rebuilt(kind, values):
    """A container of the same kind; a list or a dict where it can't be made of values."""
    try:
        return kind(values)
    except TypeError:
        return values


def default_collate(batch):
    """A batch of samples: tensors and numbers are stacked, and so is what containers hold.

    Strings stay as they are; tuples become lists. Raises TypeError for other samples, RuntimeError
    for sequences of different lengths.
    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.default_collate
    """
    first = batch[0]
    if isinstance(first, torch.Tensor):
        return torch.stack(list(batch), 0)
    if _is_array(first):
        if getattr(first, "ndim", 0) == 0:
            return torch.as_tensor([one.item() for one in batch],
            dtype=torch.as_tensor(first).dtype)
        return default_collate([torch.as_tensor(one) for one in batch])
    if isinstance(first, float):
        return torch.tensor(batch, dtype=torch.float64)
    if isinstance(first, int):
        return torch.tensor(batch)
    if isinstance(first, (str, bytes)):
        return batch
    if isinstance(first, Mapping):
        collated = {key: default_collate([one[key] for one in batch]) for key in first}
        return _rebuilt(type(first), collated)
    if isinstance(first, tuple) and hasattr(first, "_fields"):
        return type(first)(*(default_collate(samples) for samples in zip(*batch)))
    if isinstance(first, Sequence):
        if any(len(one) != len(first) for one in batch):
            raise RuntimeError("each element in list of batch should be of equal size")
        collated = [default_collate(samples) for samples in zip(*batch)]
        return collated if isinstance(first, tuple) else _rebuilt(type(first), collated)
    raise TypeError(
        "default_collate: batch must contain tensors, numpy arrays, numbers, "
        f"dicts or lists; found {type(first)}"
    )


def default_convert(data):
    """A sample whose arrays became tensors; what else it holds stays.

    Source: https://pytorch.org/docs/stable/data.html#torch.utils.data.default_convert
    """
    if isinstance(data, torch.Tensor):
        return data
    if _is_array(data):
        return torch.as_tensor(data)
    if isinstance(data, Mapping):
        converted = {key: default_convert(value) for key, value in data.items()}
        return _rebuilt(type(data), converted)
    if isinstance(data, tuple) and hasattr(data, "_fields"):
        return type(data)(*(default_convert(value) for value in data))
    if isinstance(data, tuple):
        return [default_convert(value) for value in data]
    if isinstance(data, Sequence) and not isinstance(data, (str, bytes)):
        return _rebuilt(type(data), [default_convert(value) for value in data])
    return data
