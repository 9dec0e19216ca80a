"""Lines through points.

https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.lines.Line2D.html
"""

import math
from typing import Any

from ._data import array, check_in, lacks, numbers, plain, shape_of
from ._rc import rcParams
from .artist import AXES, Artist, anything, color, ignored, real
from .colors import ink

_STYLES = {"solid": "-", "dashed": "--", "dashdot": "-.", "dotted": ":"}
# What is on and off, in line widths.
_DASHES = {"-": [], "--": [3.7, 1.6], "-.": [6.4, 1.6, 1.0, 1.6], ":": [1.0, 1.65]}
LINE_STYLES = ["-", "--", "-.", ":", "None", " ", "", *_STYLES]
MARKERS = list(".,ov^<>12348spP*hH+xXDd|_")
_UNFILLED = set("1234+x|_,")
_NOTHING = ("None", "none", " ", "", None)


def dashes(style: Any, width: float, name: str = "linestyle") -> list[float] | None:
    """Lengths on and off in points; empty for a whole line, None for no line at all."""
    if isinstance(style, str):
        if style in _NOTHING:
            return None
        check_in(name, style, LINE_STYLES)
        return [part * width for part in _DASHES[_STYLES.get(style, style)]]
    try:
        _, lengths = style
    except (TypeError, ValueError):
        raise ValueError(f"Unrecognized linestyle: {style!r}") from None
    return [] if lengths is None else [float(length) * width for length in lengths]


def check_marker(marker: Any) -> Any:
    """A marker's name; raises ValueError where there is none such."""
    if marker in _NOTHING or (isinstance(marker, str) and marker in MARKERS):
        return marker
    if isinstance(marker, (int, tuple)) or (isinstance(marker, str) and marker[:1] == "$"):
        raise lacks(f"The marker {marker!r}")
    raise ValueError(f"Unrecognized marker style {marker!r}")


def mark(marker: Any) -> str | None:
    """The marker as a figure says it."""
    return None if marker in _NOTHING else marker


def is_filled(marker: Any) -> bool:
    """Whether it has an inside."""
    return marker not in _UNFILLED


class Line2D(Artist):
    """A line through points, with markers at them."""

    zorder = 2
    _properties = {
        **Artist._properties,
        "color": color,
        "linewidth": real,
        "linestyle": anything,
        "marker": check_marker,
        "markersize": real,
        "markerfacecolor": color,
        "markeredgecolor": color,
        "markeredgewidth": real,
        "drawstyle": anything,
        "markevery": anything,
        **ignored("antialiased", "fillstyle", "pickradius", "solid_capstyle", "solid_joinstyle"),
        **ignored("dash_capstyle", "dash_joinstyle", "markerfacecoloralt", "gapcolor"),
    }
    _aliases = {
        "c": "color",
        "lw": "linewidth",
        "ls": "linestyle",
        "ms": "markersize",
        "mfc": "markerfacecolor",
        "mec": "markeredgecolor",
        "mew": "markeredgewidth",
        "ds": "drawstyle",
        "aa": "antialiased",
    }

    def __init__(self, xdata: Any, ydata: Any, **kwargs: Any) -> None:
        super().__init__()
        self._x, self._y = numbers(xdata), numbers(ydata)
        self._across: str | None = None
        self.set(**kwargs)

    def _default(self, name: str) -> Any:
        if name == "linewidth":
            return rcParams["lines.linewidth"]
        if name == "linestyle":
            return rcParams["lines.linestyle"]
        if name == "marker":
            return rcParams["lines.marker"]
        if name == "markersize":
            return rcParams["lines.markersize"]
        if name == "color":
            return "C0"
        if name in ("markerfacecolor", "markeredgecolor"):
            return self._get("color")
        return {"markeredgewidth": 1.0, "drawstyle": "default"}.get(name) or super()._default(name)

    def set_dashes(self, lengths: Any) -> None:
        """Lengths on and off, in line widths."""
        self._values["linestyle"] = (0, tuple(lengths) if lengths else None)

    def set_drawstyle(self, style: str) -> None:
        """'default', or 'steps-pre', 'steps-mid' or 'steps-post'."""
        check_in("drawstyle", style, ["default", "steps", "steps-pre", "steps-mid", "steps-post"])
        self._values["drawstyle"] = style

    def set_data(self, *args: Any) -> None:
        """Other points: `set_data(x, y)`."""
        x, y = args[0] if len(args) == 1 else args
        self.set_xdata(x)
        self.set_ydata(y)

    def set_xdata(self, x: Any) -> None:
        """Other x values."""
        self._x = self.axes.xaxis.convert(x) if self.axes is not None else numbers(x)

    def set_ydata(self, y: Any) -> None:
        """Other y values."""
        self._y = self.axes.yaxis.convert(y) if self.axes is not None else numbers(y)

    def get_xdata(self, orig: bool = True) -> Any:
        """The x values as an array."""
        return array(self._x)

    def get_ydata(self, orig: bool = True) -> Any:
        """The y values as an array."""
        return array(self._y)

    def get_data(self, orig: bool = True) -> tuple[Any, Any]:
        """The points as two arrays."""
        return self.get_xdata(), self.get_ydata()

    def get_xydata(self) -> Any:
        """The points as rows."""
        return array([list(point) for point in zip(self._x, self._y)])

    def _extent(self) -> tuple[list[float], list[float]]:
        if self._across is not None or self._get("transform") is AXES:
            return (
                ([], self._y)
                if self._across == "x"
                else (self._x, [])
                if self._across
                else ([], [])
            )
        pairs = [(x, y) for x, y in zip(self._x, self._y) if math.isfinite(x) and math.isfinite(y)]
        return [x for x, _ in pairs], [y for _, y in pairs]

    def _size(self) -> int:
        return len(self._x)

    def _marks(self) -> dict | None:
        marker = mark(self._get("marker"))
        if marker is None:
            return None
        alpha = self._get("alpha")
        edge = self._get("markeredgecolor")
        face = self._get("markerfacecolor")
        return {
            "shape": marker,
            "size": self._get("markersize"),
            "face": ink(face) if is_filled(marker) else None,
            "edge": ink(edge),
            "edgeWidth": self._get("markeredgewidth"),
            "alpha": 1.0 if alpha is None else alpha,
        }

    def _stroke(self) -> dict | None:
        width = self._get("linewidth")
        lengths = dashes(self._get("linestyle"), width)
        paint = ink(self._get("color"))
        if lengths is None or paint is None or width == 0:
            return None
        return {"color": paint, "width": width, "dash": lengths}

    def _spec(self) -> dict | None:
        steps = self._get("drawstyle").removeprefix("steps").removeprefix("-")
        every = self._get("markevery")
        space = "data" if self._across is None else "across-" + self._across
        if self._get("transform") is AXES:
            space = "axes"
        if len(self._x) != len(self._y):
            raise RuntimeError("xdata and ydata must be the same length")
        return {
            **self._common("line"),
            "x": self._x,
            "y": self._y,
            "space": space,
            "stroke": self._stroke(),
            "marks": self._marks(),
            "every": every if isinstance(every, int) and every > 1 else 1,
            "steps": {"default": None, "": "pre"}.get(steps, steps),
        }

    def _sample(self) -> dict | None:
        return {
            "stroke": self._stroke(),
            "marks": self._marks(),
            "fill": None,
            "edge": None,
            "alpha": self._common("line")["alpha"],
        }


class AxLine(Line2D):
    """A line without ends through a point, with a slope (None: upright)."""

    def __init__(self, xy1: Any, slope: float | None, **kwargs: Any) -> None:
        x, y = numbers(xy1)
        super().__init__([x], [y], **kwargs)
        self._slope = slope

    def _spec(self) -> dict | None:
        return {
            **self._common("endless"),
            "x": self._x[0],
            "y": self._y[0],
            "slope": self._slope,
            "stroke": self._stroke(),
        }


def columns(value: Any, convert: Any) -> tuple[list[list[float]], tuple[int, ...]]:
    """The columns of a one- or two-dimensional argument, and its shape."""
    nested = plain(value)
    if not isinstance(nested, list):
        nested = [nested]
    shape = shape_of(nested)
    if len(shape) < 2:
        return [convert(nested)], shape
    if len(shape) > 2:
        return [], shape
    return [
        [float("nan") if v is None else float(v) for v in column] for column in zip(*nested)
    ], shape
