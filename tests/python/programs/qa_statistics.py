"""Statistics of many numbers."""

import torch
torch.manual_seed(0)
x = torch.randn(200); print(x.mean(), x.std(), x.var(), x.median(), x.quantile(0.9), x.min(), x.max(), (x.abs() < 1).float().mean(), torch.histc(x, 5), torch.cov(torch.stack([x, 2 * x])), torch.corrcoef(torch.stack([x, -x])), x.sort().values[:3], torch.cumsum(x, 0)[-1], x.kurtosis if hasattr(x, 'kurtosis') else 'none')
print(torch.bincount((x > 0).long()), torch.unique((x * 2).round(), return_counts=True)[1].sum(), x.topk(2), x.argsort()[:3], torch.quantile(x, torch.tensor([.25, .5, .75])), x.clamp(-1, 1).std(), x.abs().log1p().mean())
