"""Padding.

Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
"""

import torch


def _reflected(size, before, after):
    inside = list(range(size))
    left = list(range(before, 0, -1))
    right = [size - 2 - k for k in range(after)]
    return left + inside + right


def _replicated(size, before, after):
    return [0] * before + list(range(size)) + [size - 1] * after


def _circular(size, before, after):
    if before > size or after > size:
        raise RuntimeError("Padding value causes wrapping around more than once.")
    return [place % size for place in range(-before, size + after)]


_PLACES = {"reflect": _reflected, "replicate": _replicated, "circular": _circular}


def _constant(input, dim, before, after, value):
    size = input.shape[dim]
    if before < 0 or after < 0:
        left = max(-before, 0)
        input = input.narrow(dim, left, size - left - max(-after, 0))
    shape = list(input.shape)
    parts = []
    for count, first in ((before, True), (after, False)):
        if count > 0:
            shape[dim] = count
            block = torch.full(tuple(shape), value, dtype=input.dtype)
            parts = [block, input] if first else [*(parts or [input]), block]
    return torch.cat(parts, dim) if parts else input


def pad(input, pad, mode="constant", value=None):
    """Adds elements before and after dimensions; `pad` names them in pairs from the last dimension
    on.

    Negative numbers of a constant padding cut. Modes are constant, reflect, replicate and circular.
    Raises RuntimeError for numbers that don't fit, NotImplementedError for another mode.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
    """
    pad = tuple(pad)
    if len(pad) % 2 != 0:
        raise RuntimeError("Padding length must be divisible by 2")
    if len(pad) > 2 * input.dim():
        raise RuntimeError("Padding length too large")
    if mode != "constant" and mode not in _PLACES:
        raise NotImplementedError(f"Unrecognised padding mode {mode}")
    if mode != "constant" and value not in (None, 0):
        raise ValueError(f"Padding mode '{mode}' doesn't take in value argument")
    result = input
    for k in range(0, len(pad), 2):
        before, after = pad[k], pad[k + 1]
        dim = input.dim() - 1 - k // 2
        if before == 0 and after == 0:
            continue
        if mode == "reflect" and max(before, after) >= input.shape[dim]:
            raise RuntimeError(
                "Argument #4: Padding size should be less than the corresponding input "
                f"dimension, but got: padding ({before}, {after}) at dimension {dim} of input "
                f"{list(input.shape)}"
            )
        if mode == "constant":
            result = _constant(result, dim, before, after, 0 if value is None else value)
        else:
            places = _PLACES[mode](result.shape[dim], before, after)
            result = result.index_select(dim, torch.tensor(places))
    return result.clone() if result is input else result
