"""A second-order problem: descent through a descent step, as in meta learning."""

import torch

w = torch.tensor([1.0, -1.0], requires_grad=True)
rate = torch.tensor(0.1, requires_grad=True)
inner = (w**2 * torch.tensor([1.0, 3.0])).sum()
(g,) = torch.autograd.grad(inner, w, create_graph=True)
fast = w - rate * g
outer = ((fast - torch.tensor([0.5, 0.5])) ** 2).sum()
outer.backward()
print(fast.detach(), f"{outer.item():.4f}")
print(w.grad, f"{rate.grad.item():.4f}")

# The same without the second derivatives.
w.grad = None
inner = (w**2 * torch.tensor([1.0, 3.0])).sum()
(g,) = torch.autograd.grad(inner, w)
outer = ((w - 0.1 * g - 0.5) ** 2).sum()
outer.backward()
print(w.grad)
