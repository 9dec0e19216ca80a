"""Helpers for parameters and their gradients.

Source: https://pytorch.org/docs/stable/nn.html#utilities
"""

from _backflow_missing import missing
from torch.nn.utils import rnn
from torch.nn.utils.clip_grad import (
    clip_grad_norm,
    clip_grad_norm_,
    clip_grad_value_,
    get_total_norm,
)
from torch.nn.utils.convert_parameters import parameters_to_vector, vector_to_parameters


def __getattr__(name):
    raise missing("torch.nn.utils", name)
