"""The few things that this package asks of torch, whose tensors hold the elements of all arrays."""

import torch

Tensor = torch.Tensor


def make(values, shape, dtype):
    """A tensor of new elements, given flat and in row-major order."""
    tensor = torch.tensor(values, dtype=dtype.torch)
    return tensor if len(shape) == 1 else tensor.reshape(shape)


def filled(shape, value, dtype):
    """A tensor that holds one value everywhere."""
    return torch.full(shape, value, dtype=dtype.torch)


def flat(tensor):
    """All elements as Python numbers, in row-major order."""
    if tensor.dim() == 1:
        return tensor.tolist()
    return tensor.reshape(-1).tolist()


def cast(tensor, dtype):
    """The tensor in another dtype; the tensor itself where it has it."""
    return tensor if tensor.dtype == dtype.torch else tensor.to(dtype.torch)


def is_contiguous(shape, strides):
    """Whether the elements lie in memory one after another, the last axis first."""
    step = 1
    for size, stride in zip(reversed(shape), reversed(strides)):
        if size != 1 and stride != step:
            return 0 in shape
        step *= size
    return True


where = torch.where
