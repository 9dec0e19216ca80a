"""How calls reach the engine: arguments are encoded flat, what comes back is wrapped."""

import sys
import warnings

import _backflow as engine
from pyodide.ffi import JsException, create_proxy, to_js

from torch import _types

_FOLDER = __file__.rpartition("/")[0].rpartition("/")[0]
_EXCEPTIONS = {
    "RuntimeError": RuntimeError,
    "TypeError": TypeError,
    "ValueError": ValueError,
    "IndexError": IndexError,
    "AssertionError": AssertionError,
    "NotImplementedError": NotImplementedError,
}
_PLAIN = {int: "i", float: "f", bool: "b", str: "s", type(None): "n", type(...): "."}


class _LinAlgError(RuntimeError):
    """Raised where a matrix has no inverse; `torch.linalg.LinAlgError`."""

    # Tracebacks name it by where it lives in PyTorch.
    __module__ = "torch._C"


_EXCEPTIONS["_LinAlgError"] = _LinAlgError


class GradcheckError(RuntimeError):
    """Raised by `gradcheck` where gradients disagree."""

    __module__ = "torch.autograd.gradcheck"


# Files of the learner's own code; the runtime adds to them.
FILES = set()


def line():
    """Line of the learner's code that is running, or 0."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename in FILES:
            return frame.f_lineno
        frame = frame.f_back
    return 0


def raised(error):
    """The Python exception that an exception of the engine stands for."""
    cause = error.js_error
    message = str(cause.message)
    kind = getattr(cause, "type", None)
    if kind == "GradcheckError":
        return GradcheckError(message)
    if kind in _EXCEPTIONS:
        return _EXCEPTIONS[kind](message)
    if "call stack" in message:
        return RecursionError("maximum recursion depth exceeded")
    if "allocation failed" in message or "Invalid typed array length" in message:
        return MemoryError(message)
    return RuntimeError(f"Backflow: {message}")


def warn(message, category=UserWarning):
    """Warns at the learner's line."""
    depth = 2
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_FOLDER):
        frame = frame.f_back
        depth += 1
    warnings.warn(message, category, stacklevel=depth)


def _foreign(value):
    return type(value).__name__


def encode(args, codes, values):
    """Appends a letter and what it stands for, for each argument; see `decode` in values.ts."""
    for value in args:
        code = _PLAIN.get(type(value))
        if code is not None:
            codes.append(code)
            if code not in "n.":
                values.append(value)
            continue
        js = getattr(value, "_t", None)
        if js is not None:
            codes.append("t")
            values.append(js)
        elif isinstance(value, (list, tuple)):
            codes.append("[" if isinstance(value, list) else "(")
            encode(value, codes, values)
            codes.append("]")
        elif isinstance(value, slice):
            codes.append(":")
            values.extend(_bound(part) for part in (value.start, value.stop, value.step))
        elif isinstance(value, _types.dtype):
            codes.append("d")
            values.append(value._checked())
        elif isinstance(value, float):
            codes.append("f")
            values.append(float(value))
        elif isinstance(value, range):
            codes.append("[")
            encode(tuple(value), codes, values)
            codes.append("]")
        elif hasattr(value, "_generator"):
            codes.append("g")
            values.append(value._generator)
        elif isinstance(value, _types.device) or value is _types.strided:
            codes.append("n")
        elif hasattr(value, "__index__") and not hasattr(value, "ndim"):
            codes.append("i")
            values.append(value.__index__())
        elif hasattr(value, "dtype") and getattr(value, "ndim", None) == 0:
            # A number of NumPy's.
            encode((value.item(),), codes, values)
        elif hasattr(value, "_tensor"):
            codes.append("t")
            values.append(value._tensor._t)
        else:
            codes.append("o")
            values.append(_foreign(value))


def _bound(part):
    if part is None or type(part) is int:
        return part
    if hasattr(part, "__index__"):
        return part.__index__()
    raise TypeError("slice indices must be integers or None or have an __index__ method")


def _encoded(args, kwargs):
    codes = []
    values = []
    encode(args, codes, values)
    if kwargs:
        for name, value in kwargs.items():
            codes.append("=")
            values.append(name)
            if name == "device" and value is not None:
                _types.device(value)
                value = None
            encode((value,), codes, values)
    return "".join(codes), values


def wrap(js):
    """The Python tensor of the engine's; None of nothing."""
    if js is None:
        return None
    made = _new(_tensor_class)
    made._t = js
    if INFERENCE["on"]:
        made._is_inference = True
        engine.markInference(js)
    return made


# Whether `inference_mode` is on.
INFERENCE = {"on": False}
_new = object.__new__
_tensor_class = None


def install(tensor_class):
    """Says which class tensors come back as."""
    global _tensor_class
    _tensor_class = tensor_class


def run(op, alias, is_method, args, kwargs):
    """One operation of the registry by its name there."""
    codes, values = _encoded(args, kwargs)
    try:
        js = engine.call(op, alias, is_method, line(), codes, *values)
    except JsException as error:
        raise raised(error) from None
    return wrap(js)


def ranked(op, is_method, args, kwargs):
    """Values and places of what sorts or picks by size."""
    codes, values = _encoded(args, kwargs)
    found = ask(engine.ranked, op, is_method, line(), codes, *values)
    return tuple(wrap(one) for one in found)


def run_in_place(op, alias, args, kwargs):
    """The operation's result goes into its first tensor."""
    codes, values = _encoded(args, kwargs)
    try:
        engine.inPlace(op, alias, line(), codes, *values)
    except JsException as error:
        raise raised(error) from None
    return args[0]


def subscript(tensor, key):
    """`tensor[key]`."""
    codes, values = _encoded(key if type(key) is tuple else (key,), None)
    try:
        js = engine.subscript(tensor._t, line(), codes, *values)
    except JsException as error:
        raise raised(error) from None
    return wrap(js)


def assign(tensor, key, value):
    """`tensor[key] = value`."""
    codes, values = _encoded((value, *(key if type(key) is tuple else (key,))), None)
    try:
        engine.assign(tensor._t, line(), codes, *values)
    except JsException as error:
        raise raised(error) from None


def ask(function, *args):
    """Calls the engine by what isn't an operation, with its exceptions as Python's."""
    try:
        return function(*args)
    except JsException as error:
        raise raised(error) from None


__all__ = ["engine", "create_proxy", "to_js", "JsException"]
