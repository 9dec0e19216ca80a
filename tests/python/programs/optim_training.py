"""A small network learns to tell two moons apart, with batches, a schedule and clipping."""

import math

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
angle = torch.rand(64) * math.pi
upper = torch.stack([angle.cos(), angle.sin()], 1)
lower = torch.stack([1 - angle.cos(), 0.5 - angle.sin()], 1)
points = torch.cat([upper, lower]) + 0.1 * torch.randn(128, 2)
labels = torch.cat([torch.zeros(64), torch.ones(64)]).long()

model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 2))
loss_function = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.5)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=4, gamma=0.5)
batches = DataLoader(TensorDataset(points, labels), batch_size=32, shuffle=True)

for epoch in range(8):
    total = 0.0
    for inputs, targets in batches:
        optimizer.zero_grad()
        loss = loss_function(model(inputs), targets)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total += loss.item() * len(inputs)
    scheduler.step()
    print(f"epoch {epoch + 1}: loss {total / len(points):.3f}, lr {scheduler.get_last_lr()[0]}")

model.eval()
with torch.no_grad():
    accuracy = (model(points).argmax(1) == labels).float().mean()
print(f"accuracy {accuracy.item():.3f}")
