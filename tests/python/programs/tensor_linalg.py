"""Traces, diagonals, norms, determinants, inverses and their gradients."""

import torch

square = torch.tensor([[2.0, 1.0], [1.0, 3.0]], requires_grad=True)
print(square.trace(), square.diagonal(), torch.diag(torch.tensor([1.0, 2.0])), sep="\n")
print(torch.linalg.norm(square).detach(), torch.linalg.vector_norm(square, 1).detach())
print(torch.linalg.det(square).detach(), torch.inverse(square).detach(), sep="\n")
print(torch.linalg.solve(square, torch.tensor([1.0, 2.0])).detach())
print(torch.addmm(torch.ones(2, 2), square, square), torch.matrix_power(square.detach(), 3))
for name, function in {
    "trace": lambda t: t.trace(),
    "trace of the square": lambda t: (t @ t).trace(),
    "determinant": torch.linalg.det,
    "sum of the inverse": lambda t: torch.inverse(t).sum(),
    "norm": torch.linalg.norm,
}.items():
    (gradient,) = torch.autograd.grad(function(square), square)
    print(name, gradient)
