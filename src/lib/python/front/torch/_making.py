"""Tensors of data: `torch.tensor` and its kin."""

from torch import _types
from torch._calls import ask, engine, line, to_js, warn, wrap
from torch._tensor import Tensor

_COPY = (
    "To copy construct from a tensor, it is recommended to use sourceTensor.clone().detach() or "
    "sourceTensor.clone().detach().requires_grad_(True), rather than torch.tensor(sourceTensor)."
)


def _plain(data):
    """Lists and numbers of what stands for them."""
    if hasattr(data, "_t"):
        return data.tolist()
    if hasattr(data, "tolist") and hasattr(data, "dtype"):
        return data.tolist()
    if isinstance(data, range):
        return list(data)
    return data


def _is_list(data):
    return isinstance(data, (list, tuple))


def _shape(data):
    shape = []
    while _is_list(data):
        shape.append(len(data))
        if not data:
            break
        data = _plain(data[0])
    return tuple(shape)


def _kind(value):
    """The element type that one Python value asks for."""
    if isinstance(value, bool):
        return _types.bool_
    if isinstance(value, int):
        return _types.int64
    if isinstance(value, float):
        return _types.float32
    if isinstance(value, str):
        raise TypeError("new(): invalid data type 'str'")
    if isinstance(value, complex):
        raise RuntimeError("Backflow's torch has no complex numbers")
    if hasattr(value, "__float__") and hasattr(value, "dtype"):
        return _types.BY_NAME.get(str(value.dtype), _types.float32)
    raise RuntimeError(f"Could not infer dtype of {type(value).__name__}")


def _typed(value):
    """As `_kind`, for anything that may stand among the data."""
    dtype = getattr(value, "dtype", None)
    if isinstance(dtype, _types.dtype):
        return dtype
    if dtype is not None:
        return _types.BY_NAME.get(str(dtype), _types.float32)
    return _kind(value)


def _width(kind):
    return kind._rank, kind.itemsize


def _flatten(data, shape, depth, flat, kinds):
    if depth == len(shape):
        if _is_list(data):
            kind = "int" if kinds and all(k._rank < 2 for k in kinds) else "float"
            if kind == "int":
                raise TypeError(
                    f"'{type(data).__name__}' object cannot be interpreted as an integer"
                )
            raise TypeError(f"must be real number, not {type(data).__name__}")
        kinds.add(_typed(data))
        flat.append(data.item() if hasattr(data, "item") else data)
        return
    if not _is_list(data):
        data = _plain(data)
    if not _is_list(data):
        raise TypeError("not a sequence")
    if len(data) != shape[depth]:
        raise ValueError(
            f"expected sequence of length {shape[depth]} at dim {depth} (got {len(data)})"
        )
    if depth == len(shape) - 1 and all(type(one) is float for one in data):
        if data:
            kinds.add(_types.float32)
        flat.extend(data)
        return
    for part in data:
        if depth + 1 < len(shape) and (hasattr(part, "dtype") and not _is_list(part)):
            kinds.add(_typed(part))
            inner = set()
            _flatten(part.tolist(), shape, depth + 1, flat, inner)
        else:
            _flatten(part, shape, depth + 1, flat, kinds)


def _first(data, kind):
    while _is_list(data) and data:
        data = data[0]
    return isinstance(data, kind)


def made(data, dtype=None, requires_grad=False):
    """A leaf of nested lists, numbers, arrays or tensors."""
    own = None
    if hasattr(data, "dtype") and hasattr(data, "tolist"):
        own = _typed(data)
        data = data.tolist()
    elif isinstance(data, range):
        data = list(data)
    shape = _shape(data)
    if len(shape) > 0 and _first(data, str):
        raise ValueError("too many dimensions 'str'")
    flat, kinds = [], set()
    _flatten(data, shape, 0, flat, kinds)
    if dtype is None:
        dtype = own or max(kinds, key=_width, default=_types.float32)
    if not isinstance(dtype, _types.dtype):
        raise TypeError(
            "tensor(): argument 'dtype' must be torch.dtype, not " + type(dtype).__name__
        )
    name = dtype._checked()
    if name == "int64":
        flat = [_whole(value) for value in flat]
    elif name == "bool":
        flat = [1 if value else 0 for value in flat]
    elif name == "float32" and flat:
        flat = [float(value) for value in flat]
    values = to_js(flat)
    return wrap(ask(engine.make, values, to_js(list(shape)), name, bool(requires_grad), line()))


def _whole(value):
    """A number as int64, in a double: Pyodide would make a BigInt of a large int."""
    if not abs(value) < 2**63:
        raise RuntimeError("value cannot be converted to type int64 without overflow")
    return float(int(value))


def _on_cpu(device):
    if device is not None:
        _types.device(device)


def _checked(args, kwargs):
    """The arguments of `tensor`, with PyTorch's words for those that don't fit."""
    known = ("data", "dtype", "device", "requires_grad", "pin_memory")
    if len(args) > 1:
        raise TypeError(f"tensor() takes 1 positional argument but {len(args)} were given")
    given = {**dict(zip(known, args)), **kwargs}
    for name in kwargs:
        if name not in known:
            raise TypeError(f"tensor() got an unexpected keyword argument '{name}'")
    if "data" not in given:
        raise TypeError('tensor() missing 1 required positional arguments: "data"')
    for name in ("requires_grad", "pin_memory"):
        if not isinstance(given.get(name, False), bool):
            kind = type(given[name]).__name__
            raise TypeError(f"tensor(): argument '{name}' must be bool, not {kind}")
    return given


def tensor(*args, **kwargs):
    """A leaf tensor of a number, nested lists, an array or a tensor, copied.

    Raises ValueError for lists of different lengths, TypeError for what is no number, and
    RuntimeError where whole numbers should require a gradient.
    Source: https://pytorch.org/docs/stable/generated/torch.tensor.html
    """
    given = _checked(args, kwargs)
    data, dtype = given["data"], given.get("dtype")
    requires_grad = given.get("requires_grad", False)
    _on_cpu(given.get("device"))
    if isinstance(data, Tensor):
        warn(_COPY)
        made_ = data.detach().clone()
        if dtype is not None:
            made_ = made_.to(dtype)
        return made_.requires_grad_(requires_grad) if requires_grad else made_
    return made(data, dtype, requires_grad)


def as_tensor(data, dtype=None, device=None):
    """As `tensor`, but a tensor or an array is shared where its type already fits.

    Source: https://pytorch.org/docs/stable/generated/torch.as_tensor.html
    """
    _on_cpu(device)
    if isinstance(data, Tensor):
        return data if dtype is None else data.to(dtype)
    if hasattr(data, "_tensor"):
        return as_tensor(data._tensor, dtype)
    return made(data, dtype)


def asarray(obj, *, dtype=None, device=None, copy=None, requires_grad=False):
    """As `as_tensor`, copied on demand."""
    shared = as_tensor(obj, dtype, device)
    shared = shared.clone() if copy else shared
    return shared.requires_grad_() if requires_grad else shared


def from_numpy(array):
    """A tensor that shares the memory of a NumPy array.

    Source: https://pytorch.org/docs/stable/generated/torch.from_numpy.html
    """
    if not hasattr(array, "_tensor"):
        raise TypeError(f"expected np.ndarray (got {type(array).__name__})")
    return array._tensor.detach()


def scalar_tensor(value, *, dtype=None, device=None, requires_grad=False):
    """A 0-d tensor of a number."""
    return made(value, dtype or _types.float32, requires_grad)


def rebuilt(kind, data, dtype, requires_grad):
    """What `pickle` and `copy` make a tensor anew by."""
    fresh = made(data, dtype, requires_grad)
    return fresh if kind is Tensor else fresh.as_subclass(kind)
