"""Random numbers from a seed are the same ones everywhere."""

import torch

torch.manual_seed(0)
print(torch.rand(3), torch.randn(3), torch.randint(0, 10, (5,)), torch.randperm(6), sep="\n")
torch.manual_seed(42)
print(torch.rand(2, 2), torch.randn(2, 3), torch.rand(()), torch.randn(1), sep="\n")
print(torch.randn(20))
print(torch.empty(3).uniform_(-1, 1), torch.empty(2, 2).normal_(5, 0.1), sep="\n")
print(
    torch.randint(5, (2, 3)),
    torch.randint(10, 100, (3,)),
    torch.rand(2, dtype=torch.float64),
    sep="\n",
)
print(
    torch.normal(0.0, 1.0, (2,)), torch.normal(torch.zeros(2), torch.tensor([1.0, 10.0])), sep="\n"
)
print(
    torch.rand_like(torch.zeros(2)),
    torch.randn_like(torch.zeros(2)),
    torch.randn(17, dtype=torch.float64)[-2:],
)

torch.manual_seed(7)
first = torch.randn(4, requires_grad=True)
torch.manual_seed(7)
print(torch.equal(first, torch.randn(4)), first)
state = torch.get_rng_state()
a = torch.rand(2)
torch.set_rng_state(state)
print(torch.equal(a, torch.rand(2)), torch.initial_seed())

generator = torch.Generator().manual_seed(1)
print(torch.rand(2, generator=generator), torch.randperm(4, generator=generator))
x = torch.rand(10000)
print(f"{x.mean().item():.2f}", x.min().item() >= 0, x.max().item() < 1)
print(f"{torch.randn(10000).std().item():.1f}")
