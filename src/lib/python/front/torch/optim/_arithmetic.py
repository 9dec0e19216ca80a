"""Steps that PyTorch's kernels round once, where a product and a sum apart would round twice."""

import functools
import struct

import torch


def number(value):
    """A setting as a Python number; it may be a tensor of one element."""
    return value.item() if isinstance(value, torch.Tensor) else value


def _as_float32(value):
    return struct.unpack("f", struct.pack("f", value))[0]


@functools.lru_cache(maxsize=64)
def _wide(factor):
    """A factor of float32 as a tensor that makes products float64."""
    return torch.tensor([_as_float32(factor)], dtype=torch.float64)


def _fused(start, factor, direction):
    """start + factor · direction; float64 where these are float32, whose products it holds exactly."""
    if start.dtype is not torch.float32:
        return start + factor * direction
    # A tensor without dimensions keeps its type beside others.
    if start.dim() == 0:
        return direction.to(torch.float64) * _as_float32(factor) + start.to(torch.float64)
    return direction * _wide(factor) + start


def add_scaled(start, direction, alpha):
    """As `start.add(direction, alpha=alpha)`."""
    return start + direction if alpha == 1 else _fused(start, alpha, direction).to(start.dtype)


def add_scaled_(target, direction, alpha):
    """As `target.add_(direction, alpha=alpha)`."""
    return target.add_(direction) if alpha == 1 else target.copy_(_fused(target, alpha, direction))


def move_towards_(target, end, weight):
    """As `target.lerp_(end, weight)`."""
    if abs(weight) < 0.5:
        return target.copy_(_fused(target, weight, end - target))
    return target.copy_(_fused(end, weight - 1, end - target))


def average_square_(target, value, keep):
    """As `target.mul_(keep).addcmul_(value, value, value=1 - keep)`."""
    return target.mul_(keep).add_(value * (1 - keep) * value)


def add_quotient_(target, factor, top, bottom):
    """As `target.addcdiv_(top, bottom, value=factor)`."""
    return target.add_(top * factor / bottom)
