"""Single steps of recurrent networks.

Source: https://pytorch.org/docs/stable/nn.html#recurrent-layers
"""

import math

import torch
from torch.nn import functional as F
from torch.nn import init
from torch.nn._common import factory
from torch.nn._functional import recurrent
from torch.nn.modules.module import Module
from torch.nn.parameter import Parameter


class RNNCellBase(Module):
    """What the three cells share: weights for the input and for the hidden state."""

    _gates = 1

    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__()
        made = factory(device, dtype)
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        rows = self._gates * hidden_size
        self.weight_ih = Parameter(torch.empty((rows, input_size), **made))
        self.weight_hh = Parameter(torch.empty((rows, hidden_size), **made))
        for name in ("bias_ih", "bias_hh"):
            self.register_parameter(name, Parameter(torch.empty(rows, **made)) if bias else None)
        self.reset_parameters()

    def reset_parameters(self):
        """Draws all weights anew, uniformly within ±1/√hidden_size."""
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def extra_repr(self):
        text = f"{self.input_size}, {self.hidden_size}"
        return text if self.bias is True else f"{text}, bias={self.bias}"

    def _require(self, input, states):
        name = self._get_name()
        if input.dim() not in (1, 2):
            raise ValueError(f"{name}: Expected input to be 1D or 2D, got {input.dim()}D instead")
        for k, state in enumerate(states):
            what = "hidden" if len(states) == 1 else f"hx[{k}]"
            if state.dim() not in (1, 2):
                raise ValueError(
                    f"{name}: Expected {what} to be 1D or 2D, got {state.dim()}D instead"
                )
        if input.size(-1) != self.input_size:
            raise RuntimeError(
                f"input has inconsistent input_size: got {input.size(-1)} "
                f"expected {self.input_size}"
            )
        for k, state in enumerate(states):
            if input.dim() == 2 and state.size(0) != input.size(0):
                raise RuntimeError(
                    f"Input batch size {input.size(0)} doesn't match hidden{k} batch size "
                    f"{state.size(0)}"
                )
            if state.size(-1) != self.hidden_size:
                raise RuntimeError(
                    f"hidden{k} has inconsistent hidden_size: got {state.size(-1)}, "
                    f"expected {self.hidden_size}"
                )

    def _run(self, step, input, states, count):
        """The next states; zeros before the first step."""
        if states is None:
            shape = (*input.shape[:-1], self.hidden_size)
            states = (torch.zeros(shape, dtype=input.dtype),) * count
        self._require(input, states)
        gates = F.linear(input, self.weight_ih, self.bias_ih)
        return step(gates, states, self.weight_hh, self.bias_hh)


class RNNCell(RNNCellBase):
    """h' = tanh(W_ih x + b_ih + W_hh h + b_hh) for x of shape (N, input_size) or (input_size).

    Source: https://pytorch.org/docs/stable/generated/torch.nn.RNNCell.html
    """

    def __init__(
        self, input_size, hidden_size, bias=True, nonlinearity="tanh", device=None, dtype=None
    ):
        super().__init__(input_size, hidden_size, bias, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input, hx=None):
        if self.nonlinearity not in ("tanh", "relu"):
            raise RuntimeError(f"Unknown nonlinearity: {self.nonlinearity}")
        step = recurrent.simple_step(getattr(torch, self.nonlinearity))
        return self._run(step, input, None if hx is None else (hx,), 1)[0]

    def extra_repr(self):
        text = super().extra_repr()
        if self.nonlinearity == "tanh":
            return text
        return f"{text}, nonlinearity={self.nonlinearity}"


class GRUCell(RNNCellBase):
    """One step of a `GRU`; shapes as `RNNCell`.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.GRUCell.html
    """

    _gates = 3

    def forward(self, input, hx=None):
        return self._run(recurrent.gru_step, input, None if hx is None else (hx,), 1)[0]


class LSTMCell(RNNCellBase):
    """One step of an `LSTM`: takes and answers hidden state and cell; shapes as `RNNCell`.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html
    """

    _gates = 4

    def forward(self, input, hx=None):
        return self._run(recurrent.lstm_step, input, None if hx is None else tuple(hx), 2)
