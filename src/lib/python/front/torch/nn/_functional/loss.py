"""Losses that are composed of operations.

Source: https://pytorch.org/docs/stable/nn.functional.html#loss-functions
"""

import math

import torch
from torch._names import fill
from torch.nn._functional.distance import reduced

_operations = {}
fill(_operations, "torch.nn.functional")


def binary_cross_entropy_with_logits(
    input, target, weight=None, *, reduction="mean", pos_weight=None
):
    """The binary entropy of the sigmoid; `pos_weight` counts targets of 1 more or less.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy_with_logits.html
    """
    run = _operations["binary_cross_entropy_with_logits"]
    if pos_weight is None:
        return run(input, target, weight, reduction=reduction)
    # The operation takes it only together with a weight.
    if weight is None:
        weight = torch.ones((), dtype=input.dtype)
    return run(input, target, weight, reduction=reduction, pos_weight=pos_weight)


def soft_margin_loss(input, target, *, reduction="mean"):
    """log(1 + exp(−y x)) with y = ±1.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.soft_margin_loss.html
    """
    return reduced(torch.log1p(torch.exp(-target * input)), reduction)


def multilabel_soft_margin_loss(input, target, weight=None, *, reduction="mean"):
    """The mean of binary entropies over the classes (last dimension).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.multilabel_soft_margin_loss.html
    """
    from torch.nn.functional import logsigmoid

    loss = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input))
    if weight is not None:
        loss = loss * weight
    return reduced(loss.sum(input.dim() - 1) / input.size(input.dim() - 1), reduction)


def multi_margin_loss(input, target, p=1, margin=1.0, weight=None, *, reduction="mean"):
    """How far each other class comes up to the right one within the margin, averaged over the
    classes.

    The input has shape (N, C) or (C), the target (N) or (). Raises ValueError for p other than 1,
    2.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.multi_margin_loss.html
    """
    if p not in (1, 2):
        raise ValueError("only p == 1 and p == 2 supported")
    single = input.dim() == 1
    scores = input.unsqueeze(0) if single else input
    labels = target.reshape(-1, 1)
    right = scores.gather(1, labels)
    short = (margin - right + scores).clamp(min=0) ** p
    if weight is not None:
        short = short * weight.index_select(0, labels.reshape(-1)).unsqueeze(1)
    others = torch.arange(scores.shape[1]) != labels
    loss = (short * others).sum(1) / scores.shape[1]
    return reduced(loss.squeeze(0) if single else loss, reduction)


def gaussian_nll_loss(input, target, var, full=False, eps=1e-6, *, reduction="mean"):
    """The negative log-likelihood of normal numbers with mean `input` and variance `var`.

    Raises ValueError for variances that are negative or of another shape.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.gaussian_nll_loss.html
    """
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(reduction + " is not valid")
    if isinstance(var, float):
        if var < 0:
            raise ValueError("var has negative entry/entries")
        var = torch.full_like(input, var)
    if var.shape != input.shape:
        if input.shape[:-1] == var.shape:
            var = var.unsqueeze(-1)
        elif not (input.shape[:-1] == var.shape[:-1] and var.shape[-1] == 1):
            raise ValueError("var is of incorrect size")
    if bool((var < 0).any()):
        raise ValueError("var has negative entry/entries")
    # The bound on the variance has no part in the gradient.
    bounded = var + (var.detach().clamp(min=eps) - var.detach())
    loss = 0.5 * (bounded.log() + (input - target) ** 2 / bounded)
    if full:
        loss = loss + 0.5 * math.log(2 * math.pi)
    return reduced(loss, reduction)
