"""Reductions and elementwise functions."""

import torch
x = torch.tensor([[1., 2., 3.], [4., 5., 6.]])
print(x.sum(), x.sum(0), x.sum(1, keepdim=True), x.mean(), x.std(), x.var(unbiased=False), x.std(0), x.prod(), x.norm(), x.norm(1), x.norm(dim=1), x.cumsum(1), x.cumprod(0), x.logsumexp(0), x.all(), (x > 5).any(), x.argmax(), x.argmax(1), x.max(), x.min(1))
print(torch.std_mean(x), torch.var_mean(x, 0), x.std(dim=None, correction=0), torch.var(x, dim=1, correction=0), x.nansum(), x.dist(torch.zeros_like(x)), torch.count_nonzero(x > 2), x.sum(dim=(0, 1)), x.mean((0,)), torch.mean(x, 0, True))
print(torch.cumsum(torch.tensor([1, 2]), 0), torch.tensor([1, 2]).sum(), torch.tensor([True, True]).sum(), torch.tensor([1, 2]).prod(), torch.tensor([1, 2]).float().mean(), torch.tensor([[1, 2]]).sum(dtype=torch.float32), x.sum(axis=0), x.max(axis=0))
print(torch.logsumexp(x, dim=1), torch.softmax(x, 1), x.log_softmax(-1), x.softmax(dim=0), torch.diff(x), torch.clamp(x, 2, 5), torch.clip(x, max=3), x.clamp(min=2), torch.heaviside(torch.tensor([-1., 0, 1]), torch.tensor([0.5])), torch.sign(-x))
print(torch.maximum(x, torch.tensor(3.)), torch.minimum(x, x.flip(0)), torch.fmod(x, 2), torch.remainder(-x, 4), x // 2, x % 2, -x // 2, torch.floor_divide(x, 2), torch.trunc(x / 2), torch.frac(x / 4), torch.round(x / 2), torch.ceil(x / 2), torch.round(x / 3, decimals=2))
print(torch.isnan(x).any(), torch.isinf(x / 0).all(), torch.isfinite(x).all(), torch.nan_to_num(torch.tensor([float('nan'), float('inf')])), torch.eq(x, x).all(), torch.equal(x, x), torch.logical_and(x > 1, x < 4), ~(x > 2), (x > 1) & (x < 5), (x < 2) | (x > 5), (x > 1) ^ (x > 2))
print(torch.atan2(x, x), torch.hypot(x, x), torch.lerp(x, x + 1, 0.5), torch.addcmul(x, x, x, value=0.1), torch.erf(x), torch.special.expit(x) if hasattr(torch.special, 'expit') else '', torch.log1p(x), torch.expm1(x), torch.log2(x), torch.log10(x), torch.rsqrt(x), torch.square(x), torch.exp2(x), torch.reciprocal(x), torch.deg2rad(x), torch.sinc(x), torch.logit(x / 10), torch.xlogy(x, x))
