"""Elements in order, and where they come from."""

import torch
x = torch.tensor([[3., 1., 2.], [9., 7., 8.]], requires_grad=True)
v, i = torch.sort(x, dim=1, descending=True); print(v, i)
print(x.sort(0), torch.argsort(x), x.argsort(descending=True))
print(torch.topk(x, 2), x.topk(1, dim=0), x.topk(2, largest=False))
print(x.median(), torch.median(x, 1), x.kthvalue(2), torch.mode(torch.tensor([1, 2, 2, 3])))
v.sum().backward(); print(x.grad)
s = torch.sort(x); print(s.values, s.indices, type(s))
print(torch.tensor([3, 1, 2]).sort(), torch.tensor([True, False]).sort()[0], torch.msort(x))
print(x.max(1), x.min(0).indices, x.max(dim=1, keepdim=True)[0], torch.amax(x, (0, 1)))
print(torch.quantile(x.detach(), 0.5), torch.quantile(x.detach(), torch.tensor([0.25, 0.75]), dim=1), torch.nanmean(torch.tensor([1., float('nan')])))
print(torch.unique(torch.tensor([3, 1, 3, 2]), return_counts=True), torch.unique_consecutive(torch.tensor([1, 1, 2, 1])), torch.bincount(torch.tensor([0, 1, 1])))
print(torch.histc(torch.tensor([1., 2, 1]), bins=4, min=0, max=3), torch.bucketize(torch.tensor([1, 5]), torch.tensor([0, 3, 6])), torch.searchsorted(torch.tensor([1, 3, 5]), torch.tensor([2, 5])))
