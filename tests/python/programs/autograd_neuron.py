"""A neuron with tanh and two inputs: every gradient by retain_grad, checked by the chain rule."""

import torch

x1 = torch.tensor(2.0, requires_grad=True)
x2 = torch.tensor(0.0, requires_grad=True)
w1 = torch.tensor(-3.0, requires_grad=True)
w2 = torch.tensor(1.0, requires_grad=True)
b = torch.tensor(6.8813735870195432, requires_grad=True)

n = x1 * w1 + x2 * w2 + b
o = torch.tanh(n)
n.retain_grad()
o.backward()

print(f"o = {o.item():.4f}")
for name, leaf in {"x1": x1, "w1": w1, "x2": x2, "w2": w2, "b": b}.items():
    print(f"d o / d {name} = {leaf.grad.item():.4f}")
print(f"1 - o² = {1 - o.item() ** 2:.4f}, n.grad = {n.grad.item():.4f}")
print(o, n)
