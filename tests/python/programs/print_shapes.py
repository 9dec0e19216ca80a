"""How tensors of more dimensions print, and how large ones are shortened."""

import torch

print(torch.arange(30))
print(torch.arange(30.0) / 7)
print(torch.arange(6).view(2, 3), torch.arange(12).view(2, 2, 3), torch.zeros(1, 1, 1, 2), sep="\n")
print(torch.arange(1001))
print(torch.arange(1000).sum())
print(torch.arange(2000.0).view(50, 40))
print(torch.arange(1200).view(2, 6, 100))
print(torch.zeros(2, 0), torch.zeros(0, 2, dtype=torch.int64))
print(torch.tensor([[1.0, 200.0], [-3.5, 4.25]]))
print({"w": torch.ones(2, 2)})
