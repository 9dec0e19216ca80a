"""Kullback-Leibler divergences.

Source: https://pytorch.org/docs/stable/distributions.html#module-torch.distributions.kl
"""

import torch
from torch.distributions.continuous import Normal
from torch.distributions.discrete import Bernoulli, Categorical
from torch.nn import functional as F


def _normal(p, q):
    ratio = (p.scale / q.scale).pow(2)
    shift = ((p.loc - q.loc) / q.scale).pow(2)
    return 0.5 * (ratio + shift - 1 - ratio.log())


def _categorical(p, q):
    parts = p.probs * (p.logits - q.logits)
    never, always = torch.zeros_like(parts), torch.full_like(parts, float("inf"))
    parts = torch.where((q.probs == 0).expand_as(parts), always, parts)
    return torch.where((p.probs == 0).expand_as(parts), never, parts).sum(-1)


def _bernoulli(p, q):
    one = p.probs * (F.softplus(-q.logits) - F.softplus(-p.logits))
    return one + (1 - p.probs) * (F.softplus(q.logits) - F.softplus(p.logits))


_KNOWN = {Normal: _normal, Categorical: _categorical, Bernoulli: _bernoulli}


def kl_divergence(p, q):
    """How far q is from p: the mean of log p − log q under p.

    Raises NotImplementedError for other pairs than two normal, categorical or Bernoulli ones.
    Source: https://pytorch.org/docs/stable/distributions.html#torch.distributions.kl.kl_divergence
    """
    if type(p) is type(q) and type(p) in _KNOWN:
        return _KNOWN[type(p)](p, q)
    raise NotImplementedError(
        f"No KL(p || q) is implemented for p type {type(p).__name__} and q type {type(q).__name__}"
    )
