"""Derivatives where there is none: the conventions at kinks and ties."""

import torch


def slope(function, *points):
    inputs = [torch.tensor(point, requires_grad=True) for point in points]
    function(*inputs).sum().backward()
    return [[round(s, 4) for s in t.grad.tolist()] for t in inputs]


print("relu", slope(torch.relu, [-1.0, 0.0, 1.0]))
print("abs", slope(torch.abs, [-1.0, 0.0, 1.0]))
print("sign", slope(torch.sign, [-1.0, 0.0, 1.0]))
print("clamp", slope(lambda x: x.clamp(-1, 1), [-2.0, -1.0, 0.0, 1.0, 2.0]))
print("relu6", slope(torch.nn.functional.relu6, [0.0, 3.0, 6.0]))
print("leaky", slope(lambda x: torch.nn.functional.leaky_relu(x, 0.1), [-1.0, 0.0, 1.0]))
print("hardtanh", slope(torch.nn.functional.hardtanh, [-1.0, 0.0, 1.0]))
print("floor", slope(torch.floor, [0.5, 1.0]))
print("max of two", slope(torch.maximum, [1.0, 2.0, 3.0], [3.0, 2.0, 1.0]))
print("min of two", slope(torch.minimum, [1.0, 2.0, 3.0], [3.0, 2.0, 1.0]))
print("max of all", slope(torch.max, [1.0, 5.0, 5.0, 2.0]))
print("amax", slope(lambda x: x.amax(), [1.0, 5.0, 5.0, 2.0]))
print("max along", slope(lambda x: x.max(dim=0).values, [1.0, 5.0, 5.0, 2.0]))
print("prod with 0", slope(torch.prod, [2.0, 0.0, 3.0]))
print("prod with two", slope(torch.prod, [0.0, 0.0, 3.0]))
print("x ** 0", slope(lambda x: x**0, [0.0, 2.0]))
print("x ** 2 at 0", slope(lambda x: x**2, [0.0]))
