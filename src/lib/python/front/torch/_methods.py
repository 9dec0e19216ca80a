"""Methods of tensors that are no single operation of the registry."""


from torch import (
    _aliases,
    _arrangements,
    _compositions,
    _functions,
    _inplace,
    _ranking,
    _sampling,
    _statistics,
    _types,
    random,
)
from torch._calls import ask, engine, line, run, run_in_place, to_js, wrap
from torch._names import IN_PLACE_METHODS, OPERATIONS, in_place, method
from torch._tensor import Tensor

_NARROWER = {
    "half": "float16",
    "bfloat16": "bfloat16",
    "int": "int32",
    "short": "int16",
    "char": "int8",
    "byte": "uint8",
}
_KINDS = {"float": _types.float32, "double": _types.float64, "long": _types.int64}


def _cast(self, dtype):
    if dtype is self.dtype:
        return self
    if dtype._checked() == self.dtype._name:
        # Another type that this one stands for: a new tensor all the same.
        return self.clone()
    return wrap(ask(engine.cast, self._t, dtype._checked(), line()))


def to(self, *args, **kwargs):
    """The elements in another type; devices other than the CPU aren't here.

    Source: https://pytorch.org/docs/stable/generated/torch.Tensor.to.html
    """
    dtype = kwargs.get("dtype")
    for one in (*args, kwargs.get("device"), kwargs.get("other")):
        if isinstance(one, _types.dtype):
            dtype = one
        elif isinstance(one, Tensor):
            dtype = one.dtype
        elif isinstance(one, (str, _types.device)):
            _types.device(one)
    made = self if dtype is None else _cast(self, dtype)
    return made.clone() if kwargs.get("copy") and made is self else made


def type_(self, dtype=None, non_blocking=False):
    """The name of the type, or the elements in another one."""
    if dtype is None:
        return f"torch.{_types.TENSOR_TYPES[self.dtype._name]}"
    if isinstance(dtype, str):
        names = {f"torch.{title}": name for name, title in _types.TENSOR_TYPES.items()}
        if dtype not in names:
            raise ValueError(f"invalid type: '{dtype}'")
        return _cast(self, _types.BY_NAME[names[dtype]])
    return _cast(self, getattr(dtype, "dtype", dtype))


def contiguous(self, memory_format=None):
    """The tensor, or a copy whose elements lie in order."""
    return self if self.is_contiguous() else wrap(ask(engine.contiguous, self._t, line()))


def view(self, *shape, **kwargs):
    """The same elements in another shape, without a copy.

    Source: https://pytorch.org/docs/stable/generated/torch.Tensor.view.html
    """
    if len(shape) == 1 and isinstance(shape[0], _types.dtype):
        if shape[0] is self.dtype:
            return self
        raise NotImplementedError("Backflow's torch can't view the bytes of another dtype")
    return run("view", "view", True, (self, *shape), kwargs)


def copy_(self, src, non_blocking=False):
    """Takes the elements of another tensor, in place."""
    if not isinstance(src, Tensor):
        raise TypeError(
            "copy_(): argument 'other' (position 1) must be Tensor, not " + type(src).__name__
        )
    ask(engine.copyInto, self._t, src._t, line())
    return self


def fill_(self, value):
    """Sets all elements to a value, in place."""
    if isinstance(value, Tensor):
        ask(engine.fill, self._t, value._t, False, line())
    else:
        ask(engine.fill, self._t, value, isinstance(value, float), line())
    return self


def zero_(self):
    """Sets all elements to 0, in place."""
    ask(engine.zero, self._t, line())
    return self


def add_(self, other, *, alpha=1):
    """Adds in place; `other` times `alpha` first."""
    return run_in_place("add", "add_", (self, _functions._scaled(other, alpha)), None)


def sub_(self, other, *, alpha=1):
    """Subtracts in place; `other` times `alpha` first."""
    return run_in_place("sub", "sub_", (self, _functions._scaled(other, alpha)), None)


def new_tensor(self, data, *, dtype=None, device=None, requires_grad=False):
    """A leaf of data, of this tensor's type."""
    import torch

    return torch.tensor(data, dtype=dtype or self.dtype, requires_grad=requires_grad)


def _new(function):
    def call(self, *args, dtype=None, **kwargs):
        import torch

        return getattr(torch, function)(*args, dtype=dtype or self.dtype, **kwargs)

    return call


def new_full(self, size, fill_value, *, dtype=None, **kwargs):
    """A tensor of one value, of this tensor's type."""
    import torch

    return torch.full(size, fill_value, dtype=dtype or self.dtype, **kwargs)


def size_as(self, other):
    """Viewed in another tensor's shape."""
    return self.view(other.shape)


def reshape_as(self, other):
    """In another tensor's shape."""
    return self.reshape(other.shape)


def expand_as(self, other):
    """Stretched to another tensor's shape."""
    return self.expand(other.shape)


def type_as(self, other):
    """In another tensor's type."""
    return _cast(self, other.dtype)


def apply_(self, callable):
    """Sets each element to what a function of it answers, in place."""
    values = [callable(one) for one in _functions._flat(self)]
    ask(engine.write, self._t, to_js(values), line())
    return self


def set_(self, source):
    """Takes over another tensor's elements."""
    self.data = source
    return self


def share_memory_(self):
    """Nothing to do here: there is one process."""
    return self


def cpu(self, memory_format=None):
    """The tensor: it is on the CPU."""
    return self


def cuda(self, *args, **kwargs):
    """There is no GPU here: says so as PyTorch does."""
    raise RuntimeError(
        "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and "
        "installed a driver from http://www.nvidia.com/Download/index.aspx"
    )


def _scattering(name, run_as):
    """The operation, whose numbers are also named `value`; it has no `reduce` here."""

    def call(*args, value=None, reduce=None, **kwargs):
        if reduce is not None:
            raise NotImplementedError(f"Backflow's torch has no {name} with reduce")
        if value is not None:
            kwargs["src"] = value
        return run_as(args, kwargs)

    call.__name__ = name
    return call


scatter = _scattering("scatter", lambda *given: run("scatter", "scatter", True, *given))
scatter_ = _scattering("scatter_", lambda *given: run_in_place("scatter", "scatter_", *given))


def sum_to_size(self, *size):
    """Summed to a shape that it was broadcast from."""
    shape = tuple(_functions._sizes(size))
    lead = self.ndim - len(shape)
    dims = [*range(lead)] + [
        lead + k for k, one in enumerate(shape) if one == 1 and self.shape[lead + k] != 1
    ]
    made = self.sum(dims, keepdim=True) if dims else self
    return made.reshape(shape)


def _reverse(name, module=_functions):
    def call(self, *args, **kwargs):
        return getattr(module, name)(self, *args, **kwargs)

    call.__name__ = name
    return call


def install():
    """Gives `Tensor` its methods: those of the registry, then those of this file."""
    for op in OPERATIONS:
        for alias in op["methods"]:
            setattr(Tensor, alias, method(op, alias))
            changing = f"{alias}_"
            if changing in IN_PLACE_METHODS and not hasattr(Tensor, changing):
                made = _renewed(alias) if op["isView"] else in_place(op, changing)
                setattr(Tensor, changing, made)
    own = globals()
    for name in (
        "to view contiguous copy_ fill_ zero_ add_ sub_ new_tensor new_full reshape_as expand_as "
        "type_as apply_ set_ share_memory_ cpu cuda scatter scatter_ sum_to_size"
    ).split():
        setattr(Tensor, name, own[name])
    Tensor.type = type_
    Tensor.view_as = size_as
    for name, kind in (*_KINDS.items(), ("bool", _types.bool_)):
        setattr(Tensor, name, _caster(kind))
    for name, kind in _NARROWER.items():
        setattr(Tensor, name, _caster(_types.BY_NAME[kind]))
    for name in ("zeros", "ones", "empty"):
        setattr(Tensor, f"new_{name}", _new(name))
    for name in (
        "max min split chunk unbind tensor_split nonzero argwhere count_nonzero allclose isclose "
        "equal add sub unique bincount is_nonzero"
    ).split():
        setattr(Tensor, name, _reverse(name))
    for name in _compositions.METHODS:
        if name == "div" or not hasattr(Tensor, name):
            setattr(Tensor, name, _reverse(name, _compositions))
    for home in (_ranking, _sampling, _statistics, _arrangements, _aliases):
        for name in getattr(home, "METHODS", home.NAMES):
            setattr(Tensor, name, _reverse(name, home))
    for name in _inplace.NAMES:
        setattr(Tensor, name, getattr(_inplace, name))
    for name, call in _inplace.COMPARISONS.items():
        setattr(Tensor, name, call)
    for alias, name in _aliases.SAME.items():
        setattr(Tensor, alias, getattr(Tensor, name))
    for alias, name in (("subtract_", "sub_"), ("multiply_", "mul_"), ("divide_", "div_")):
        setattr(Tensor, alias, getattr(Tensor, name))
    for name in ("uniform_", "normal_", "random_", "bernoulli_", "exponential_"):
        setattr(Tensor, name, getattr(random, name))
    Tensor.where = lambda self, condition, other: _functions.where(condition, self, other)
    Tensor.subtract, Tensor.multiply, Tensor.divide = Tensor.sub, Tensor.mul, Tensor.div
    Tensor.true_divide, Tensor.absolute, Tensor.negative = Tensor.div, Tensor.abs, Tensor.neg
    Tensor.norm = _norm


def _caster(kind):
    def call(self, memory_format=None):
        return _cast(self, kind)

    return call


def _renewed(name):
    """`x.unsqueeze_(0)`: the same tensor in another shape."""

    def call(self, *args, **kwargs):
        if self.requires_grad:
            raise RuntimeError(
                f"Backflow's torch has {name}_ only for tensors that require no gradient"
            )
        self.data = getattr(self, name)(*args, **kwargs)
        return self

    call.__name__ = f"{name}_"
    return call


def _norm(self, p="fro", dim=None, keepdim=False, dtype=None):
    return run(
        "norm", "norm", True, (self, 2 if p in (None, "fro") else p, dim, keepdim), None
    )
