"""Recurrent networks and their cells."""

import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(4, 2, 3)
for kind in (nn.RNN, nn.LSTM, nn.GRU):
    net = kind(3, 2)
    print(net, [(name, tuple(p.shape)) for name, p in net.named_parameters()])
    out, state = net(x)
    print(out.detach())
    print([tensor.detach() for tensor in (state if kind is nn.LSTM else [state])])
    out.sum().backward()
    print(net.weight_hh_l0.grad)

deep = nn.LSTM(3, 2, num_layers=2, batch_first=True, bidirectional=True)
print(deep)
out, (h, c) = deep(x.transpose(0, 1))
print(out.shape, h.shape, c.shape)
print(out[0, 0].detach(), h[:, 0].detach(), sep="\n")
again, _ = deep(x.transpose(0, 1), (torch.zeros(4, 2, 2), torch.zeros(4, 2, 2)))
print(torch.equal(out, again))
out, h = nn.GRU(3, 2, bias=False)(x[:, 0])
print(out.shape, h.shape)

for kind in (nn.RNNCell, nn.GRUCell, nn.LSTMCell):
    cell = kind(3, 2)
    state = None
    for step in x:
        state = cell(step, state)
    print(cell, (state[0] if kind is nn.LSTMCell else state).detach(), sep="\n")
print(nn.RNNCell(3, 2, nonlinearity="relu"))

for action in (
    lambda: nn.RNN(3, 2)(torch.ones(4, 2, 5)),
    lambda: nn.RNN(3, 2)(x, torch.zeros(2, 2, 2)),
    lambda: nn.LSTM(3, 2)(x, (torch.zeros(2, 2), torch.zeros(2, 2))),
    lambda: nn.GRUCell(3, 2)(torch.ones(4, 5)),
):
    try:
        action()
    except (RuntimeError, ValueError) as error:
        print(error)
