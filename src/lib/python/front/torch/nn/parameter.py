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


_NO_SHAPE = (
    "Can't access the shape of an uninitialized parameter or buffer. This error usually happens in "
    "`load_state_dict` when trying to load an uninitialized parameter into an initialized one. Call "
    "`forward` to initialize the parameters before accessing their attributes."
)
_NO_NUMBER = (
    "Attempted to use an uninitialized parameter in <method 'numel' of 'torch._C._TensorBase' "
    "objects>. This error happens when you are using a `LazyModule` or explicitly manipulating "
    "`torch.nn.parameter.UninitializedParameter` objects. When using LazyModules Call `forward` "
    "with a dummy batch to initialize the parameters before calling torch functions"
)


class UninitializedParameter(Parameter):
    """A parameter without a shape yet; `materialize` gives it one.

    Raises RuntimeError where somebody asks for its shape, ValueError for its number of elements.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.parameter.UninitializedParameter.html
    """

    def __new__(cls, requires_grad=True, device=None, dtype=None):
        return Parameter.__new__(cls, torch.empty(0, device=device, dtype=dtype), requires_grad)

    @property
    def shape(self):
        raise RuntimeError(_NO_SHAPE)

    def numel(self):
        raise ValueError(_NO_NUMBER)

    def materialize(self, shape, device=None, dtype=None):
        """Becomes a parameter of this shape, whose elements are still to be set."""
        self.data = torch.empty(tuple(shape), dtype=dtype or self.dtype)
        self.__class__ = Parameter

    def detach(self):
        return self

    def __deepcopy__(self, memo):
        if id(self) not in memo:
            memo[id(self)] = type(self)(self.requires_grad, dtype=self.dtype)
        return memo[id(self)]

    def __repr__(self):
        return "<UninitializedParameter>"

    __str__ = __repr__
