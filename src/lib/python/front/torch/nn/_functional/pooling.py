"""Pooling along signals, and to a size that is given.

Source: https://pytorch.org/docs/stable/nn.functional.html#pooling-functions
"""

import torch
from torch.nn._common import pair


def _without_indices(name, return_indices):
    if return_indices:
        raise NotImplementedError(f"Backflow's torch has no {name} with return_indices yet")


def _max_pool(name):
    """The operation of that name, which doesn't take `return_indices` as PyTorch's function does."""

    def call(
        input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False
    ):
        _without_indices(name, return_indices)
        return getattr(torch, name)(input, kernel_size, stride, padding, dilation, ceil_mode)

    call.__name__ = name
    call.__qualname__ = f"_{name}"
    call.__doc__ = f"""The largest element of each window.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.{name}.html
    """
    return call


max_pool1d = _max_pool("max_pool1d")
max_pool2d = _max_pool("max_pool2d")


def _windows(size, wanted):
    """Where each of the wanted windows starts and how long it is."""
    for k in range(wanted):
        start = k * size // wanted
        yield start, -(-(k + 1) * size // wanted) - start


def _adaptive(input, output_size, pool):
    """Windows of nearly one size that together cover the last two dimensions."""
    sizes = input.shape[-2:]
    wanted = [size if goal is None else goal for size, goal in zip(sizes, pair(output_size))]
    if all(size % goal == 0 for size, goal in zip(sizes, wanted)):
        return pool(input, tuple(size // goal for size, goal in zip(sizes, wanted)))
    rows = []
    for top, height in _windows(sizes[0], wanted[0]):
        row = input.narrow(-2, top, height)
        cells = [
            pool(row.narrow(-1, left, width), (height, width))
            for left, width in _windows(sizes[1], wanted[1])
        ]
        rows.append(torch.cat(cells, -1))
    return torch.cat(rows, -2)


def adaptive_avg_pool2d(input, output_size):
    """Means of so many windows of an input of shape (N, C, H, W) or (C, H, W).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool2d.html
    """
    from torch.nn.functional import avg_pool2d

    if pair(output_size) == (1, 1):
        return input.mean((-1, -2), keepdim=True)
    return _adaptive(input, output_size, avg_pool2d)


def adaptive_avg_pool1d(input, output_size):
    """Means of so many windows of an input of shape (N, C, L) or (C, L).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool1d.html
    """
    return adaptive_avg_pool2d(input.unsqueeze(-2), (1, *pair(output_size, 1))).squeeze(-2)


def adaptive_max_pool2d(input, output_size, return_indices=False):
    """Largest elements of so many windows of an input of shape (N, C, H, W) or (C, H, W).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool2d.html
    """
    _without_indices("adaptive_max_pool2d", return_indices)
    return _adaptive(input, output_size, max_pool2d)


def adaptive_max_pool1d(input, output_size, return_indices=False):
    """Largest elements of so many windows of an input of shape (N, C, L) or (C, L).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool1d.html
    """
    _without_indices("adaptive_max_pool1d", return_indices)
    return adaptive_max_pool2d(input.unsqueeze(-2), (1, *pair(output_size, 1))).squeeze(-2)
