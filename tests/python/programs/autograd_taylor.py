"""Taylor polynomials from repeated derivatives."""

import math

import torch


def taylor(function, at, order):
    """Coefficients of the Taylor polynomial of a function."""
    x = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    term = function(x)
    coefficients = [term.item()]
    for n in range(1, order + 1):
        (term,) = torch.autograd.grad(term, x, create_graph=True)
        coefficients.append(term.item() / math.factorial(n))
        if not term.requires_grad:
            break
    return [round(c, 6) + 0.0 for c in coefficients]


print(taylor(torch.exp, 0.0, 5))
print(taylor(torch.sin, 0.0, 5))
print(taylor(torch.log, 1.0, 4))
print(taylor(lambda x: 1 / (1 - x), 0.0, 4))
print(taylor(torch.tanh, 0.0, 5))
print(taylor(lambda x: (1 + x).sqrt(), 0.0, 3))
