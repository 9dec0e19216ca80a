"""Arrays as text, laid out as numpy does.

Source: https://numpy.org/doc/stable/reference/generated/numpy.set_printoptions.html
"""

from . import _dtype as dt
from ._array import ndarray
from ._create import asarray
from ._engine import flat
from ._formats import formatter

_DEFAULTS = {
    "edgeitems": 3,
    "threshold": 1000,
    "floatmode": "maxprec",
    "precision": 8,
    "suppress": False,
    "linewidth": 75,
    "nanstr": "nan",
    "infstr": "inf",
    "sign": "-",
    "formatter": None,
    "legacy": False,
}
_options = dict(_DEFAULTS)
_MODES = ("fixed", "unique", "maxprec", "maxprec_equal")


def _changed(options, given):
    """Options with those replaced that are given. Raises ValueError for one that can't be."""
    made = {**options, **{name: value for name, value in given.items() if value is not None}}
    if made["floatmode"] not in _MODES:
        modes = ", ".join(f"'{mode}'" for mode in _MODES)
        raise ValueError(f"floatmode option must be one of {modes}")
    if made["sign"] not in ("-", "+", " "):
        raise ValueError("sign option must be one of ' ', '+', or '-'")
    if made["threshold"] != made["threshold"]:
        raise ValueError(
            "threshold must be non-NAN, try sys.maxsize for untruncated representation"
        )
    return made


def set_printoptions(
    precision=None,
    threshold=None,
    edgeitems=None,
    linewidth=None,
    suppress=None,
    nanstr=None,
    infstr=None,
    formatter=None,
    sign=None,
    floatmode=None,
    **others,
):
    """Sets how arrays print: digits behind the point, when to summarise, how wide.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.set_printoptions.html
    """
    given = {name: value for name, value in locals().items() if name in _DEFAULTS}
    _options.update(_changed(_options, given))
    _options["formatter"] = formatter


def get_printoptions():
    """How arrays print."""
    return dict(_options)


class printoptions:
    """``with np.printoptions(precision=2):``"""

    __module__ = "numpy"

    def __init__(self, *args, **options):
        self._args, self._given = args, options

    def __enter__(self):
        self._before = dict(_options)
        set_printoptions(*self._args, **self._given)
        return dict(_options)

    def __exit__(self, *exception):
        _options.update(self._before)


class _Layout:
    """Words in nested brackets, broken where a line is full.

    `edge` is the number of words on either side of the dots along an axis that is `cut`.
    """

    def __init__(self, words, shape, separator, cut, edge):
        self._words, self._shape, self._separator = iter(words), shape, separator
        self._cut, self._edge = cut, edge

    def text(self, axis, indent, width):
        """The part from an axis on; lines after the first begin with the indent."""
        if axis == len(self._shape):
            return next(self._words)
        is_row = axis == len(self._shape) - 1
        parts = [
            next(self._words) if is_row else self.text(axis + 1, indent + " ", width - 1)
            for _ in range(self._shape[axis])
        ]
        if self._cut[axis]:
            parts.insert(self._edge, "...")
        if is_row:
            return f"[{self._row(parts, indent, width)}]"
        gap = self._separator.rstrip() + "\n" * (len(self._shape) - 1 - axis) + indent
        return f"[{gap.join(parts)}]"

    def _row(self, words, indent, width):
        room = width - max(len(self._separator.rstrip()), 1)
        lines, line = [], indent
        for k, word in enumerate(words):
            if k > 0:
                line += self._separator
            if len(line) + len(word) > room and len(line) > len(indent):
                lines.append(line.rstrip())
                line = indent
            line += word
        lines.append(line)
        return "\n".join(lines)[len(indent) :]


def _edges(a, edge):
    """The elements that a summary shows, and which axes it shortens."""
    cut = []
    for axis, size in enumerate(a.shape):
        cut.append(size > 2 * edge)
        if cut[axis]:
            whole = (slice(None),) * axis
            ends = (a[(*whole, slice(edge))], a[(*whole, slice(size - edge, None))])
            a = _join().concatenate(ends, axis)
    return a, cut


def _join():
    from . import _join as module

    return module


def _array_text(a, options, separator, prefix, suffix):
    if a.size == 0:
        return "[]"
    shown, cut = a, [False] * a.ndim
    if a.size > options["threshold"]:
        shown, cut = _edges(a, options["edgeitems"])
    values = flat(shown._elements)
    write = formatter(values, a.dtype, options, a.ndim == 0)
    words = [write(value) for value in values]
    layout = _Layout(words, shown.shape, separator, cut, options["edgeitems"])
    return layout.text(0, " " * (len(prefix) + 1), options["linewidth"] - len(suffix))


def array2string(
    a,
    max_line_width=None,
    precision=None,
    suppress_small=None,
    separator=" ",
    prefix="",
    style=None,
    formatter=None,
    threshold=None,
    edgeitems=None,
    sign=None,
    floatmode=None,
    suffix="",
    **others,
):
    """An array as text, with options of its own.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.array2string.html
    """
    given = {
        "linewidth": max_line_width,
        "precision": precision,
        "suppress": suppress_small,
        "formatter": formatter,
        "threshold": threshold,
        "edgeitems": edgeitems,
        "sign": sign,
        "floatmode": floatmode,
    }
    return _array_text(asarray(a), _changed(_options, given), separator, prefix, suffix)


def _implied(dtype):
    return dtype is not dt.FLOAT32


def array_repr(arr, max_line_width=None, precision=None, suppress_small=None):
    """An array as `repr` writes it: ``array([1., 2.])``."""
    given = {"linewidth": max_line_width, "precision": precision, "suppress": suppress_small}
    options = _changed(_options, given)
    prefix = "array("
    is_implied = _implied(arr.dtype) and arr.size > 0
    suffix = ")" if is_implied else ","
    if arr.size > 0 or arr.shape == (0,):
        text = _array_text(arr, options, ", ", prefix, suffix)
    else:
        text = f"[], shape={arr.shape!r}"
    text = prefix + text + suffix
    if is_implied:
        return text
    ending = f"dtype={arr.dtype.name})"
    last = len(text) - (text.rfind("\n") + 1)
    gap = " "
    if last + len(ending) + 1 > options["linewidth"]:
        gap = "\n" + " " * len(prefix)
    return text + gap + ending


def array_str(a, max_line_width=None, precision=None, suppress_small=None):
    """An array as `str` writes it: ``[1. 2.]``."""
    if isinstance(a, ndarray) and a.ndim == 0:
        return str(a[()])
    return array2string(a, max_line_width, precision, suppress_small)
