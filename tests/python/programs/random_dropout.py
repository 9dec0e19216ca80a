"""dropout: what holds for every mask. The masks themselves differ between builds of PyTorch."""

import torch
import torch.nn.functional as F

torch.manual_seed(3)
x = torch.ones(1000, requires_grad=True)
y = F.dropout(x, p=0.5, training=True)
print(sorted(set(y.tolist())), 400 < int((y != 0).sum()) < 600)
y.sum().backward()
print(torch.equal(x.grad, y.detach()))

torch.manual_seed(3)
print(torch.equal(y, F.dropout(x, p=0.5)))
print(torch.equal(y, F.dropout(x, p=0.5)))
print(
    F.dropout(x, p=0.5, training=False) is x,
    F.dropout(x[:3], 0.0).detach(),
    F.dropout(x[:3], 1.0).detach(),
)
quarter = F.dropout(torch.ones(8), p=0.75)
print(set(quarter.tolist()) <= {0.0, 4.0})

layer = torch.nn.Dropout(0.2)
print(layer, layer.training)
layer.eval()
print(torch.equal(layer(x), x))
mask = torch.bernoulli(torch.full((1000,), 0.3))
print(set(mask.tolist()), 200 < mask.sum().item() < 400)
try:
    F.dropout(x, p=1.5)
except ValueError as fault:
    print(fault)
