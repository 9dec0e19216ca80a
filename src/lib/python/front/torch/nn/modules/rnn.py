"""Recurrent networks over sequences.

Source: https://pytorch.org/docs/stable/nn.html#recurrent-layers
"""

import math
import numbers
import warnings

import torch
from torch.nn import init
from torch.nn._common import factory
from torch.nn._functional import recurrent
from torch.nn.modules.module import Module
from torch.nn.parameter import Parameter


def _checked(input_size, hidden_size, num_layers, bias, batch_first, dropout, proj_size):
    is_number = isinstance(dropout, numbers.Number) and not isinstance(dropout, bool)
    if not is_number or not 0 <= dropout <= 1:
        raise ValueError(
            "dropout should be a number in range [0, 1] "
            "representing the probability of an element being "
            "zeroed"
        )
    if dropout > 0 and num_layers == 1:
        warnings.warn(
            "dropout option adds dropout after all but last "
            "recurrent layer, so non-zero dropout expects "
            f"num_layers greater than 1, but got dropout={dropout} and num_layers={num_layers}",
            stacklevel=4,
        )
    for name, value, kind in (
        ("bias", bias, bool),
        ("batch_first", batch_first, bool),
        ("input_size", input_size, int),
        ("hidden_size", hidden_size, int),
    ):
        if not isinstance(value, kind):
            found = type(value).__name__
            raise TypeError(f"{name} should be of type {kind.__name__}, got: {found}")
    for name, value in (
        ("input_size", input_size),
        ("hidden_size", hidden_size),
        ("num_layers", num_layers),
    ):
        if value <= 0:
            raise ValueError(f"{name} must be greater than zero")
    if proj_size < 0:
        raise ValueError("proj_size should be a positive integer or zero to disable projections")
    if proj_size >= hidden_size:
        raise ValueError("proj_size has to be smaller than hidden_size")


class RNNBase(Module):
    """What RNN, LSTM and GRU share: weights by layer and direction, and the walk along the
    sequence.
    """

    _gates = 1

    def __init__(
        self,
        mode,
        input_size,
        hidden_size,
        num_layers=1,
        bias=True,
        batch_first=False,
        dropout=0.0,
        bidirectional=False,
        proj_size=0,
        device=None,
        dtype=None,
    ):
        super().__init__()
        _checked(input_size, hidden_size, num_layers, bias, batch_first, dropout, proj_size)
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        self._all_weights = []
        made = factory(device, dtype)
        for layer in range(num_layers):
            for direction in range(self._directions):
                self._make_weights(layer, direction, made)
        self.reset_parameters()

    @property
    def _directions(self):
        return 2 if self.bidirectional else 1

    @property
    def _shown_size(self):
        return self.proj_size or self.hidden_size

    def _make_weights(self, layer, direction, made):
        rows = self._gates * self.hidden_size
        width = self.input_size if layer == 0 else self._shown_size * self._directions
        sizes = {"weight_ih": (rows, width), "weight_hh": (rows, self._shown_size)}
        if self.bias:
            sizes.update(bias_ih=(rows,), bias_hh=(rows,))
        if self.proj_size > 0:
            sizes["weight_hr"] = (self.proj_size, self.hidden_size)
        suffix = "_reverse" if direction == 1 else ""
        names = [f"{name}_l{layer}{suffix}" for name in sizes]
        for name, size in zip(names, sizes.values()):
            setattr(self, name, Parameter(torch.empty(size, **made)))
        self._all_weights.append(names)

    @property
    def all_weights(self):
        """The parameters of each direction of each layer."""
        return [[getattr(self, name) for name in names] for names in self._all_weights]

    def flatten_parameters(self):
        """Means something on other devices only."""

    def reset_parameters(self):
        """Draws all weights anew, uniformly within ±1/√hidden_size."""
        bound = 1.0 / math.sqrt(self.hidden_size)
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def extra_repr(self):
        text = f"{self.input_size}, {self.hidden_size}"
        if self.proj_size != 0:
            text += f", proj_size={self.proj_size}"
        if self.num_layers != 1:
            text += f", num_layers={self.num_layers}"
        for name, usual in (("bias", True), ("batch_first", False)):
            if getattr(self, name) is not usual:
                text += f", {name}={getattr(self, name)}"
        if self.dropout != 0:
            text += f", dropout={self.dropout}"
        if self.bidirectional is not False:
            text += f", bidirectional={self.bidirectional}"
        return text

    def _require_input(self, input):
        dtype = next(self.parameters()).dtype
        if input.dtype != dtype:
            raise ValueError(
                f"RNN input dtype ({input.dtype}) does not match weight dtype ({dtype}). "
                f"Convert input: input.to({dtype}), or convert model: model.to({input.dtype})"
            )
        if input.size(-1) != self.input_size:
            raise RuntimeError(
                "input.size(-1) must be equal to input_size. "
                f"Expected {self.input_size}, got {input.size(-1)}"
            )

    def _require_state(self, tensor, size, batch, what="hidden"):
        expected = (self.num_layers * self._directions, batch, size)
        if tuple(tensor.shape) != expected:
            raise RuntimeError(f"Expected {what} size {expected}, got {list(tensor.shape)}")

    def _weights(self):
        """By layer and direction, with None for a bias that isn't there."""
        layers = []
        for layer in range(self.num_layers):
            directions = []
            for k in range(self._directions):
                weights = list(self.all_weights[layer * self._directions + k])
                if not self.bias:
                    weights[2:2] = [None, None]
                directions.append(weights)
            layers.append(directions)
        return layers

    def _run(self, input, states, single):
        """All hidden states and the last of each kind, for an input as the caller gave it."""
        if single:
            input = input.unsqueeze(1)
        elif self.batch_first:
            input = input.transpose(0, 1)
        by_direction = list(zip(*(state.unbind(0) for state in states)))
        dropout = self.dropout if self.training else 0
        output, last = recurrent.run_layers(
            input, by_direction, self._step, self._weights(), dropout
        )
        finals = [torch.stack(kind) for kind in zip(*last)]
        if single:
            return output.squeeze(1), [final.squeeze(1) for final in finals]
        return (output.transpose(0, 1) if self.batch_first else output), finals

    def _is_single(self, input):
        """Whether it is one sequence of shape (L, input_size) and no batch."""
        if input.dim() not in (2, 3):
            raise ValueError(
                f"{self._get_name()}: Expected input to be 2D or 3D, got {input.dim()}D instead"
            )
        self._require_input(input)
        return input.dim() == 2

    def _batch(self, input, single):
        return 1 if single else input.size(0 if self.batch_first else 1)

    def _zeros(self, input, size, single):
        shape = (self.num_layers * self._directions, self._batch(input, single), size)
        return torch.zeros(shape, dtype=input.dtype)


class _OneState(RNNBase):
    """RNN and GRU, whose state is the hidden one alone."""

    def forward(self, input, hx=None):
        single = self._is_single(input)
        if hx is None:
            hx = self._zeros(input, self.hidden_size, single)
        else:
            rank = 2 if single else 3
            if hx.dim() != rank:
                kind = "unbatched" if single else "batched"
                raise RuntimeError(
                    f"For {kind} {rank}-D input, hx should also be {rank}-D "
                    f"but got {hx.dim()}-D tensor"
                )
            hx = hx.unsqueeze(1) if single else hx
        self._require_state(hx, self.hidden_size, self._batch(input, single))
        output, (hidden,) = self._run(input, [hx], single)
        return output, hidden


class RNN(_OneState):
    """h = tanh(W_ih x + b_ih + W_hh h + b_hh) along sequences of shape (L, N, input_size).

    With `batch_first` (N, L, input_size); a single sequence is (L, input_size). Answers all hidden
    states of the last layer and the last one of every layer.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.RNN.html
    """

    def __init__(self, *args, nonlinearity="tanh", **kwargs):
        if "proj_size" in kwargs:
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        # It comes fourth, before what all recurrent networks take.
        if len(args) > 3:
            nonlinearity = args[3]
            args = (*args[:3], *args[4:])
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(
                f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'."
            )
        super().__init__(f"RNN_{nonlinearity.upper()}", *args, **kwargs)
        self.nonlinearity = nonlinearity
        self._step = recurrent.simple_step(getattr(torch, nonlinearity))


class GRU(_OneState):
    """A recurrent network whose gates let parts of the hidden state through.

    Shapes as `RNN`.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.GRU.html
    """

    _gates = 3
    _step = staticmethod(recurrent.gru_step)

    def __init__(self, *args, **kwargs):
        if "proj_size" in kwargs:
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        super().__init__("GRU", *args, **kwargs)


class LSTM(RNNBase):
    """A recurrent network with a cell beside the hidden state; shapes as `RNN`.

    Takes and answers both as a pair.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html
    """

    _gates = 4
    _step = staticmethod(recurrent.lstm_step)

    def __init__(self, *args, **kwargs):
        super().__init__("LSTM", *args, **kwargs)

    def forward(self, input, hx=None):
        single = self._is_single(input)
        sizes = (self._shown_size, self.hidden_size)
        if hx is None:
            hx = tuple(self._zeros(input, size, single) for size in sizes)
        else:
            rank = 2 if single else 3
            if any(state.dim() != rank for state in hx):
                kind = "unbatched" if single else "batched"
                raise RuntimeError(
                    f"For {kind} {rank}-D input, hx and cx should also be {rank}-D "
                    f"but got ({hx[0].dim()}-D, {hx[1].dim()}-D) tensors"
                )
            hx = tuple(state.unsqueeze(1) for state in hx) if single else hx
        for k, (state, size) in enumerate(zip(hx, sizes)):
            self._require_state(state, size, self._batch(input, single), f"hidden[{k}]")
        output, (hidden, cell) = self._run(input, list(hx), single)
        return output, (hidden, cell)
