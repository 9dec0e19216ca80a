"""Gradient descent by hand on a bowl: updates under no_grad, by .data, and by a fresh leaf."""

import torch


def bowl(p):
    return (p[0] - 1) ** 2 + 4 * (p[1] + 2) ** 2


p = torch.tensor([4.0, 1.0], requires_grad=True)
for step in range(5):
    loss = bowl(p)
    loss.backward()
    with torch.no_grad():
        p -= 0.1 * p.grad
        p.grad.zero_()
    print(step, f"{loss.item():.4f}", p)

p = torch.tensor([4.0, 1.0], requires_grad=True)
for step in range(5):
    bowl(p).backward()
    p.data = p.data - 0.1 * p.grad.data
    p.grad = None
print(p)

p = torch.tensor([4.0, 1.0], requires_grad=True)
for step in range(5):
    bowl(p).backward()
    p = (p - 0.1 * p.grad).detach().requires_grad_()
print(p)

p = torch.tensor([4.0, 1.0], requires_grad=True)
bowl(p).backward()
p = p - 0.1 * p.grad
# Without no_grad the new p is a result and no leaf, so its gradient stays nowhere.
print(p.is_leaf, p)
bowl(p).backward()
print(p.retains_grad, p.grad_fn is not None)
