"""Normalisations that are composed of operations.

Source: https://pytorch.org/docs/stable/nn.functional.html
"""

import math

import torch


def _channels(tensor, rank):
    """A tensor of one number for each channel, so that it broadcasts along dimension 1."""
    return tensor.view((1, -1) + (1,) * (rank - 2))


def _affine(input, mean, scale, weight, bias):
    """(x − mean) · scale · weight + bias, as one factor and one summand for each channel."""
    factor = scale if weight is None else scale * weight
    shift = -mean * factor if bias is None else bias - mean * factor
    return input * _channels(factor, input.dim()) + _channels(shift, input.dim())


def _update(running, fresh, momentum):
    if running is not None:
        with torch.no_grad():
            running.copy_(momentum * fresh.detach() + (1 - momentum) * running)


def _by_batch(input, running_mean, running_var, weight, bias, momentum, eps):
    dims = [dim for dim in range(input.dim()) if dim != 1]
    mean = input.mean(dims)
    centred = input - _channels(mean, input.dim())
    variance = (centred * centred).mean(dims)
    count = input.numel() // input.shape[1]
    _update(running_mean, mean, momentum)
    _update(running_var, variance * (count / max(count - 1, 1)), momentum)
    return _affine(input, mean, torch.rsqrt(variance + eps), weight, bias)


def batch_norm(
    input,
    running_mean,
    running_var,
    weight=None,
    bias=None,
    training=False,
    momentum=0.1,
    eps=1e-5,
):
    """Shifts and scales each channel (dimension 1) to mean 0 and variance 1, then by weight and
    bias.

    In training mean and variance are those of the batch, and the running ones move towards them;
    else the running ones are taken. Raises ValueError for a single value per channel in training.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.batch_norm.html
    """
    if training:
        if input.numel() == input.shape[1]:
            raise ValueError(
                "Expected more than 1 value per channel when training, "
                f"got input size {input.size()}"
            )
        _require_channels(input, running_mean, running_var, weight, bias)
        return _by_batch(input, running_mean, running_var, weight, bias, momentum, eps)
    for name, running in (("running_mean", running_mean), ("running_var", running_var)):
        if running is None:
            raise RuntimeError(f"Expected {name} to be defined when training=False")
    _require_channels(input, running_mean, running_var, weight, bias)
    return _affine(input, running_mean, torch.rsqrt(running_var + eps), weight, bias)


def _require_channels(input, running_mean, running_var, weight, bias):
    count = input.shape[1]
    named = {
        "running_mean": running_mean,
        "running_var": running_var,
        "weight": weight,
        "bias": bias,
    }
    for name, tensor in named.items():
        if tensor is not None and tensor.numel() != count:
            raise RuntimeError(f"{name} should contain {count} elements not {tensor.numel()}")


def instance_norm(
    input,
    running_mean=None,
    running_var=None,
    weight=None,
    bias=None,
    use_input_stats=True,
    momentum=0.1,
    eps=1e-5,
):
    """As `batch_norm`, each sample of shape (N, C, …) for itself.

    Raises ValueError for a single value per channel.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.instance_norm.html
    """
    if not use_input_stats:
        return batch_norm(input, running_mean, running_var, weight, bias, False, momentum, eps)
    samples, channels = input.shape[:2]
    if math.prod(input.shape[2:]) == 1:
        raise ValueError(
            "Expected more than 1 spatial element when training, "
            f"got input size {input.size()}"
        )
    repeated = [
        None if tensor is None else tensor.repeat(samples)
        for tensor in (running_mean, running_var, weight, bias)
    ]
    joined = input.reshape((1, samples * channels, *input.shape[2:]))
    result = _by_batch(joined, *repeated, momentum, eps)
    for running, copies in zip((running_mean, running_var), repeated):
        if running is not None:
            with torch.no_grad():
                running.copy_(copies.view(samples, channels).mean(0))
    return result.reshape(input.shape)


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-5):
    """Shifts and scales groups of channels of each sample to mean 0 and variance 1.

    The input has shape (N, C, …). Raises RuntimeError unless num_groups divides C, ValueError for
    a single value per group.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.group_norm.html
    """
    from torch.nn.functional import layer_norm

    if input.dim() < 2:
        raise RuntimeError(
            f"Expected at least 2 dimensions for input tensor but received {input.dim()}"
        )
    samples, channels = input.shape[:2]
    if channels % num_groups != 0:
        raise RuntimeError(
            "Expected number of channels in input to be divisible by num_groups, but got input of "
            f"shape {list(input.shape)} and num_groups={num_groups}"
        )
    size = input.numel() // (samples * num_groups)
    if samples * size == 1:
        raise ValueError(
            "Expected more than 1 value per channel when training, "
            f"got input size {[samples * num_groups, channels // num_groups, *input.shape[2:]]}"
        )
    result = layer_norm(input.reshape(samples, num_groups, size), (size,), eps=eps)
    result = result.reshape(input.shape)
    if weight is not None:
        result = result * _channels(weight, input.dim())
    return result if bias is None else result + _channels(bias, input.dim())


def rms_norm(input, normalized_shape, weight=None, eps=None):
    """Divides by the root of the mean square over the last dimensions, then scales by weight.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.rms_norm.html
    """
    dims = [-1 - k for k in range(len(normalized_shape))]
    if tuple(input.shape[-len(dims) :]) != tuple(normalized_shape):
        raise RuntimeError(
            f"Given normalized_shape={list(normalized_shape)}, expected input with shape [*, "
            f"{', '.join(map(str, normalized_shape))}], but got input of size{list(input.shape)}"
        )
    eps = torch.finfo(input.dtype).eps if eps is None else eps
    result = input * torch.rsqrt((input * input).mean(dims, keepdim=True) + eps)
    return result if weight is None else result * weight
