"""Clipping gradients, and parameters as one vector."""

import copy

import torch
from torch import nn
from torch.nn import utils
from torch.nn.utils.rnn import pad_sequence

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
(net(torch.tensor([[3.0, -4.0]])) * 10).sum().backward()
print(utils.clip_grad_norm_(net.parameters(), 1e9))
print(utils.clip_grad_norm_(net.parameters(), 2.0))
for p in net.parameters():
    print(p.grad)
print(utils.clip_grad_norm_(net.parameters(), 0.5, norm_type=1))
print(utils.clip_grad_norm_(net.parameters(), 0.5, norm_type=float("inf")))
utils.clip_grad_value_(net.parameters(), 0.05)
for p in net.parameters():
    print(p.grad)

vector = utils.parameters_to_vector(net.parameters())
print(vector.shape, vector.requires_grad)
utils.vector_to_parameters(torch.arange(9.0), net.parameters())
print(net[0].weight, net[1].bias, sep="\n")
twin = copy.deepcopy(net)
with torch.no_grad():
    twin[0].weight.zero_()
print(net[0].weight.sum().item(), twin[0].weight.sum().item(), twin[0].weight.requires_grad)
print(pad_sequence([torch.ones(2), torch.full((3,), 2.0)], batch_first=True, padding_value=-1))
try:
    utils.vector_to_parameters([1.0], net.parameters())
except TypeError as error:
    print(error)
