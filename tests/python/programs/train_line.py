"""A line through noisy points: updates by hand, then with nn.Linear and SGD, the same numbers."""

import torch
from torch import nn

torch.manual_seed(1)
x = torch.linspace(-1, 1, 21).reshape(-1, 1)
y = 3 * x - 0.5 + 0.1 * torch.randn(x.shape)

w = torch.tensor([[0.0]], requires_grad=True)
b = torch.tensor([0.0], requires_grad=True)
by_hand = []
for _ in range(20):
    loss = ((x @ w.t() + b - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        for parameter in (w, b):
            parameter -= 0.3 * parameter.grad
            parameter.grad.zero_()
    by_hand.append(round(loss.item(), 4))

model = nn.Linear(1, 1)
with torch.no_grad():
    model.weight.zero_()
    model.bias.zero_()
optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
criterion = nn.MSELoss()
built_in = []
for _ in range(20):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    built_in.append(round(loss.item(), 4))

print(by_hand[::5], by_hand == built_in)
print(model)
print(f"{model.weight.item():.3f} {model.bias.item():.3f} {w.item():.3f} {b.item():.3f}")
for name, parameter in model.named_parameters():
    print(name, tuple(parameter.shape), parameter.requires_grad)
