"""Saving tensors, and whatever Python can pickle, to files, in PyTorch's own format.

A file is a zip archive: `data.pkl` holds the objects, beside it lies the memory of each storage.
Source: https://pytorch.org/docs/stable/notes/serialization.html
"""

import contextlib
import io
import os
import pickle
import zipfile
from collections import OrderedDict

from torch import _types, _utils
from torch._calls import ask, engine, to_js
from torch._tensor import Tensor

_PROTOCOL = 2


class _StorageType:
    """The class of a storage; here nothing but its name in a file."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError("Backflow's torch has storages in files alone")


def _storage_type(name):
    return type(name, (_StorageType,), {"__module__": "torch"})


_STORAGES = {
    "FloatStorage": _types.float32,
    "DoubleStorage": _types.float64,
    "LongStorage": _types.int64,
    "BoolStorage": _types.bool_,
}
_NARROWER = {
    "IntStorage": _types.BY_NAME["int32"],
    "ShortStorage": _types.BY_NAME["int16"],
    "CharStorage": _types.BY_NAME["int8"],
    "ByteStorage": _types.BY_NAME["uint8"],
}
TYPES = {name: _storage_type(name) for name in (*_STORAGES, *_NARROWER)}
# What a file may name that is loaded with weights_only.
_PLAIN = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _utils._rebuild_tensor_v2,
    ("torch._utils", "_rebuild_parameter"): _utils._rebuild_parameter,
    ("torch", "Size"): _types.Size,
}


class _Storage:
    """The memory of tensors that share it."""

    def __init__(self, js, name):
        self.js = js
        self.name = name


def _storage_name(kind):
    return next(name for name, one in _STORAGES.items() if one is kind)


class _Pickler(pickle.Pickler):
    def __init__(self, file, protocol):
        super().__init__(file, protocol)
        self.storages = {}

    def persistent_id(self, obj):
        if not isinstance(obj, _Storage):
            return None
        pointer = int(engine.pointer(obj.js))
        key, _ = self.storages.setdefault(pointer, (str(len(self.storages)), obj.js))
        return ("storage", TYPES[obj.name], key, "cpu", int(engine.storageLength(obj.js)))

    def reducer_override(self, obj):
        if not isinstance(obj, Tensor):
            return NotImplemented
        from torch.nn.parameter import Parameter

        hooks = OrderedDict()
        if isinstance(obj, Parameter):
            return (_utils._rebuild_parameter, (obj.data, obj.requires_grad, hooks))
        if not obj.is_leaf:
            obj = obj.detach().requires_grad_()
        storage = _Storage(obj._t, _storage_name(obj.dtype))
        size, stride = tuple(obj.shape), obj.stride()
        return (
            _utils._rebuild_tensor_v2,
            (storage, obj.storage_offset(), size, stride, obj.requires_grad, hooks),
        )


class _Unpickler(pickle.Unpickler):
    def __init__(self, file, archive, prefix, weights_only):
        super().__init__(file, encoding="utf-8")
        self._archive = archive
        self._prefix = prefix
        self._weights_only = weights_only
        self._storages = {}

    def find_class(self, module, name):
        if module == "torch" and name in TYPES:
            return TYPES[name]
        if (module, name) in _PLAIN:
            return _PLAIN[module, name]
        if self._weights_only:
            raise pickle.UnpicklingError(f"Unsupported class {module}.{name}")
        return super().find_class(module, name)

    def persistent_load(self, pid):
        _, kind, key, _, _ = pid
        found = self._storages.get(key)
        if found is None:
            data = self._archive.read(f"{self._prefix}data/{key}")
            found = self._storages[key] = _memory(data, kind.__name__)
        return found


def _memory(data, name):
    """A storage of the bytes of a file."""
    kind = _STORAGES.get(name)
    if kind is None:
        narrow = _NARROWER[name]
        kind, width = _types.int64, narrow.itemsize
        whole = (
            int.from_bytes(data[k : k + width], "little", signed=narrow.is_signed)
            for k in range(0, len(data), width)
        )
        data = b"".join(value.to_bytes(8, "little", signed=True) for value in whole)
        # Says that another type stands for it.
        narrow._checked()
    return _Storage(ask(engine.fromBytes, to_js(data), kind._name), _storage_name(kind))


@contextlib.contextmanager
def _opened(f, mode):
    if isinstance(f, (str, os.PathLike)):
        with open(f, mode) as file:
            yield file
    else:
        yield f


def save(obj, f, pickle_module=pickle, pickle_protocol=_PROTOCOL, **options):
    """Writes an object into a file (a path, or anything with `write`).

    Tensors that share memory share it again when they are loaded. A tensor's gradient and graph
    aren't saved. Raises AttributeError or PicklingError for what Python can't pickle.
    Source: https://pytorch.org/docs/stable/generated/torch.save.html
    """
    data = io.BytesIO()
    pickler = _Pickler(data, pickle_protocol)
    pickler.dump(obj)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("archive/data.pkl", data.getvalue())
        for key, js in pickler.storages.values():
            archive.writestr(f"archive/data/{key}", engine.storageBytes(js).to_bytes())
        archive.writestr("archive/version", "3\n")
    with _opened(f, "wb") as file:
        file.write(whole.getvalue())


def load(f, map_location=None, pickle_module=pickle, *, weights_only=False, **options):
    """Reads what `save` wrote (here or by PyTorch) from a path, or anything with `read`.

    `map_location` may say the CPU only. With `weights_only`, nothing but tensors, numbers, texts
    and containers is let in. Files of PyTorch before 1.6 aren't read: RuntimeError.
    Source: https://pytorch.org/docs/stable/generated/torch.load.html
    """
    if isinstance(map_location, (str, _types.device)):
        _types.device(map_location)
    with _opened(f, "rb") as file:
        whole = file.read()
    if not whole:
        raise EOFError("Ran out of input")
    if not zipfile.is_zipfile(io.BytesIO(whole)):
        raise RuntimeError("Backflow's torch reads files of PyTorch 1.6 and later: this is none")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        name = next(one for one in archive.namelist() if one.endswith("data.pkl"))
        prefix = name[: -len("data.pkl")]
        return _Unpickler(
            io.BytesIO(archive.read(name)), archive, prefix, weights_only
        ).load()
