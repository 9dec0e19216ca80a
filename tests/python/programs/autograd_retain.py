"""retain_grad and retain_graph."""

import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x * 2
z = y**2
y.retain_grad()
print(y.retains_grad, z.retains_grad, x.retains_grad)
s = z.sum()
s.backward(retain_graph=True)
print(y.grad)
print(x.grad)
s.backward()
print(y.grad)
print(x.grad)
try:
    s.backward()
except RuntimeError as fault:
    print(str(fault).split(". ")[0])

x = torch.tensor(2.0, requires_grad=True)
y = x + 1
y.backward()
# Nothing was saved for an addition, so a second time works.
y.backward()
print(x.grad)
