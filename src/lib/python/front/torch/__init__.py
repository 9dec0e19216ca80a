"""PyTorch's API on Backflow's engine, in the browser and without anything to install.

Source: https://pytorch.org/docs/stable/torch.html
"""

import importlib

from _backflow_missing import missing
from torch import (
    _aliases,
    _arrangements,
    _compositions,
    _functions,
    _methods,
    _names,
    _operators,
    _output,
    _ranking,
    _sampling,
    _statistics,
    _types,
)
from torch._calls import GradcheckError
from torch._grad_mode import (
    enable_grad,
    inference_mode,
    is_grad_enabled,
    is_inference_mode_enabled,
    no_grad,
    set_grad_enabled,
)
from torch._making import as_tensor, asarray, from_numpy, rebuilt as _rebuilt, scalar_tensor, tensor
from torch._printing import set_printoptions
from torch._tensor import Tensor
from torch._types import (
    Size,
    device,
    dtype,
    finfo,
    float32,
    float64,
    iinfo,
    int64,
    layout,
    memory_format,
    strided,
)
from torch.random import (
    Generator,
    default_generator,
    get_rng_state,
    initial_seed,
    manual_seed,
    seed,
    set_rng_state,
)

__version__ = "2.0.0+backflow"

bool = _types.bool_
for _name, _kind in (*_types.BY_NAME.items(), *_types.ALIASES.items()):
    globals()[_name] = _kind
contiguous_format = memory_format("contiguous_format")
preserve_format = memory_format("preserve_format")
from math import e, inf, nan, pi

_operators.install()
_methods.install()
_names.fill(globals(), "torch")
_OWN = (
    "max min split chunk unbind tensor_split where nonzero argwhere count_nonzero randint arange "
    " randint_like meshgrid cartesian_prod allclose isclose equal "
    "numel is_tensor is_floating_point is_nonzero result_type promote_types can_cast add sub rsub "
    "bincount unique searchsorted atleast_1d atleast_2d broadcast_tensors "
    "broadcast_shapes chain_matmul"
)
for _name in _OWN.split():
    globals()[_name] = getattr(_functions, _name)
for _home in (_ranking, _sampling, _statistics, _arrangements, _aliases):
    for _name in _home.NAMES:
        globals()[_name] = getattr(_home, _name)
for _name in _compositions.NAMES:
    globals().setdefault(_name, getattr(_compositions, _name))
div = _compositions.div
_WRITING = "add sub div max min sort topk median mode kthvalue normal multinomial arange where"
for _name in _WRITING.split():
    globals()[_name] = _output.writing(globals()[_name])
subtract, divide, true_divide = sub, div, div
_aliases.named(globals())
range = _functions.range_
scatter = lambda input, *args, **kwargs: input.scatter(*args, **kwargs)
norm = lambda input, *args, **kwargs: input.norm(*args, **kwargs)


def _legacy(kind):
    class Meta(type):
        def __instancecheck__(cls, one):
            return isinstance(one, Tensor) and one.dtype is kind

        def __call__(cls, *args):
            if len(args) == 1 and not hasattr(args[0], "__index__"):
                return tensor(args[0], dtype=kind)
            if len(args) == 1 and getattr(args[0], "ndim", 0) > 0:
                return tensor(args[0], dtype=kind)
            return zeros(args or (0,), dtype=kind)

    title = _types.TENSOR_TYPES[kind._name]
    return Meta(title, (), {"dtype": kind, "__module__": "torch"})


for _kind in _types.BY_NAME.values():
    if _kind._name not in _types.TENSOR_TYPES:
        continue
    globals()[_types.TENSOR_TYPES[_kind._name]] = _legacy(_kind)


def get_default_dtype():
    """The element type of floating point numbers without another one: float32."""
    return float32


def set_default_dtype(d):
    """Backflow has float32 as its default only. Raises RuntimeError for another one."""
    if d is not float32:
        raise RuntimeError(
            "Backflow's torch has float32 as its default dtype: give dtype=torch.float64 where it is needed"
        )


def set_default_tensor_type(t):
    """See `set_default_dtype`."""
    set_default_dtype(getattr(t, "dtype", t))


def get_num_threads():
    """One: everything runs in one worker."""
    return 1


def set_num_threads(count):
    """Taken, and without a meaning here."""


def use_deterministic_algorithms(mode, *, warn_only=False):
    """Taken: everything here is deterministic."""


def is_autocast_enabled():
    """Always false here."""
    return False


def typename(obj):
    """The name of a type, e.g. `torch.FloatTensor`, with its module.

    Source: https://pytorch.org/docs/stable/generated/torch.typename.html
    """
    if isinstance(obj, Tensor):
        return obj.type()
    kind = obj if hasattr(obj, "__qualname__") else type(obj)
    module = getattr(kind, "__module__", "") or ""
    plain = module in ("", "builtins", "__builtin__")
    return kind.__qualname__ if plain else f"{module}.{kind.__qualname__}"


class _Missing:
    """A part of PyTorch that isn't here and says so."""

    def __init__(self, name):
        self._name = name

    def is_available(self):
        return False

    def device_count(self):
        return 0

    def manual_seed(self, seed):
        return None

    manual_seed_all = manual_seed

    def __getattr__(self, name):
        raise missing(f"torch.{self._name}", name)


cuda = _Missing("cuda")
mps = _Missing("mps")


class backends:
    """What PyTorch could run on; here nothing but the engine."""

    cudnn = type("cudnn", (), {"deterministic": True, "benchmark": False, "enabled": False})
    mps = _Missing("backends.mps")
    cuda = _Missing("backends.cuda")


from torch import autograd
from torch.serialization import TYPES as _STORAGE_TYPES, load, save

globals().update(_STORAGE_TYPES)

autograd.Variable = lambda data, requires_grad=False: data.requires_grad_(requires_grad)


_LAZY = ("nn", "optim", "utils", "linalg", "special", "func", "distributions")


def __getattr__(name):
    if name == "vmap":
        return importlib.import_module("torch.func").vmap
    if name in _LAZY:
        return importlib.import_module(f"torch.{name}")
    if name in _aliases.FUNCTIONAL:
        return _aliases.functional(name)
    raise missing("torch", name)
