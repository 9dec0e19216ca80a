"""torch.autograd.grad: several inputs and outputs, unused inputs, nothing left in .grad."""

import torch

x = torch.tensor(2.0, requires_grad=True)
y = torch.tensor(3.0, requires_grad=True)
w = torch.tensor(1.0, requires_grad=True)
f = x**2 * y + y

print(torch.autograd.grad(f, x, retain_graph=True))
print(torch.autograd.grad(f, (x, y), retain_graph=True))
print(torch.autograd.grad(f, [x, w], allow_unused=True, retain_graph=True))
print(x.grad, y.grad)
try:
    torch.autograd.grad(f, [x, w], retain_graph=True)
except RuntimeError as fault:
    print(fault)

v = torch.tensor([1.0, 2.0], requires_grad=True)
(g,) = torch.autograd.grad(v**3, v, grad_outputs=torch.tensor([1.0, 2.0]))
print(g)
print(torch.autograd.grad([v.sum(), v.prod()], v))

inner = x * y
outer = inner.exp()
print([round(t.item(), 2) for t in torch.autograd.grad(outer, (inner, x))])
try:
    torch.autograd.grad(x.detach() * 2, x)
except RuntimeError as fault:
    print(fault)
