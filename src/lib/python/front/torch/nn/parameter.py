"""Tensors that belong to a module's parameters.

Source: https://pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html
"""

import torch


class Parameter(torch.Tensor):
    """A leaf that a module counts among its parameters as soon as it becomes an attribute of it.

    Takes a tensor of any shape, whose memory it shares; empty without one. Raises RuntimeError
    where whole numbers should require a gradient.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html
    """

    def __new__(cls, data=None, requires_grad=True):
        if data is None:
            data = torch.empty(0)
        if requires_grad and not data.is_floating_point():
            raise RuntimeError(
                "Only Tensors of floating point and complex dtype can require gradients"
            )
        return torch.Tensor._make_subclass(cls, data, requires_grad)

    def __deepcopy__(self, memo):
        if id(self) in memo:
            return memo[id(self)]
        result = type(self)(self.data.clone(), self.requires_grad)
        memo[id(self)] = result
        return result

    def __repr__(self):
        return "Parameter containing:\n" + super().__repr__()

    __str__ = __repr__
