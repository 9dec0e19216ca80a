"""Distances and similarities, and losses made of them.

Source: https://pytorch.org/docs/stable/nn.functional.html#distance-functions
"""

import torch


def reduced(loss, reduction):
    """The losses of the elements, their mean or their sum. Raises ValueError for another word."""
    if reduction == "none":
        return loss
    if reduction == "mean":
        return loss.mean()
    if reduction == "sum":
        return loss.sum()
    raise ValueError(f"{reduction} is not a valid value for reduction")


def pairwise_distance(x1, x2, p=2.0, eps=1e-6, keepdim=False):
    """The p-norm of x1 − x2 + eps along the last dimension.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.pairwise_distance.html
    """
    return (x1 - x2 + eps).norm(p, -1, keepdim=keepdim)


def cosine_similarity(x1, x2, dim=1, eps=1e-8):
    """The cosine of the angle between vectors along `dim`.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.cosine_similarity.html
    """
    first, second = (
        x / x.norm(2, dim, keepdim=True).clamp(min=eps) for x in torch.broadcast_tensors(x1, x2)
    )
    return (first * second).sum(dim)


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
    near = pairwise_distance(anchor, positive, p, eps)
    far = pairwise_distance(anchor, negative, p, eps)
    if swap:
        far = torch.minimum(far, pairwise_distance(positive, negative, p, eps))
    return reduced((margin + near - far).clamp(min=0), reduction)
