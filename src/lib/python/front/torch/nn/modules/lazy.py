"""Modules that learn the size of their input from the first one.

Source: https://pytorch.org/docs/stable/generated/torch.nn.modules.lazy.LazyModuleMixin.html
"""

import torch
from torch._calls import warn
from torch.nn._common import factory, pair
from torch.nn.modules.batchnorm import BatchNorm1d, BatchNorm2d
from torch.nn.modules.conv import Conv1d, Conv2d
from torch.nn.modules.linear import Linear
from torch.nn.parameter import UninitializedParameter

_NEW = (
    "Lazy modules are a new feature under heavy development so changes to the API or functionality "
    "can happen at any moment."
)


class LazyModuleMixin:
    """Turns into the module that `cls_to_become` says when it is called for the first time.

    A subclass says in `_sizes` what the parameters' shapes are for an input.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.modules.lazy.LazyModuleMixin.html
    """

    cls_to_become = None

    def has_uninitialized_params(self):
        """Whether some parameter has no shape yet."""
        return any(isinstance(one, UninitializedParameter) for one in self._parameters.values())

    def _sizes(self, input):
        raise NotImplementedError

    def initialize_parameters(self, input):
        """Gives the parameters their shapes, and first values."""
        if not self.has_uninitialized_params():
            return
        for name, size in self._sizes(input).items():
            if self._parameters.get(name) is not None:
                self._parameters[name].materialize(size)
        self.cls_to_become.reset_parameters(self)

    def reset_parameters(self):
        """Nothing yet: the parameters have no shape."""

    def __call__(self, *args, **kwargs):
        self.initialize_parameters(*args, **kwargs)
        self.__class__ = self.cls_to_become
        return self(*args, **kwargs)

    def _leave_open(self, has_bias, device, dtype):
        made = factory(device, dtype)
        self.weight = UninitializedParameter(**made)
        if has_bias:
            self.bias = UninitializedParameter(**made)
        else:
            self.register_parameter("bias", None)
        warn(_NEW)


class LazyLinear(LazyModuleMixin, Linear):
    """A `Linear` whose `in_features` is the last size of the first input.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.LazyLinear.html
    """

    cls_to_become = Linear

    def __init__(self, out_features, bias=True, device=None, dtype=None):
        Linear.__init__(self, 0, 0, False)
        self.out_features = out_features
        self._leave_open(bias, device, dtype)

    def _sizes(self, input):
        self.in_features = input.shape[-1]
        return {"weight": (self.out_features, self.in_features), "bias": (self.out_features,)}


class _LazyConv(LazyModuleMixin):
    def __init__(
        self,
        out_channels,
        kernel_size,
        stride=1,
        padding=0,
        dilation=1,
        groups=1,
        bias=True,
        padding_mode="zeros",
        device=None,
        dtype=None,
    ):
        size = pair(kernel_size, self._rank)
        self.cls_to_become.__init__(
            self, 0, 0, size, stride, padding, dilation, groups, False, padding_mode
        )
        self.out_channels = out_channels
        self._leave_open(bias, device, dtype)

    def _sizes(self, input):
        rank = self._rank
        if input.dim() not in (rank + 1, rank + 2):
            raise RuntimeError(
                f"Expected {rank + 1}D (unbatched) or {rank + 2}D (batched) input to "
                f"{type(self).__name__}, but got input of size: {input.shape}"
            )
        self.in_channels = input.shape[-rank - 1]
        if self.in_channels % self.groups != 0:
            raise ValueError("in_channels must be divisible by groups")
        inner = self.in_channels // self.groups
        size = (self.out_channels, inner, *self.kernel_size)
        return {"weight": size, "bias": (self.out_channels,)}


class LazyConv1d(_LazyConv, Conv1d):
    """A `Conv1d` whose `in_channels` is that of the first input.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.LazyConv1d.html
    """

    cls_to_become = Conv1d


class LazyConv2d(_LazyConv, Conv2d):
    """A `Conv2d` whose `in_channels` is that of the first input.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.LazyConv2d.html
    """

    cls_to_become = Conv2d


class _LazyBatchNorm(LazyModuleMixin):
    def __init__(
        self,
        eps=1e-5,
        momentum=0.1,
        affine=True,
        track_running_stats=True,
        device=None,
        dtype=None,
    ):
        self.cls_to_become.__init__(self, 0, eps, momentum, False, False, device, dtype)
        self.affine = affine
        self.track_running_stats = track_running_stats
        self._made = factory(device, dtype)
        if affine:
            self._leave_open(True, device, dtype)
        else:
            warn(_NEW)

    def initialize_parameters(self, input):
        self.num_features = count = input.shape[1]
        for one in self._parameters.values():
            if one is not None:
                one.materialize((count,))
        if self.track_running_stats:
            self.register_buffer("running_mean", torch.zeros(count, **self._made))
            self.register_buffer("running_var", torch.ones(count, **self._made))
            self.register_buffer("num_batches_tracked", torch.tensor(0))
        self.cls_to_become.reset_parameters(self)


class LazyBatchNorm1d(_LazyBatchNorm, BatchNorm1d):
    """A `BatchNorm1d` whose `num_features` is that of the first input.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.LazyBatchNorm1d.html
    """

    cls_to_become = BatchNorm1d


class LazyBatchNorm2d(_LazyBatchNorm, BatchNorm2d):
    """A `BatchNorm2d` whose `num_features` is that of the first input.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.LazyBatchNorm2d.html
    """

    cls_to_become = BatchNorm2d
