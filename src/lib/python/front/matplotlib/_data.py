"""Turns what a learner passes as data into plain lists of floats, and says what doesn't fit."""

import math
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

NAN = math.nan


def lacks(what: str) -> NotImplementedError:
    """The error for an argument or value of matplotlib that isn't drawn here."""
    return NotImplementedError(f"{what} is not available: Backflow draws a part of matplotlib.")


def warn(message: str, category: type[Warning] = UserWarning) -> None:
    """Warns at the line of the learner's code, as matplotlib does."""
    import sys

    frame, level = sys._getframe(1), 2
    while frame is not None and frame.f_globals.get("__name__", "").startswith("matplotlib"):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=level)


def plain(value: Any) -> Any:
    """Numbers, texts and nested lists of them.

    Tensors and arrays go the way of numpy: a tensor that requires grad raises PyTorch's error.
    """
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    to_numpy = getattr(value, "numpy", None)
    if callable(to_numpy):
        value = to_numpy()
    to_list = getattr(value, "tolist", None)
    if callable(to_list):
        # Objects within an array may be tensors.
        listed = to_list()
        return listed if not isinstance(listed, list) or _is_plain(listed) else plain(listed)
    if isinstance(value, complex):
        warn("Casting complex values to real discards the imaginary part", RuntimeWarning)
        return value.real
    if isinstance(value, dict):
        raise TypeError("unhashable type: 'dict'")
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    if hasattr(value, "__float__"):
        return float(value)
    raise TypeError(
        f"float() argument must be a string or a real number, not {type(value).__name__!r}"
    )


def _is_plain(listed: list) -> bool:
    while listed and isinstance(listed[0], list):
        listed = listed[0]
    return not listed or isinstance(listed[0], (bool, int, float, str))


def shape_of(nested: Any) -> tuple[int, ...]:
    """Shape of nested lists, as numpy would see it."""
    if not isinstance(nested, list):
        return ()
    if not nested:
        return (0,)
    inner = shape_of(nested[0])
    for item in nested:
        if shape_of(item) != inner:
            raise ValueError(
                "setting an array element with a sequence. The requested array has an "
                f"inhomogeneous shape after 1 dimensions. The detected shape was ({len(nested)},) "
                "+ inhomogeneous part."
            )
    return (len(nested), *inner)


def leaves(nested: Any) -> Iterator[Any]:
    """The elements of nested lists, row by row."""
    if isinstance(nested, list):
        for item in nested:
            yield from leaves(item)
    else:
        yield nested


def number(value: Any) -> float:
    """One element as a float; None is NaN."""
    if value is None:
        return NAN
    if isinstance(value, str):
        raise ValueError(f"could not convert string to float: {value!r}")
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def numbers(value: Any) -> list[float]:
    """All elements as a flat list; a number alone is a list of one."""
    return [number(item) for item in leaves(plain(value))]


def matrix(value: Any) -> tuple[list[list[float]], tuple[int, ...]]:
    """A two-dimensional argument as rows, with its shape whatever it is."""
    nested = plain(value)
    shape = shape_of(nested)
    if len(shape) != 2:
        return [], shape
    return [[number(item) for item in row] for row in nested], shape


def is_many(value: Any) -> bool:
    """Whether it has elements: neither a number nor a text."""
    return isinstance(plain(value), list)


def spread(value: Any, count: int) -> list[Any]:
    """One for each: the elements of a list, or the same value over and over."""
    if isinstance(value, str) or value is None:
        return [value] * count
    nested = plain(value)
    if not isinstance(nested, list):
        return [nested] * count
    return nested * count if len(nested) == 1 else nested


def check_in(name: str, value: Any, options: Iterable[Any]) -> None:
    """matplotlib's complaint about a value that isn't one of a few."""
    options = list(options)
    if value not in options:
        known = ", ".join(map(repr, options))
        raise ValueError(f"{value!r} is not a valid value for {name}; supported values are {known}")


def array(values: Any) -> Any:
    """A numpy array: of matplotlib's answers, as it gives them."""
    import numpy

    return numpy.array(values)


def finite(values: Iterable[float]) -> list[float]:
    """Those that are numbers proper."""
    return [value for value in values if math.isfinite(value)]
