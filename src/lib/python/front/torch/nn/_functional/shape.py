"""Layers of numbers in other arrangements.

Source: https://pytorch.org/docs/stable/nn.functional.html
"""

import torch


def bilinear(input1, input2, weight, bias=None):
    """x₁ᵀ A x₂ + b for inputs of shapes (…, in1) and (…, in2), a weight of shape (out, in1, in2).

    Raises RuntimeError for shapes that don't fit.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.bilinear.html
    """
    sizes = weight.shape
    if input1.dim() != input2.dim():
        raise RuntimeError(
            "bilinear(): input dimensions do not match: "
            f"got {input1.dim()} and {input2.dim()}"
        )
    for dim in range(input1.dim() - 1):
        if input1.shape[dim] != input2.shape[dim]:
            raise RuntimeError(
                f"bilinear(): input batch dimensions do not match at dim {dim}: "
                f"got {input1.shape[dim]} and {input2.shape[dim]}"
            )
    for place, input in enumerate((input1, input2)):
        if input.shape[-1] != sizes[place + 1]:
            raise RuntimeError(
                f"bilinear(): input{place + 1} size does not match weight size: "
                f"got {input.shape[-1]} but expected {sizes[place + 1]}"
            )
    first = input1.reshape(-1, sizes[1])
    second = input2.reshape(-1, sizes[2])
    result = torch.einsum("bi,oij,bj->bo", first, weight, second)
    result = result.reshape((*input1.shape[:-1], sizes[0]))
    return result if bias is None else result + bias


def pixel_shuffle(input, upscale_factor):
    """Turns groups of r² channels of shape (…, C·r², H, W) into finer images (…, C, H·r, W·r).

    Raises RuntimeError unless r² divides the channels.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.pixel_shuffle.html
    """
    r = upscale_factor
    *batch, channels, height, width = input.shape
    if channels % (r * r) != 0:
        raise RuntimeError(
            "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square "
            f"of upscale_factor, but input.size(-3)={channels} is not divisible by {r * r}"
        )
    k = len(batch)
    parts = input.reshape((*batch, channels // (r * r), r, r, height, width))
    order = (*range(k), k, k + 3, k + 1, k + 4, k + 2)
    return parts.permute(order).reshape((*batch, channels // (r * r), height * r, width * r))


def pixel_unshuffle(input, downscale_factor):
    """Undoes `pixel_shuffle`. Raises RuntimeError unless the factor divides height and width.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.pixel_unshuffle.html
    """
    r = downscale_factor
    *batch, channels, height, width = input.shape
    for name, dim, size in (("height", -2, height), ("width", -1, width)):
        if size % r != 0:
            raise RuntimeError(
                f"pixel_unshuffle expects {name} to be divisible by downscale_factor, "
                f"but input.size({dim})={size} is not divisible by {r}"
            )
    k = len(batch)
    parts = input.reshape((*batch, channels, height // r, r, width // r, r))
    order = (*range(k), k, k + 2, k + 4, k + 1, k + 3)
    return parts.permute(order).reshape((*batch, channels * r * r, height // r, width // r))
