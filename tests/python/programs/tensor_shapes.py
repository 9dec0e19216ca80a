"""Shapes: reshape, transpose, squeeze, flatten and their company."""

import torch

x = torch.arange(24)
y = x.view(2, 3, 4)
print(y.shape, y.size(), y.size(1), y.ndim, y.dim(), y.numel(), len(y), tuple(y.shape))
print(y.permute(2, 0, 1).shape, y.transpose(0, 2).shape, y[0].t().shape, y[0].T.shape, y.mT.shape)
print(x.reshape(4, -1).shape, y.flatten().shape, y.flatten(1).shape, y.flatten(0, 1).shape)
print(
    y.unsqueeze(0).shape, y.unsqueeze(-1).shape, y[:, :1].squeeze().shape, y[:, :1].squeeze(1).shape
)
print(
    y[:, :1].squeeze(0).shape,
    y.movedim(0, 2).shape,
    y.swapaxes(0, 1).shape,
)
print(y.stride(), y.is_contiguous(), y.transpose(0, 1).is_contiguous(), y.transpose(0, 1).stride())
print(x[:6].view(2, 3).t())
print(x[:6].view(2, 3).flip(0), x[:6].view(2, 3).flip(1), x[:5].roll(2), sep="\n")
print(x[:9].view(3, 3).tril(), x[:9].view(3, 3).triu(1), sep="\n")
print(x[:9].view(3, 3).diagonal())
print(x[:3].repeat(2), x[:3].repeat_interleave(2), x[:2].tile(2, 2), sep="\n")
print(x[:3].view(3, 1).expand_as(torch.zeros(3, 2)), x[:4].view_as(torch.zeros(2, 2)))
print(y.new_zeros(2), y.new_tensor([1, 2]), y[0, 0].new_full((2,), 7))

shape = torch.Size([2, 3])
print(
    shape,
    shape[0],
    shape.numel(),
    list(shape),
    shape == (2, 3),
    shape + (4,),
    isinstance(shape, tuple),
)
rows, columns = y[0].shape
print(rows, columns, f"{tuple(y.shape)}", f"{y.shape}")

w = torch.arange(6.0, requires_grad=True)
(w.view(2, 3).t() * torch.tensor([[1.0, 2.0]])).sum().backward()
print(w.grad)
