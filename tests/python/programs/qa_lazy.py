"""Modules that learn their sizes from the first input."""

import torch, warnings
from torch import nn
warnings.simplefilter('ignore')
l = nn.LazyLinear(3)
print(l, l.weight, l.bias, type(l.weight), isinstance(l.weight, nn.Parameter), list(l.parameters()))
try: l.weight.shape
except RuntimeError as e: print(e)
try: sum(p.numel() for p in l.parameters())
except ValueError as e: print(e)
torch.manual_seed(0)
print(l(torch.ones(1, 2)), l, type(l), l.weight, l.in_features)
c = nn.LazyConv2d(2, 3, padding=1); print(c); print(c(torch.ones(1, 3, 4, 4)).shape, c)
b = nn.LazyBatchNorm2d(); print(b); b(torch.ones(2, 3, 2, 2)); print(b, b.running_mean)
n = nn.Sequential(nn.LazyConv2d(4, kernel_size=3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(2), nn.LazyBatchNorm1d()); print(n); X = torch.rand(2, 1, 5, 5)
for layer in n: X = layer(X); print(layer.__class__.__name__, 'output shape:', X.shape)
print(n, n.state_dict().keys())
net = nn.Sequential(nn.LazyLinear(4), nn.ReLU(), nn.LazyLinear(1)); net(torch.rand(2, 3)); opt = torch.optim.SGD(net.parameters(), lr=0.1)
net(torch.ones(1, 3)).sum().backward(); opt.step(); print(net[0].weight, net[2].bias.grad)
