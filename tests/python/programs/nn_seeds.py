"""After the same seed all layers start with the same numbers."""

import torch
from torch import nn

for make in (
    lambda: nn.Linear(3, 2),
    lambda: nn.Bilinear(2, 2, 1),
    lambda: nn.Conv1d(2, 2, 2),
    lambda: nn.Conv2d(1, 2, 2, groups=1, bias=False),
    lambda: nn.Embedding(3, 2, padding_idx=1),
    lambda: nn.RNN(1, 2),
    lambda: nn.LSTMCell(1, 1),
    lambda: nn.PReLU(),
    lambda: nn.MultiheadAttention(2, 1),
):
    torch.manual_seed(7)
    module = make()
    print(module)
    for name, parameter in module.named_parameters():
        print(name, parameter.tolist() if parameter.numel() == 1 else parameter.detach())

torch.manual_seed(0)
print(torch.rand(2), torch.randn(2))
embedding = nn.Embedding(4, 2)
picked = embedding(torch.tensor([[0, 3], [3, 1]]))
print(embedding, picked)
picked.sum().backward()
print(embedding.weight.grad)
frozen = nn.Embedding.from_pretrained(torch.eye(2))
print(frozen, frozen.weight.requires_grad, frozen(torch.tensor(1)))

dropout = nn.Dropout(0.2)
x = torch.ones(50, 40)
kept = dropout(x)
print(dropout, kept.unique(), abs(kept.mean().item() - 1) < 0.1)
by_channel = nn.Dropout2d(0.5)(torch.ones(8, 4, 2, 2))
print(bool((by_channel.amax((2, 3)) == by_channel.amin((2, 3))).all()), by_channel.unique())
dropout.eval()
print(dropout(x) is x)
try:
    nn.Dropout(1.5)
except ValueError as error:
    print(error)
