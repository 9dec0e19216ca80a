"""Reductions and roundings whose further forms are composed of the registry's operations.

Source: https://pytorch.org/docs/stable/torch.html#reduction-ops
"""

import math

from torch import _functions
from torch._calls import run
from torch._tensor import Tensor


def _spread(name):
    def call(input, *args, correction=None, **kwargs):
        if correction is None:
            return run(name, name, False, (input, *args), kwargs)
        if correction in (0, 1):
            return run(name, name, False, (input, *args), {**kwargs, "unbiased": bool(correction)})
        plain = run("var", name, False, (input, *args), {**kwargs, "unbiased": False})
        count = input.numel() // max(plain.numel(), 1)
        made = plain * (count / max(count - correction, 0) if count > correction else math.inf)
        return made.sqrt() if name == "std" else made

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"""Spread of all elements or along dimensions.

    `correction` is taken off their number.

    Source: https://pytorch.org/docs/stable/generated/torch.{name}.html
    """
    return call


std = _spread("std")
var = _spread("var")


def _paired(spread):
    def call(input, dim=None, unbiased=None, keepdim=False, *, correction=None):
        if isinstance(dim, bool):
            dim, unbiased = None, dim
        if correction is None:
            correction = 1 if unbiased is None else int(unbiased)
        return (
            spread(input, dim, keepdim=keepdim, correction=correction),
            input.mean(dim, keepdim) if dim is not None else input.mean(),
        )

    return call


std_mean = _paired(std)
var_mean = _paired(var)


def round(input, *, decimals=0):
    """To the nearest whole number, or to so many decimals; of two the even one.

    Source: https://pytorch.org/docs/stable/generated/torch.round.html
    """
    if decimals == 0:
        return run("round", "round", False, (input,), None)
    scale = 10.0 ** abs(decimals)
    if decimals > 0:
        return (input * scale).round() / scale
    return (input / scale).round() * scale


def nansum(input, dim=None, keepdim=False):
    """The sum of the elements that are numbers.

    Source: https://pytorch.org/docs/stable/generated/torch.nansum.html
    """
    kept = _functions.where(input != input, input.new_zeros(()), input)
    return kept.sum() if dim is None else kept.sum(dim, keepdim)


def nanmean(input, dim=None, keepdim=False):
    """The mean of the elements that are numbers.

    Source: https://pytorch.org/docs/stable/generated/torch.nanmean.html
    """
    known = input == input
    count = known.sum() if dim is None else known.sum(dim, keepdim)
    return nansum(input, dim, keepdim) / count


def _quantile(input, q, dim, keepdim, interpolation):
    import torch

    wanted = torch.as_tensor(q, dtype=input.dtype)
    if bool(((wanted < 0) | (wanted > 1)).any()):
        raise RuntimeError("quantile() q values must be in the range [0, 1]")
    rows = input.reshape(-1) if dim is None else input.movedim(dim, -1)
    ordered = rows.sort(-1).values
    place = wanted.reshape(-1) * (ordered.size(-1) - 1)
    if interpolation == "nearest":
        place = place.round()
    low, high = place.floor().long(), place.ceil().long()
    below, above = ordered.index_select(-1, low), ordered.index_select(-1, high)
    if interpolation == "lower":
        made = below
    elif interpolation == "higher":
        made = above
    elif interpolation == "midpoint":
        made = (below + above) / 2
    else:
        made = below.lerp(above, (place - low).expand_as(below))
    made = made.movedim(-1, 0)
    if keepdim:
        made = made.reshape(-1, *([1] * input.ndim)) if dim is None else made.unsqueeze(
            dim + 1 if dim >= 0 else dim
        )
    return made if wanted.ndim else made.squeeze(0)


def quantile(input, q, dim=None, keepdim=False, *, interpolation="linear"):
    """The elements below which a share q of all lies; between two, interpolated.

    Raises RuntimeError for a q outside of 0 … 1, and where `input` isn't of floating point.
    Source: https://pytorch.org/docs/stable/generated/torch.quantile.html
    """
    if not input.is_floating_point():
        raise RuntimeError("quantile() input tensor must be either float or double dtype")
    return _quantile(input, q, dim, keepdim, interpolation)


def histc(input, bins=100, min=0, max=0):
    """How many elements fall into each of equally wide bins; those outside aren't counted.

    Source: https://pytorch.org/docs/stable/generated/torch.histc.html
    """
    import torch

    values = input.detach().reshape(-1)
    low, high = float(min), float(max)
    if low == high and values.numel() > 0:
        low, high = values.min().item(), values.max().item()
    if low == high:
        low, high = low - 1, high + 1
    counts = [0.0] * bins
    for value in values.tolist():
        if low <= value <= high:
            place = int((value - low) / (high - low) * bins)
            counts[place if place < bins else bins - 1] += 1
    return torch.tensor(counts, dtype=input.dtype)


def cov(input, *, correction=1, fweights=None, aweights=None):
    """Covariances of the rows, which are variables.

    Source: https://pytorch.org/docs/stable/generated/torch.cov.html
    """
    if fweights is not None or aweights is not None:
        raise NotImplementedError("Backflow's torch has no cov with weights")
    rows = input.reshape(1, -1) if input.ndim < 2 else input
    centred = rows - rows.mean(1, keepdim=True)
    return (centred @ centred.t() / (rows.size(1) - correction)).squeeze()


def corrcoef(input):
    """Correlations of the rows, which are variables.

    Source: https://pytorch.org/docs/stable/generated/torch.corrcoef.html
    """
    made = cov(input)
    if made.ndim == 0:
        return made / made
    spread = made.diagonal().sqrt()
    return (made / spread.unsqueeze(1) / spread.unsqueeze(0)).clamp(-1, 1)


def nanmedian(input, dim=None, keepdim=False):
    """As `median`, of the elements that are numbers."""
    if isinstance(input, Tensor) and not bool((input != input).any()):
        return input.median() if dim is None else input.median(dim, keepdim)
    if dim is None:
        return input[input == input].median()
    raise NotImplementedError("Backflow's torch has no nanmedian along a dimension with NaN in it")


METHODS = "std var round nansum nanmean quantile histc cov corrcoef nanmedian".split()
NAMES = [*METHODS, "std_mean", "var_mean"]
