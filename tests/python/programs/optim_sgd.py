"""Gradient descent: plain, with momentum, with weight decay."""

import torch
from torch import nn, optim


def descend(name, make, steps=4):
    w = torch.tensor([2.0, -3.0], requires_grad=True)
    optimizer = make([w])
    print(name)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (w**2 * torch.tensor([1.0, 0.5])).sum()
        loss.backward()
        optimizer.step()
        print(" ", round(loss.item(), 4), w.data, w.grad)


descend("plain", lambda p: optim.SGD(p, lr=0.1))
descend("momentum", lambda p: optim.SGD(p, lr=0.1, momentum=0.9))
descend("dampening", lambda p: optim.SGD(p, lr=0.1, momentum=0.9, dampening=0.5))
descend("nesterov", lambda p: optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True))
descend("decay", lambda p: optim.SGD(p, lr=0.1, weight_decay=0.2))
descend("maximize", lambda p: optim.SGD(p, lr=0.1, maximize=True))

torch.manual_seed(0)
x = torch.linspace(-1, 1, 16).unsqueeze(1)
y = 3 * x - 0.5 + 0.1 * torch.randn(16, 1)
model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.2)
for epoch in range(30):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 10 == 9:
        print(epoch + 1, f"{loss.item():.4f}")
print(model.weight, model.bias)

optimizer.zero_grad(set_to_none=False)
print(model.weight.grad)
optimizer.zero_grad(set_to_none=True)
print(model.weight.grad)
before = model.weight.item()
optimizer.step()
print(model.weight.item() == before)
