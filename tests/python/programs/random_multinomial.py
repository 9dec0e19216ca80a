"""Drawing by weights, with PyTorch's own draws; and what they break off with."""

import torch

torch.manual_seed(0)
weights = torch.tensor([0.1, 0.0, 0.6, 0.3])
print(torch.multinomial(weights, 10, replacement=True))
print(torch.multinomial(weights, 2))
rows = torch.multinomial(torch.tensor([[1.0, 1.0, 2.0], [0.0, 5.0, 1.0]]), 3, replacement=True)
print(rows.shape, rows.dtype, (rows[1] > 0).all())

generator = torch.Generator().manual_seed(2147483647)
counts = torch.rand(5, generator=generator)
print(torch.multinomial(counts / counts.sum(), 8, replacement=True, generator=generator))
for wrong in (lambda: torch.multinomial(weights, 5), lambda: torch.multinomial(-weights, 1)):
    try:
        wrong()
    except RuntimeError as fault:
        print(str(fault).splitlines()[0])
