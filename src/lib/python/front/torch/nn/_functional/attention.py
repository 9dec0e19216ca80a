"""Attention.

Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html
"""

import math

import torch
from torch.nn import functional as F


def as_summand(mask, dtype):
    """A mask to be added to scores: −∞ where a condition leaves out, or the numbers as they are."""
    if mask.dtype is not torch.bool:
        return mask
    return torch.zeros(mask.shape, dtype=dtype).masked_fill(mask, -math.inf)


def attend(query, key, value, mask=None, dropout_p=0.0, scale=None):
    """What the queries find in the values, and the weights; mask is a summand.

    Shapes (…, L, E), (…, S, E) and (…, S, V) give (…, L, V) and weights (…, L, S).
    """
    scale = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    scores = torch.matmul(query * scale, key.transpose(-2, -1))
    if mask is not None:
        scores = scores + mask
    weights = torch.softmax(scores, -1)
    if dropout_p > 0.0:
        weights = F.dropout(weights, dropout_p)
    return torch.matmul(weights, value), weights


def scaled_dot_product_attention(
    query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None
):
    """softmax(Q Kᵀ / √E + mask) V for shapes (…, L, E), (…, S, E) and (…, S, V).

    A mask of conditions is true where a query may look. Raises RuntimeError for a mask together
    with `is_causal`.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html
    """
    if is_causal:
        if attn_mask is not None:
            raise RuntimeError(
                "_scaled_dot_product_attention: Explicit attn_mask should not be set when "
                "is_causal=True"
            )
        size = (query.shape[-2], key.shape[-2])
        attn_mask = torch.tril(torch.ones(size)) == 1
    if attn_mask is not None:
        is_condition = attn_mask.dtype is torch.bool
        attn_mask = as_summand(
            torch.logical_not(attn_mask) if is_condition else attn_mask, query.dtype
        )
    return attend(query, key, value, attn_mask, dropout_p, scale)[0]
