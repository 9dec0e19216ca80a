"""Products of the Hessian and a vector, by double backward, against the whole Hessian."""

import torch


def rosenbrock(p):
    x, y = p
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def product(function, point, vector):
    """H(point) @ vector without building H."""
    point = point.detach().requires_grad_(True)
    (gradient,) = torch.autograd.grad(function(point), point, create_graph=True)
    (result,) = torch.autograd.grad(gradient, point, grad_outputs=vector)
    return result


point = torch.tensor([0.5, -1.0])
hessian = torch.autograd.functional.hessian(rosenbrock, point)
print(hessian)
for vector in torch.eye(2), torch.tensor([[1.0, 2.0]]):
    for v in vector:
        print(product(rosenbrock, point, v), hessian @ v)

value, hv = torch.autograd.functional.hvp(rosenbrock, point, torch.tensor([1.0, 2.0]))
print(value, hv)
value, vh = torch.autograd.functional.vhp(rosenbrock, point, torch.tensor([1.0, 2.0]))
print(value, vh)
