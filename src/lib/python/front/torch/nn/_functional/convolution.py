"""Convolutions, whose padding may be given in words.

Source: https://pytorch.org/docs/stable/nn.functional.html#convolution-functions
"""

import torch
from torch.nn._common import pair


def _convolve(name, input, weight, bias, stride, padding, dilation, groups):
    run = getattr(torch, name)
    count = weight.dim() - 2
    if isinstance(padding, str):
        if padding not in ("same", "valid"):
            raise RuntimeError(
                "Invalid padding string: '" + padding + "'"
                if padding
                else "Invalid padding string: ''"
            )
        if padding == "valid":
            padding = 0
        else:
            if any(step != 1 for step in pair(stride, count)):
                raise RuntimeError("padding='same' is not supported for strided convolutions")
            input, padding = _same(input, weight, pair(dilation, count))
    return run(input, weight, bias, stride, padding, dilation, groups)


def _same(input, weight, dilation):
    """The padding that keeps the size; where it isn't even, the input with the odd element behind
    it.
    """
    from torch.nn.functional import pad

    totals = [step * (size - 1) for step, size in zip(dilation, weight.shape[2:])]
    odd = [total % 2 for total in totals]
    if any(odd):
        input = pad(input, [side for more in reversed(odd) for side in (0, more)])
    return input, tuple(total // 2 for total in totals)


def conv1d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Slides kernels of shape (out, in / groups, k) along an input of shape (N, in, L) or (in, L).

    `padding` is a number, "valid" or "same".
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.conv1d.html
    """
    return _convolve("conv1d", input, weight, bias, stride, padding, dilation, groups)


def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Slides kernels of shape (out, in / groups, h, w) over an input of shape (N, in, H, W) or (in,
    H, W).

    `padding` is a number, two of them, "valid" or "same".
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html
    """
    return _convolve("conv2d", input, weight, bias, stride, padding, dilation, groups)
