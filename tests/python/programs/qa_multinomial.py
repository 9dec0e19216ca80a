"""Drawing places by weights."""

import torch
torch.manual_seed(0)
w = torch.tensor([0.1, 0.2, 0.3, 0.4])
print(torch.multinomial(w, 2)); print(torch.multinomial(w, 10, replacement=True)); print(w.multinomial(4))
print(torch.multinomial(torch.rand(3, 5), 3), torch.multinomial(torch.rand(3, 5), 6, replacement=True))
print(torch.multinomial(torch.tensor([0., 10, 3, 0]), 2), torch.multinomial(torch.rand(2, 4).double(), 2), torch.multinomial(torch.rand(4).double(), 5, True))
g = torch.Generator().manual_seed(3); print(torch.multinomial(torch.ones(1000), 5, generator=g), torch.multinomial(torch.ones(50), 7, True, generator=g), torch.rand(1, generator=g))
print(torch.rand(2), torch.multinomial(torch.ones(3), 1), torch.randn(2))
for a in [(torch.tensor([0., 0.]), 1), (torch.tensor([1., -1.]), 1), (torch.tensor([1., 2.]), 3), (torch.tensor([1, 2]), 1), (torch.tensor([float('inf'), 1.]), 1), (torch.ones(2, 2, 2), 1), (torch.ones(2), 0), (torch.tensor([0., 0.]), 2, True)]:
    try: print(torch.multinomial(*a))
    except RuntimeError as e: print(e)
from torch.utils.data import WeightedRandomSampler
print(list(WeightedRandomSampler([0.1, 0.9, 0.4], 5)))
