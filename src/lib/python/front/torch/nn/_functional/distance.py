"""Losses made of distances and similarities.

Source: https://pytorch.org/docs/stable/nn.functional.html#loss-functions
"""

import torch
from torch.nn import functional as F


def reduced(loss, reduction):
    """The losses of the elements, their mean or their sum. Raises ValueError for another word."""
    if reduction == "none":
        return loss
    if reduction == "mean":
        return loss.mean()
    if reduction == "sum":
        return loss.sum()
    raise ValueError(f"{reduction} is not a valid value for reduction")


def cosine_embedding_loss(input1, input2, target, margin=0.0, *, reduction="mean"):
    """1 − cos where the target is 1, and how much cos exceeds the margin where it is −1.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.cosine_embedding_loss.html
    """
    eps = 1e-12
    dim = input1.dim() - 1
    product = (input1 * input2).sum(dim)
    lengths = ((input1 * input1).sum(dim) + eps) * ((input2 * input2).sum(dim) + eps)
    cosine = product / lengths.sqrt()
    zeros = torch.zeros_like(cosine)
    alike = torch.where(target == 1, 1 - cosine, zeros)
    unlike = torch.where(target == -1, (cosine - margin).clamp(min=0), zeros)
    return reduced(alike + unlike, reduction)


def triplet_margin_loss(
    anchor, positive, negative, margin=1.0, p=2, eps=1e-6, swap=False, *, reduction="mean"
):
    """max(d(anchor, positive) − d(anchor, negative) + margin, 0).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.triplet_margin_loss.html
    """
    near = F.pairwise_distance(anchor, positive, p, eps)
    far = F.pairwise_distance(anchor, negative, p, eps)
    if swap:
        far = torch.minimum(far, F.pairwise_distance(positive, negative, p, eps))
    return reduced((margin + near - far).clamp(min=0), reduction)
