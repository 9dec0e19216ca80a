"""Several paths from an input to the result: their contributions are added."""

import torch

x = torch.tensor(3.0, requires_grad=True)
y = x * x
y.backward()
print("x * x:", x.grad)

x = torch.tensor(0.5, requires_grad=True)
a = x.exp()
b = x.sin()
c = a * b + a
c.backward()
by_hand = x.detach().exp() * (x.detach().sin() + x.detach().cos() + 1)
print(c, x.grad, by_hand)

x = torch.tensor(1.5, requires_grad=True)
y = x
for _ in range(4):
    y = y * x
y.backward()
print(y, x.grad, 5 * x.item() ** 4)
