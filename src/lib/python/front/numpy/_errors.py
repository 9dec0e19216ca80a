"""Exceptions of numpy's own, and what happens at a division by zero and the like.

Sources: https://numpy.org/doc/stable/reference/generated/numpy.errstate.html,
https://numpy.org/doc/1.24/reference/generated/numpy.AxisError.html
"""

import sys
import warnings

_PACKAGE = __name__.rpartition(".")[0]


class AxisError(ValueError, IndexError):
    """An axis that an array doesn't have."""

    __module__ = "numpy"

    def __init__(self, axis, ndim=None, msg_prefix=None):
        text = axis
        if ndim is not None:
            text = f"axis {axis} is out of bounds for array of dimension {ndim}"
        super().__init__(f"{msg_prefix}: {text}" if msg_prefix is not None else text)
        self.axis, self.ndim = (None, None) if ndim is None else (axis, ndim)


class UFuncTypeError(TypeError):
    """A ufunc that can't take or give a dtype."""

    __module__ = "numpy.core._exceptions"


class _UFuncOutputCastingError(UFuncTypeError):
    __module__ = "numpy.core._exceptions"


def output_cast(name, given, wanted):
    """The error for a result of a higher kind than the array that it is to be written into."""
    return _UFuncOutputCastingError(
        f"Cannot cast ufunc '{name}' output from {given!r} to {wanted!r} "
        "with casting rule 'same_kind'"
    )


def unsupported(name):
    """The error for arguments that a function of numbers can't take."""
    return TypeError(
        f"ufunc '{name}' not supported for the input types, and the inputs could not be safely "
        "coerced to any supported types according to the casting rule ''safe''"
    )


def warn(message, category=RuntimeWarning):
    """Warns at the line outside this package that called it."""
    level, frame = 2, sys._getframe(1)
    while frame.f_back is not None and _is_own(frame.f_globals.get("__name__", "")):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=level - 1)


def _is_own(module):
    return module == _PACKAGE or module.startswith(_PACKAGE + ".")


_DEFAULTS = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
_state = dict(_DEFAULTS)
_TITLES = {
    "divide": "divide by zero",
    "over": "overflow",
    "under": "underflow",
    "invalid": "invalid value",
}


def floating_point(kind, name):
    """Says that a computation met a special value, in the way that `seterr` chose."""
    mode = _state[kind]
    if mode == "ignore":
        return
    text = f"{_TITLES[kind]} encountered in {name}"
    if mode == "raise":
        raise FloatingPointError(text)
    if mode == "print":
        print(f"Warning: {text}", file=sys.stdout)
        return
    warn(text)


def listens():
    """Whether anything is to be said about special values."""
    return any(mode != "ignore" for mode in _state.values())


def geterr():
    """How special values are met: ``{'divide': 'warn', …}``."""
    return dict(_state)


def seterr(all=None, divide=None, over=None, under=None, invalid=None):
    """Sets how special values are met, 'ignore', 'warn', 'raise' or 'print'; returns how before."""
    before = dict(_state)
    for kind, mode in (("divide", divide), ("over", over), ("under", under), ("invalid", invalid)):
        mode = all if mode is None else mode
        if mode is None:
            continue
        if mode not in ("ignore", "warn", "raise", "print"):
            raise ValueError(f"Backflow's numpy has no error mode {mode!r}")
        _state[kind] = mode
    return before


class errstate:
    """``with np.errstate(divide='ignore'):``, also as a decorator."""

    __module__ = "numpy"

    def __init__(self, *, call=None, **modes):
        self._modes = modes

    def __enter__(self):
        self._before = seterr(**self._modes)

    def __exit__(self, *exception):
        seterr(**self._before)

    def __call__(self, function):
        from functools import wraps

        @wraps(function)
        def within(*args, **keywords):
            with errstate(**self._modes):
                return function(*args, **keywords)

        return within
