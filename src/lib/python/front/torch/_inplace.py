"""Methods that change their tensor and are no operation of the registry.

Source: https://pytorch.org/docs/stable/tensors.html
"""

from torch._calls import ask, engine, run_in_place, to_js, wrap
from torch._functions import _ints


def _torch():
    import torch

    return torch


def _places(index):
    """Indices as a list: of places, of a condition's True elements, or of whole slices."""
    return tuple(index) if isinstance(index, (list, tuple)) else (index,)


def fill_diagonal_(self, fill_value, wrap=False):
    """Sets the diagonal of a matrix to a value, in place.

    Source: https://pytorch.org/docs/stable/generated/torch.Tensor.fill_diagonal_.html
    """
    if self.ndim < 2:
        raise RuntimeError("dimensions must larger than 1")
    places = _ints(list(range(min(self.shape))))
    self[(places,) * self.ndim] = fill_value
    return self


def resize_(self, *sizes, memory_format=None):
    """Gives the tensor another shape, in place; new elements are 0 here.

    Source: https://pytorch.org/docs/stable/generated/torch.Tensor.resize_.html
    """
    if self.requires_grad:
        raise RuntimeError("cannot resize variables that require grad")
    shape = sizes[0] if len(sizes) == 1 and isinstance(sizes[0], (list, tuple)) else sizes
    wanted = _torch().Size(shape).numel()
    # The elements as they lie in memory, whatever the tensor's view of them.
    start = self.storage_offset()
    count = min(wanted, int(engine.storageLength(self._t)) - start)
    flat = wrap(ask(engine.strided, self._t, start, to_js([count]), to_js([1])))
    if wanted > count:
        flat = _torch().cat([flat, flat.new_zeros(wanted - count)])
    self.data = flat.view(tuple(shape))
    return self


def resize_as_(self, tensor):
    """Gives the tensor the shape of another one, in place."""
    return resize_(self, tensor.shape)


def index_copy_(self, dim, index, source):
    """Takes over the slices of another tensor at places along a dimension, in place.

    Source: https://pytorch.org/docs/stable/generated/torch.Tensor.index_copy_.html
    """
    self[(slice(None),) * (dim % max(self.ndim, 1)) + (index,)] = source
    return self


def index_copy(self, dim, index, source):
    """As `index_copy_`, on a copy."""
    return index_copy_(self.clone(), dim, index, source)


def index_put_(self, indices, values, accumulate=False):
    """`self[indices] = values`, in place; with `accumulate`, values are added.

    Source: https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
    """
    key = _places(indices)
    if not accumulate:
        self[key] = values
        return self
    count = _torch().arange(self.numel()).view(self.shape)[key]
    flat = self.view(-1)
    flat.index_add_(0, count.reshape(-1), values.expand(count.shape).reshape(-1))
    return self


def index_put(self, indices, values, accumulate=False):
    """As `index_put_`, on a copy."""
    return index_put_(self.clone(), indices, values, accumulate)


def put_(self, index, source, accumulate=False):
    """Sets elements by their places in row-major order, in place.

    Source: https://pytorch.org/docs/stable/generated/torch.Tensor.put_.html
    """
    index_put_(self.view(-1), (index.reshape(-1),), source.reshape(-1), accumulate)
    return self


def div_(self, other, *, rounding_mode=None):
    """Divides in place; rounded as `torch.div` does."""
    if rounding_mode is None:
        return run_in_place("div", "div_", (self, other), None)
    return self.copy_(self.div(other, rounding_mode=rounding_mode))


def map_(self, tensor, callable):
    """Sets each element to what a function of it and another tensor's answers, in place."""
    other = tensor.expand_as(self).reshape(-1).tolist()
    values = [callable(a, b) for a, b in zip(self.reshape(-1).tolist(), other)]
    return self.copy_(_torch().tensor(values, dtype=self.dtype).view(self.shape))


def _comparing(name):
    def call(self, other):
        return self.copy_(getattr(self, name)(other))

    call.__name__ = f"{name}_"
    return call


def new(self, *sizes):
    """A tensor of this one's type; PyTorch advises against it."""
    made = _torch().Tensor(*sizes)
    return made.to(self.dtype)


NAMES = (
    "fill_diagonal_ resize_ resize_as_ index_copy_ index_copy index_put_ index_put put_ div_ map_ "
    "new"
).split()
# What they write has no gradient, so that none flows on to what was there before.
COMPARISONS = {f"{name}_": _comparing(name) for name in "eq ne lt le gt ge".split()}
