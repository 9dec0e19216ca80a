"""What stands behind the values: dtype, requires_grad and grad_fn, and where lines break."""

import torch

x = torch.ones(3, requires_grad=True)
print(x, x * 2, x.double(), (x * 2).double().detach(), sep="\n")
print(torch.ones(2, dtype=torch.float64, requires_grad=True), x.sum().double(), sep="\n")
print(torch.ones(10, requires_grad=True), torch.arange(8.0, requires_grad=True) * 142.25, sep="\n")
print(torch.linspace(0, 1, 9, dtype=torch.float64, requires_grad=True))
print(torch.linspace(0, 1, 11, dtype=torch.float64, requires_grad=True).log())
for y in (
    x + 1,
    x - 1,
    x * 2,
    x / 2,
    -x,
    x**2,
    2**x,
    x @ x,
    x.sum(),
    x.mean(),
    x.exp(),
    x.relu(),
    x[0],
    x[:2],
):
    print(y.grad_fn.name(), end=" ")
print()
for y in (x.view(3, 1), x.unsqueeze(0), x.clone(), x.float(), x.to(torch.float64), 1 - x, 1 / x):
    print(y if y.ndim == 1 else y.grad_fn.name(), end=" ")
print()
w = torch.nn.Parameter(torch.tensor([1.0, 2.0]))
print(w)
print(repr(w), str(w.data), w.detach())
