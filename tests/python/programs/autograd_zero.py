"""Ways to clear gradients: of tensors, modules and optimizers."""

import torch
from torch import nn

model = nn.Linear(2, 1)
with torch.no_grad():
    model.weight.fill_(1.0)
    model.bias.zero_()
x = torch.tensor([[1.0, 2.0]])
print(model.weight.grad, model.bias.grad)
for clear in (
    lambda: model.zero_grad(set_to_none=True),
    lambda: model.zero_grad(set_to_none=False),
    lambda: [p.grad.zero_() for p in model.parameters()],
    lambda: [setattr(p, "grad", None) for p in model.parameters()],
    lambda: torch.optim.SGD(model.parameters(), lr=1.0).zero_grad(set_to_none=True),
    lambda: torch.optim.SGD(model.parameters(), lr=1.0).zero_grad(set_to_none=False),
    lambda: model.weight.grad.fill_(0),
    lambda: None,
):
    model(x).sum().backward()
    print(model.weight.grad, end=" -> ")
    clear()
    print(model.weight.grad, model.bias.grad)
    model.zero_grad(set_to_none=True)
