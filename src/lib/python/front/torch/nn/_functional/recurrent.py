"""One step of recurrent networks, and sequences of them, composed of operations.

Source: https://pytorch.org/docs/stable/nn.html#recurrent-layers
"""

import torch
from torch.nn import functional as F


def simple_step(activation):
    """h' = activation(gates + W h + b)."""

    def step(gates, state, weight, bias):
        (hidden,) = state
        return (activation(F.linear(hidden, weight, bias) + gates),)

    return step


def lstm_step(gates, state, weight, bias, projection=None):
    """The gates decide what the cell forgets, takes in and shows."""
    hidden, cell = state
    gates = F.linear(hidden, weight, bias) + gates
    taken, kept, new, shown = gates.chunk(4, gates.dim() - 1)
    cell = torch.sigmoid(kept) * cell + torch.sigmoid(taken) * torch.tanh(new)
    hidden = torch.sigmoid(shown) * torch.tanh(cell)
    if projection is not None:
        hidden = F.linear(hidden, projection)
    return hidden, cell


def gru_step(gates, state, weight, bias):
    """h' = (h − n) z + n with the gates r and z, and n that sees the part of h that r lets through.
    """
    (hidden,) = state
    dim = gates.dim() - 1
    from_input = gates.chunk(3, dim)
    from_hidden = F.linear(hidden, weight, bias).chunk(3, dim)
    reset = torch.sigmoid(from_hidden[0] + from_input[0])
    update = torch.sigmoid(from_hidden[1] + from_input[1])
    new = torch.tanh(from_input[2] + from_hidden[2] * reset)
    return ((hidden - new) * update + new,)


def run_direction(input, state, step, weights, is_reverse):
    """One layer in one direction over an input of shape (L, N, …): all hidden states, and the last
    state.
    """
    w_input, w_hidden, b_input, b_hidden, *others = weights
    gates = F.linear(input, w_input, b_input).unbind(0)
    shown = []
    for one in reversed(gates) if is_reverse else gates:
        state = step(one, state, w_hidden, b_hidden, *others)
        shown.append(state[0])
    return torch.stack(shown[::-1] if is_reverse else shown), state


def run_layers(input, states, step, layers, dropout):
    """All layers, each a list of the weights of its directions; states has one for each of these.

    Answers all hidden states of the last layer (L, N, …) and the last state of every direction.
    """
    last = []
    for place, directions in enumerate(layers):
        shown = []
        for k, weights in enumerate(directions):
            output, state = run_direction(input, states[len(last)], step, weights, k == 1)
            shown.append(output)
            last.append(state)
        input = shown[0] if len(shown) == 1 else torch.cat(shown, -1)
        if dropout > 0 and place < len(layers) - 1:
            input = F.dropout(input, dropout)
    return input, last
