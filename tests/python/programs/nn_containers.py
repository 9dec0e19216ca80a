"""Sequential, ModuleList, ModuleDict, ParameterList and ParameterDict."""

from collections import OrderedDict

import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
print(net)
print(net[0], net[-1], len(net))
print(net[:2])
print(net(torch.ones(1, 2)))
net[1] = nn.Tanh()
net.append(nn.Sigmoid())
print(net)
del net[3]
print(list(net.state_dict()), [type(module).__name__ for module in net])
named = nn.Sequential(OrderedDict([("hidden", nn.Linear(2, 2)), ("act", nn.ELU(0.5))]))
print(named, named.hidden.in_features)
print(nn.Sequential())

layers = nn.ModuleList([nn.Linear(1, 2), nn.Linear(2, 3)])
layers.append(nn.Dropout(0.25))
layers.extend([nn.Flatten()])
layers.insert(1, nn.GELU())
print(layers)
print(len(layers), layers[-1], layers[1:3])
print([name for name, _ in layers.named_parameters()])
layers += [nn.SiLU(inplace=True)]
del layers[0]
print([type(layer).__name__ for layer in layers])

choices = nn.ModuleDict({"relu": nn.ReLU(), "lrelu": nn.LeakyReLU(0.2)})
choices["prelu"] = nn.PReLU()
choices.update([("soft", nn.Softmax(dim=1))])
print(choices)
print("relu" in choices, len(choices), list(choices.keys()))
print(choices["lrelu"](torch.tensor([-1.0, 1.0])))
print(choices.pop("relu"), list(choices))

weights = nn.ParameterList([nn.Parameter(torch.zeros(k)) for k in (1, 2)])
weights.append(torch.ones(3))
print(len(weights), [tuple(w.shape) for w in weights], [n for n, _ in weights.named_parameters()])
print(weights[2])
table = nn.ParameterDict({"b": torch.zeros(1), "a": nn.Parameter(torch.ones(2, 3))})
print(list(table.keys()), table["a"].shape, "c" in table, [n for n, _ in table.named_parameters()])
print(table)

for action in (
    lambda: net[7],
    lambda: layers[9],
    lambda: choices["gone"],
    lambda: weights[5],
    lambda: nn.Sequential(3),
    lambda: nn.ModuleList([nn.ReLU]),
    lambda: nn.ModuleList(nn.ReLU()),
    lambda: weights(1),
    lambda: layers(torch.ones(1)),
):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, str(error).split("NotImplementedError")[0])
