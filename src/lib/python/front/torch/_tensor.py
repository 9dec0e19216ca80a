"""`torch.Tensor`: what a tensor is and knows; its methods that are operations come from the registry."""

import gc

from torch import _types
from torch._calls import (
    ask,
    assign,
    create_proxy,
    engine,
    install,
    line,
    subscript,
    to_js,
    warn,
    wrap,
)

_NON_LEAF = (
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad "
    "attribute won't be populated during autograd.backward(). If you indeed want the .grad field "
    "to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. If you "
    "access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See "
    "github.com/pytorch/pytorch/pull/30531 for more informations."
)
_REVERSED = (
    "The use of `x.T` on tensors of dimension other than 2 to reverse their shape is deprecated "
    "and it will throw an error in a future release. Consider `x.mT` to transpose batches of "
    "matrices or `x.permute(*torch.arange(x.ndim - 1, -1, -1))` to reverse the dimensions of a "
    "tensor."
)
_OPERANDS = (int, float, bool)


def _is_operand(value):
    return isinstance(value, (Tensor, *_OPERANDS)) or hasattr(value, "dtype")


class _Meta(type):
    """Lets `isinstance` see what a class stands for."""

    def __call__(cls, *args, **kwargs):
        if cls is Tensor:
            return _legacy(args, kwargs)
        return type.__call__(cls, *args, **kwargs)


def _legacy(args, kwargs):
    import torch

    if len(args) == 1 and isinstance(args[0], Tensor):
        return args[0].detach()
    is_data = isinstance(args[0], (list, tuple)) or hasattr(args[0], "tolist") if args else False
    if len(args) == 1 and is_data and type(args[0]) is not _types.Size:
        return torch.tensor(args[0], dtype=torch.float32)
    sizes = args[0] if len(args) == 1 and isinstance(args[0], _types.Size) else args
    return torch.zeros(tuple(sizes) or (0,), **kwargs)


class Tensor(metaclass=_Meta):
    """An n-dimensional array that can record how it was computed.

    Source: https://pytorch.org/docs/stable/tensors.html
    """

    _t = None
    __array_priority__ = 1000

    # What it is

    @property
    def shape(self):
        return _types.Size(self._t.shape.to_py())

    def size(self, dim=None):
        """The shape, or the size of one dimension."""
        shape = self.shape
        if dim is None:
            return shape
        return shape[_wrapped(dim, len(shape))]

    @property
    def dtype(self):
        return _types.BY_NAME[self._t.dtype]

    @property
    def ndim(self):
        return len(self._t.shape)

    def dim(self):
        """The number of dimensions."""
        return self.ndim

    ndimension = dim

    def numel(self):
        """The number of elements."""
        return int(self._t.numel)

    nelement = numel

    def stride(self, dim=None):
        """Steps between elements along each dimension."""
        steps = tuple(self._t.strides.to_py())
        return steps if dim is None else steps[_wrapped(dim, len(steps))]

    def storage_offset(self):
        return int(self._t.offset)

    def element_size(self):
        return self.dtype.itemsize

    @property
    def itemsize(self):
        return self.dtype.itemsize

    @property
    def nbytes(self):
        return self.numel() * self.dtype.itemsize

    def get_device(self):
        """The number of its GPU: -1, for it is on the CPU."""
        return -1

    def is_contiguous(self, memory_format=None):
        return bool(self._t.isContiguous)

    def is_floating_point(self):
        return self.dtype.is_floating_point

    def is_complex(self):
        return False

    device = _types.CPU
    layout = _types.strided
    is_cpu = True
    is_cuda = False
    is_sparse = False
    is_quantized = False
    is_mps = False
    is_meta = False
    names = property(lambda self: (None,) * self.ndim)
    T = property(lambda self: _reversed(self))
    mT = property(lambda self: self.transpose(-2, -1))
    H = property(lambda self: self.T)
    real = property(lambda self: self)

    # What it knows of its history

    @property
    def requires_grad(self):
        return bool(self._t.requiresGrad)

    @requires_grad.setter
    def requires_grad(self, wanted):
        if not isinstance(wanted, bool):
            raise RuntimeError("requires_grad must be a bool")
        if not self.is_leaf and wanted:
            return
        if wanted and not self.is_floating_point():
            raise RuntimeError(
                "only Tensors of floating point and complex dtype can require gradients"
            )
        ask(engine.requireGrad, self._t, wanted, line())

    def requires_grad_(self, requires_grad=True):
        """Says whether operations on this tensor are recorded; answers the tensor."""
        if not isinstance(requires_grad, bool):
            raise TypeError(
                "requires_grad_(): argument 'requires_grad' (position 1) must be bool, "
                f"not {type(requires_grad).__name__}"
            )
        ask(engine.requireGrad, self._t, requires_grad, line())
        return self

    @property
    def is_leaf(self):
        return bool(self._t.isLeaf)

    @property
    def grad_fn(self):
        from torch.autograd import graph

        return graph.node(engine.node(self._t))

    @grad_fn.setter
    def grad_fn(self, value):
        raise AttributeError(
            "attribute 'grad_fn' of 'torch._C._TensorBase' objects is not writable"
        )

    @property
    def grad(self):
        if not self.is_leaf and not engine.retainsGrad(self._t) and engine.gradient(self._t) is None:
            warn(_NON_LEAF)
        js = engine.gradient(self._t)
        kept = self.__dict__.get("_grad")
        if js is None:
            self.__dict__.pop("_grad", None)
            return None
        if kept is None or not engine.alike(kept._t, js):
            kept = self.__dict__["_grad"] = wrap(js)
        return kept

    @grad.setter
    def grad(self, value):
        if value is None:
            engine.setGradient(self._t, None)
            self.__dict__.pop("_grad", None)
            return
        if not isinstance(value, Tensor):
            raise TypeError(
                "assigned grad expected to be a Tensor or None but got grad of type"
                f"{type(value).__name__}"
            )
        if value is self:
            raise RuntimeError("can't assign Variable as its own grad")
        if value.shape != self.shape:
            raise RuntimeError("assigned grad has data of a different size")
        if value.dtype is not self.dtype:
            raise RuntimeError("assigned grad has data of a different type")
        engine.setGradient(self._t, value._t)
        self.__dict__["_grad"] = value

    @grad.deleter
    def grad(self):
        self.grad = None

    @property
    def data(self):
        return wrap(engine.data(self._t))

    @data.setter
    def data(self, value):
        if not isinstance(value, Tensor):
            raise TypeError(
                f"Variable data has to be a tensor, but got {type(value).__name__}"
            )
        engine.setData(self._t, value._t, line())

    def detach_(self):
        """Takes the tensor out of the graph, in place."""
        ask(engine.detachInPlace, self._t, line())
        return self

    @property
    def _version(self):
        return int(engine.version(self._t))

    @property
    def _base(self):
        from torch.autograd import graph

        return graph.own(engine.base(self._t))

    def is_inference(self):
        """Whether it was made under `inference_mode`."""
        return self.__dict__.get("_is_inference", False)

    def data_ptr(self):
        """A number that tensors of the same elements have in common."""
        return int(engine.pointer(self._t))

    def is_set_to(self, tensor):
        """Whether both look at the same elements in the same way."""
        same = self.shape == tensor.shape and self.stride() == tensor.stride()
        return same and self.data_ptr() == tensor.data_ptr()

    def is_same_size(self, other):
        """Whether the shapes are the same."""
        return self.shape == other.shape

    def _is_view(self):
        return engine.base(self._t) is not None

    @property
    def output_nr(self):
        return int(engine.outputNumber(self._t))

    def backward(self, gradient=None, retain_graph=None, create_graph=False, inputs=None):
        """Computes the gradients of the leaves that this tensor was made of.

        Raises RuntimeError for a tensor of several elements without `gradient`, for one without
        a graph, and for a graph whose saved tensors were freed.
        Source: https://pytorch.org/docs/stable/generated/torch.Tensor.backward.html
        """
        from torch import autograd

        autograd.backward(self, gradient, retain_graph, create_graph, inputs=inputs)

    def retain_grad(self):
        """Keeps the gradient of a tensor that is no leaf."""
        ask(engine.retainGrad, self._t)

    @property
    def retains_grad(self):
        return bool(engine.retainsGrad(self._t))

    def register_hook(self, hook):
        """Calls `hook(grad)` when the gradient is there; it may answer another one.

        Source: https://pytorch.org/docs/stable/generated/torch.Tensor.register_hook.html
        """
        from torch.autograd import graph

        return graph.register_hook(self, hook)

    # Python's protocols

    def __repr__(self, *, tensor_contents=None):
        return ask(engine.text, self._t)

    def __str__(self):
        return self.__repr__()

    def __format__(self, spec):
        if self.ndim == 0 and type(self) is Tensor:
            return self.item().__format__(spec)
        return object.__format__(self, spec)

    def __len__(self):
        if self.ndim == 0:
            raise TypeError("len() of a 0-d tensor")
        return self.shape[0]

    def __iter__(self):
        if self.ndim == 0:
            raise TypeError("iteration over a 0-d tensor")
        return iter(self.unbind(0))

    def __reversed__(self):
        return self if self.ndim == 0 else self.flip(0)

    def __contains__(self, element):
        if isinstance(element, (Tensor, *_OPERANDS)):
            return bool((self == element).any())
        raise RuntimeError(
            "Tensor.__contains__ only supports Tensor or scalar, "
            f"but you passed in a {type(element)}."
        )

    def __getitem__(self, key):
        return subscript(self, key)

    def __setitem__(self, key, value):
        assign(self, key, value)

    def __bool__(self):
        if self.numel() != 1:
            many = "no values" if self.numel() == 0 else "more than one value"
            raise RuntimeError(f"Boolean value of Tensor with {many} is ambiguous")
        return bool(self._t.item())

    def _alone(self):
        if self.numel() != 1:
            raise ValueError("only one element tensors can be converted to Python scalars")
        return self._t.item()

    def __int__(self):
        return int(self._alone())

    def __float__(self):
        return float(self._alone())

    def __complex__(self):
        return complex(self._alone())

    def __index__(self):
        if self.numel() != 1 or self.dtype.is_floating_point:
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self._t.item())

    def item(self):
        """The only element as a Python number.

        Raises ValueError (RuntimeError in newer releases) unless there is exactly one.
        """
        return _number(self._alone(), self.dtype)

    def tolist(self):
        """Nested lists; a number for a 0-d tensor."""
        kind = self.dtype
        flat = [_number(value, kind) for value in engine.values(self._t).to_py()]
        return _nested(flat, self.shape)

    def __hash__(self):
        return id(self)

    def __dir__(self):
        return sorted({*dir(type(self)), *self.__dict__})

    def __deepcopy__(self, memo):
        if not self.is_leaf:
            raise RuntimeError(
                "Only Tensors created explicitly by the user (graph leaves) support the deepcopy "
                "protocol at the moment"
            )
        if id(self) in memo:
            return memo[id(self)]
        made = object.__new__(type(self))
        made._t = engine.copy(self._t, line())
        if self.requires_grad:
            engine.requireGrad(made._t, True, line())
        memo[id(self)] = made
        if self.grad is not None:
            made.grad = self.grad.detach().clone()
        return made

    def __reduce__(self):
        import torch

        return (torch._rebuilt, (type(self), self.tolist(), self.dtype, self.requires_grad))

    def numpy(self, *, force=False):
        """The elements as a NumPy array that shares the memory.

        Raises RuntimeError for a tensor that requires a gradient.
        Source: https://pytorch.org/docs/stable/generated/torch.Tensor.numpy.html
        """
        import numpy

        if self.requires_grad and not force:
            raise RuntimeError(
                "Can't call numpy() on Tensor that requires grad. "
                "Use tensor.detach().numpy() instead."
            )
        return numpy._from_tensor(self.detach() if force else self)

    def __array__(self, dtype=None, copy=None):
        made = self.numpy()
        return made if dtype is None else made.astype(dtype)

    @staticmethod
    def _make_subclass(cls, data, require_grad=False):
        made = object.__new__(cls)
        made._t = engine.alias(data._t)
        if require_grad:
            ask(engine.requireGrad, made._t, True, line())
        return made

    def as_subclass(self, cls):
        made = object.__new__(cls)
        made._t = self._t
        return made


def _reversed(tensor):
    """All dimensions in the other order."""
    if tensor.ndim not in (0, 2):
        warn(_REVERSED)
    return tensor.permute(tuple(reversed(range(tensor.ndim))))


def _wrapped(dim, rank):
    most = max(rank, 1)
    if not -most <= dim < most:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-most}, {most - 1}], "
            f"but got {dim})"
        )
    return dim % most


def _number(value, kind):
    if kind is _types.bool_:
        return bool(value)
    return float(value) if kind.is_floating_point else int(value)


def _nested(flat, shape):
    if not shape:
        return flat[0]
    if len(shape) == 1:
        return flat
    if 0 in shape:
        return [_nested([], shape[1:]) for _ in range(shape[0])]
    step = len(flat) // shape[0]
    return [_nested(flat[k * step : (k + 1) * step], shape[1:]) for k in range(shape[0])]


def _living():
    """All tensors that are in use; those that only each other hold are let go first."""
    gc.collect()
    # A subclass may be on its way, without anything of the engine's yet.
    kept = [one._t for one in gc.get_objects() if isinstance(one, Tensor)]
    return to_js([js for js in kept if js is not None])


Tensor.__module__ = "torch"
install(Tensor)
engine.askLiving(create_proxy(_living))
