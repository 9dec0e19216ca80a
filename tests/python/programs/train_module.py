"""A module of one's own with Adam; parameters, modes, state_dict."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    """Two layers and a scale."""

    def __init__(self, hidden):
        super().__init__()
        self.first = nn.Linear(1, hidden)
        self.second = nn.Linear(hidden, 1)
        self.scale = nn.Parameter(torch.tensor(1.0))

    def forward(self, x):
        return self.scale * self.second(torch.tanh(self.first(x)))


torch.manual_seed(0)
net = Net(8)
print(net)
print(sum(p.numel() for p in net.parameters()), [name for name, _ in net.named_parameters()])
x = torch.linspace(-2, 2, 41).unsqueeze(1)
y = x.abs()
optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
for epoch in range(101):
    optimizer.zero_grad()
    loss = F.mse_loss(net(x), y)
    loss.backward()
    optimizer.step()
    if epoch % 25 == 0:
        print(f"{epoch:3d} {loss.item():.4f}")

twin = Net(8)
twin.load_state_dict(net.state_dict())
print(torch.equal(twin(x), net(x)), net.training, net.eval().training, list(net.state_dict()))
with torch.no_grad():
    print(f"{net(torch.tensor([[1.0]])).item():.1f}", net(x).requires_grad)
