"""Three classes with nn.Sequential, cross entropy, mini batches and accuracy."""

import torch
from torch import nn

torch.manual_seed(0)
centers = torch.tensor([[0.0, 2.0], [-2.0, -1.0], [2.0, -1.0]])
target = torch.arange(3).repeat_interleave(30)
x = centers[target] + 0.7 * torch.randn(90, 2)
model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 3))
print(model)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
for epoch in range(5):
    total = 0.0
    for batch in torch.randperm(90).split(30):
        optimizer.zero_grad()
        loss = criterion(model(x[batch]), target[batch])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(batch)
    print(f"epoch {epoch}: loss {total / 90:.4f}")
model.eval()
with torch.no_grad():
    predicted = model(x).argmax(dim=1)
print("accuracy:", round((predicted == target).float().mean().item(), 2))
print(torch.bincount(predicted, minlength=3).sum())
