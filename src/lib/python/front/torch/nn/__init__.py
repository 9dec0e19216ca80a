"""Networks: modules, their parameters, losses.

Source: https://pytorch.org/docs/stable/nn.html
"""

from _backflow_missing import missing
from torch.nn.parameter import Parameter, UninitializedParameter

# Modules are made of functions and first values.
from torch.nn import functional, init

from torch.nn import modules, utils
from torch.nn.modules import *


def __getattr__(name):
    raise missing("torch.nn", name)
