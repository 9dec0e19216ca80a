"""What several modules share."""

import torch
from torch.nn.parameter import Parameter


def factory(device, dtype):
    """Arguments for `torch.empty` and the like, those that nobody gave left out."""
    given = {"device": device, "dtype": dtype}
    return {name: value for name, value in given.items() if value is not None}


def pair(value, count=2):
    """So many numbers of one, or those of a tuple."""
    return tuple(value) if isinstance(value, (tuple, list)) else (value,) * count


def register(module, size, made, **wanted):
    """Gives a module parameters by their names, without values yet; None where one isn't wanted."""
    for name, is_wanted in wanted.items():
        module.register_parameter(name, Parameter(torch.empty(size, **made)) if is_wanted else None)
