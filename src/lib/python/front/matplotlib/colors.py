"""Colours, colour maps and norms, as in https://matplotlib.org/3.6.0/api/colors_api.html"""

import math
import re
from bisect import bisect_right
from typing import Any

from ._data import array, leaves, number, plain, shape_of
from ._names import BASE_COLORS, CSS4_COLORS, NAMED, TABLEAU_COLORS  # noqa: F401
from ._rc import rcParams

_HEX = re.compile(r"#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_CYCLE = re.compile(r"C[0-9]+")

RGBA = tuple[float, float, float, float]


def to_rgba(c: Any, alpha: float | None = None) -> RGBA:
    """Red, green, blue and opacity, each 0 to 1, of any of matplotlib's ways to name a colour.

    Raises ValueError where it names none.
    """
    r, g, b, a = _resolve(c)
    return (r, g, b, a if alpha is None or c == "none" else float(alpha))


def _resolve(c: Any) -> RGBA:
    if isinstance(c, str):
        if c.lower() == "none":
            return (0.0, 0.0, 0.0, 0.0)
        if _CYCLE.fullmatch(c):
            cycle = rcParams["axes.prop_cycle"]
            return _resolve(cycle[int(c[1:]) % len(cycle)])
        digits = NAMED.get(c) or NAMED.get(c.lower()) or c
        if _HEX.fullmatch(digits):
            code = digits[1:]
            parts = (
                list(code) if len(code) < 5 else [code[i : i + 2] for i in range(0, len(code), 2)]
            )
            r, g, b, *rest = (int(part * (2 // len(part)), 16) / 255 for part in parts)
            return (r, g, b, rest[0] if rest else 1.0)
        try:
            grey = float(c)
        except ValueError:
            raise ValueError(f"Invalid RGBA argument: {c!r}") from None
        if not 0 <= grey <= 1:
            raise ValueError(
                f"Invalid string grayscale value {c!r}. Value must be within 0-1 range"
            )
        return (grey, grey, grey, 1.0)
    nested = plain(c)
    if not isinstance(nested, list) or shape_of(nested) not in ((3,), (4,)):
        raise ValueError(f"Invalid RGBA argument: {c!r}")
    if any(isinstance(part, str) for part in nested):
        raise ValueError(f"Invalid RGBA argument: {c!r}")
    r, g, b, *rest = map(number, nested)
    if not all(0 <= part <= 1 for part in (r, g, b, *rest)):
        raise ValueError("RGBA values should be within 0-1 range")
    return (r, g, b, rest[0] if rest else 1.0)


def to_hex(c: Any, keep_alpha: bool = False) -> str:
    """`#rrggbb`, with `keep_alpha` `#rrggbbaa`."""
    rgba = to_rgba(c)
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgba[: 4 if keep_alpha else 3])


def to_rgb(c: Any) -> tuple[float, float, float]:
    """Red, green and blue, each 0 to 1."""
    return to_rgba(c)[:3]


def is_color_like(c: Any) -> bool:
    """Whether it names a colour."""
    try:
        to_rgba(c)
    except (TypeError, ValueError):
        return False
    return True


def to_rgba_list(c: Any) -> list[RGBA]:
    """One colour, or a sequence of them; none for 'none'."""
    if isinstance(c, str):
        if c.lower() == "none":
            return []
        try:
            return [to_rgba(c)]
        except ValueError:
            raise ValueError(f"{c!r} is not a valid value for color") from None
    if is_color_like(c):
        return [to_rgba(c)]
    return [to_rgba(item) for item in (c if isinstance(c, (list, tuple)) else plain(c))]


def to_rgba_array(c: Any, alpha: float | None = None) -> Any:
    """The colours as an array of shape (n, 4)."""
    return array([list(to_rgba(item, alpha)) for item in to_rgba_list(c)])


def ink(c: Any, alpha: float | None = None) -> str | None:
    """What a figure says of a colour: `#rrggbb`, or `#rrggbbaa`; None for what isn't painted."""
    r, g, b, a = to_rgba(c, alpha)
    return None if a == 0 else to_hex((r, g, b, a), keep_alpha=a < 1)


class Normalize:
    """Takes values from vmin to vmax to 0 to 1; what isn't given comes from the data."""

    kind = "linear"

    def __init__(
        self, vmin: float | None = None, vmax: float | None = None, clip: bool = False
    ) -> None:
        self.vmin = None if vmin is None else float(vmin)
        self.vmax = None if vmax is None else float(vmax)
        self.clip = clip

    def autoscale_None(self, A: Any) -> None:
        """Sets what isn't given from finite values of the data."""
        values = [v for v in map(number, leaves(plain(A))) if math.isfinite(v) and self._takes(v)]
        if values:
            self.vmin = min(values) if self.vmin is None else self.vmin
            self.vmax = max(values) if self.vmax is None else self.vmax

    def scaled(self) -> bool:
        """Whether both ends are set."""
        return self.vmin is not None and self.vmax is not None

    def _takes(self, value: float) -> bool:
        return True

    def place(self, value: float) -> float:
        """Where one value lies between the ends; NaN where it lies nowhere."""
        low, high = self.vmin, self.vmax
        if low is None or high is None or math.isnan(value):
            return math.nan
        if low > high:
            raise ValueError("minvalue must be less than or equal to maxvalue")
        at = 0.0 if low == high else self._place(value, low, high)
        return min(1.0, max(0.0, at)) if self.clip else at

    def _place(self, value: float, low: float, high: float) -> float:
        return (value - low) / (high - low)

    def __call__(self, value: Any, clip: bool | None = None) -> Any:
        self.autoscale_None(value)
        return _each(plain(value), lambda v: self.place(number(v)))


class LogNorm(Normalize):
    """The same on a logarithmic scale."""

    kind = "log"

    def _takes(self, value: float) -> bool:
        return value > 0

    def _place(self, value: float, low: float, high: float) -> float:
        if low <= 0:
            raise ValueError("Invalid vmin or vmax")
        return math.log(value / low) / math.log(high / low) if value > 0 else math.nan


def _each(nested: Any, take: Any) -> Any:
    if not isinstance(nested, list):
        return take(nested)

    def walk(part: Any) -> Any:
        return [walk(item) for item in part] if isinstance(part, list) else take(part)

    return array(walk(nested))


class Colormap:
    """A function from 0 to 1 to colours, through anchors at places from 0 to 1."""

    listed = False

    def __init__(self, name: str, anchors: list[tuple[float, Any]], N: int = 256) -> None:
        self.name = name
        self.N = N
        self._anchors = [(at, to_rgba(color)) for at, color in anchors]
        self._places = [at for at, _ in self._anchors]

    def _color(self, at: float) -> RGBA:
        i = max(1, min(len(self._places) - 1, bisect_right(self._places, at)))
        (from_, a), (to, b) = self._anchors[i - 1], self._anchors[i]
        t = 0.0 if to == from_ else (at - from_) / (to - from_)
        return tuple(p + (q - p) * min(1.0, max(0.0, t)) for p, q in zip(a, b))

    def rgba(self, value: float, alpha: float | None = None) -> RGBA:
        """The colour of a number from 0 to 1, or of an entry when the number is an int."""
        if isinstance(value, float) and math.isnan(value):
            return (0.0, 0.0, 0.0, 0.0)
        if isinstance(value, int) and not isinstance(value, bool):
            entry = value
        else:
            entry = -1 if value < 0 else self.N if value > 1 else int(value * self.N)
        entry = max(0, min(self.N - 1, entry))
        r, g, b, a = self._color(entry / (self.N - 1) if self.N > 1 else 0.0)
        return (r, g, b, a if alpha is None else alpha)

    def __call__(self, X: Any, alpha: float | None = None, bytes: bool = False) -> Any:
        nested = plain(X)

        def take(value: Any) -> Any:
            color = self.rgba(value, alpha)
            return tuple(round(part * 255) for part in color) if bytes else color

        if not isinstance(nested, list):
            return take(nested)
        return _each(nested, lambda value: list(take(value)))

    def reversed(self, name: str | None = None) -> "Colormap":
        """The same the other way round."""
        anchors = [(1 - at, color) for at, color in reversed(self._anchors)]
        other = type(self).__new__(type(self))
        Colormap.__init__(other, name or self.name + "_r", anchors, self.N)
        return other

    def resampled(self, lutsize: int) -> "Colormap":
        """The same in so many steps."""
        return Colormap(self.name, self._anchors, lutsize)

    def spec(self) -> dict:
        """What a figure says of it: its steps where they are few, else its anchors."""
        if self.N < 256:
            steps = [to_hex(self.rgba(i)) for i in range(self.N)]
            return {"name": self.name, "steps": True, "anchors": [[0, c] for c in steps]}
        anchors = [[round(at, 6), to_hex(color)] for at, color in self._anchors]
        return {"name": self.name, "steps": False, "anchors": anchors}


class ListedColormap(Colormap):
    """A map of few colours, each as wide as the others."""

    listed = True

    def __init__(self, colors: Any, name: str = "from_list", N: int | None = None) -> None:
        listed = [to_rgba(colors)] if isinstance(colors, str) else [to_rgba(c) for c in colors]
        if N is not None:
            listed = [listed[i % len(listed)] for i in range(N)]
        self.colors = listed
        last = max(1, len(listed) - 1)
        super().__init__(name, [(i / last, c) for i, c in enumerate(listed)], len(listed))

    def _color(self, at: float) -> RGBA:
        return self._anchors[round(at * (len(self._anchors) - 1))][1]

    def resampled(self, lutsize: int) -> Colormap:
        """The colours at so many places."""
        steps = max(1, lutsize - 1)
        return ListedColormap([self.rgba(i / steps) for i in range(lutsize)], self.name)


class LinearSegmentedColormap(Colormap):
    """A map that mixes neighbouring colours."""

    @staticmethod
    def from_list(name: str, colors: Any, N: int = 256, gamma: float = 1.0) -> Colormap:
        """A map through colours at equal distances, or through pairs of a place and a colour."""
        entries = list(colors)
        if entries and not is_color_like(entries[0]) and len(entries[0]) == 2:
            anchors = [(float(at), color) for at, color in entries]
        else:
            anchors = [(i / max(1, len(entries) - 1), color) for i, color in enumerate(entries)]
        made = LinearSegmentedColormap.__new__(LinearSegmentedColormap)
        Colormap.__init__(made, name, anchors, N)
        return made
