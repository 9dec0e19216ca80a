"""Saving to memory and loading again."""

import io

import torch
from torch import nn

torch.manual_seed(1)
model = nn.Linear(2, 1)
place = io.BytesIO()
torch.save(model.state_dict(), place)
place.seek(0)
state = torch.load(place)
print(list(state), type(state).__name__)
other = nn.Linear(2, 1)
print(torch.equal(other.weight, model.weight))
print(other.load_state_dict(state))
print(torch.equal(other.weight, model.weight), torch.equal(other.bias, model.bias))

place = io.BytesIO()
torch.save({"epoch": 3, "losses": [1.5, 0.25], "x": torch.arange(3)}, place)
place.seek(0)
print(torch.load(place))
