"""Areas, as in https://matplotlib.org/3.6.0/api/patches_api.html"""

import math
from typing import Any

from ._data import numbers, plain
from .artist import AXES, Artist, anything, color, ignored
from .colors import ink
from .lines import dashes


class Patch(Artist):
    """An area with an edge."""

    _closed = True

    _properties = {
        **Artist._properties,
        "color": color,
        "facecolor": color,
        "edgecolor": color,
        "linewidth": lambda value: None if value is None else float(value),
        "linestyle": anything,
        "fill": bool,
        "hatch": anything,
        **ignored("antialiased", "capstyle", "joinstyle"),
    }
    _aliases = {
        "fc": "facecolor",
        "ec": "edgecolor",
        "lw": "linewidth",
        "ls": "linestyle",
        "aa": "antialiased",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__()
        self.set(**kwargs)

    def _default(self, name: str) -> Any:
        if name == "facecolor":
            return "C0"
        if name == "edgecolor":
            return "black" if not self._get("fill") else "none"
        return {"linewidth": 1.0, "linestyle": "-", "fill": True}.get(name) or super()._default(
            name
        )

    def set_color(self, value: Any) -> None:
        """The colour of area and edge."""
        self._values["facecolor"] = self._values["edgecolor"] = color(value)

    def _paints(self) -> dict:
        alpha = self._get("alpha")
        width = self._get("linewidth")
        lengths = dashes(self._get("linestyle"), width)
        edge = ink(self._get("edgecolor"))
        return {
            "fill": ink(self._get("facecolor")) if self._get("fill") else None,
            "edge": (
                {"color": edge, "width": width, "dash": lengths}
                if edge and width and lengths is not None
                else None
            ),
            "alpha": 1.0 if alpha is None else alpha,
        }

    def _outline(self) -> tuple[list[float], list[float]]:
        raise NotImplementedError

    def _extent(self) -> tuple[list[float], list[float]]:
        return ([], []) if self._get("transform") is AXES else self._outline()

    def _spec(self) -> dict | None:
        xs, ys = self._outline()
        return {
            **self._common("area"),
            **self._paints(),
            "x": xs,
            "y": ys,
            "closed": self._closed,
            "space": "axes" if self._get("transform") is AXES else "data",
        }

    def _sample(self) -> dict | None:
        return {"stroke": None, "marks": None, **self._paints()}


class Rectangle(Patch):
    """A rectangle from a corner, of a width and a height."""

    def __init__(
        self, xy: Any, width: float, height: float, angle: float = 0.0, **kwargs: Any
    ) -> None:
        self._xy = numbers(xy)
        self._width, self._height, self._angle = float(width), float(height), float(angle)
        super().__init__(**kwargs)

    def get_x(self) -> float:
        """Left end."""
        return self._xy[0]

    def get_y(self) -> float:
        """Lower end."""
        return self._xy[1]

    def get_xy(self) -> tuple[float, float]:
        """The corner."""
        return (self._xy[0], self._xy[1])

    def get_width(self) -> float:
        """Width, negative to the left."""
        return self._width

    def get_height(self) -> float:
        """Height, negative downwards."""
        return self._height

    def set_width(self, width: float) -> None:
        """Another width."""
        self._width = float(width)

    def set_height(self, height: float) -> None:
        """Another height."""
        self._height = float(height)

    def set_xy(self, xy: Any) -> None:
        """Another corner."""
        self._xy = numbers(xy)

    def _outline(self) -> tuple[list[float], list[float]]:
        (x, y), w, h = self._xy, self._width, self._height
        turn = math.radians(self._angle)
        cos, sin = math.cos(turn), math.sin(turn)
        corners = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)]
        if self._angle == 0:
            return [x, x + w, x + w, x], [y, y, y + h, y + h]
        return (
            [x + cos * dx - sin * dy for dx, dy in corners],
            [y + sin * dx + cos * dy for dx, dy in corners],
        )

    def _extent(self) -> tuple[list[float], list[float]]:
        return super()._extent() if self._width or self._height else ([], [])


class Polygon(Patch):
    """A closed line through points, each a pair."""

    def __init__(self, xy: Any, closed: bool = True, **kwargs: Any) -> None:
        points = plain(xy)
        self._x = numbers([x for x, _ in points])
        self._y = numbers([y for _, y in points])
        self._across: str | None = None
        self._closed = closed
        super().__init__(**kwargs)

    def _outline(self) -> tuple[list[float], list[float]]:
        return self._x, self._y

    def _size(self) -> int:
        return len(self._x)

    def _extent(self) -> tuple[list[float], list[float]]:
        if self._across:
            return ([], self._y) if self._across == "x" else (self._x, [])
        return super()._extent()

    def _spec(self) -> dict | None:
        spec = super()._spec()
        if spec is not None and self._across:
            spec["space"] = "across-" + self._across
        return spec


class Ellipse(Patch):
    """An ellipse by its centre, whole width and whole height."""

    def __init__(
        self, xy: Any, width: float, height: float, angle: float = 0, **kwargs: Any
    ) -> None:
        self._xy = numbers(xy)
        self._width, self._height, self._angle = float(width), float(height), float(angle)
        super().__init__(**kwargs)

    def _outline(self) -> tuple[list[float], list[float]]:
        x, y = self._xy
        turn = math.radians(self._angle)
        cos, sin = math.cos(turn), math.sin(turn)
        rim = [
            (self._width / 2 * math.cos(t), self._height / 2 * math.sin(t))
            for t in (2 * math.pi * k / 72 for k in range(72))
        ]
        return (
            [x + cos * dx - sin * dy for dx, dy in rim],
            [y + sin * dx + cos * dy for dx, dy in rim],
        )

    def _size(self) -> int:
        return 72


class Circle(Ellipse):
    """A circle by its centre and radius."""

    def __init__(self, xy: Any, radius: float = 5, **kwargs: Any) -> None:
        super().__init__(xy, 2 * radius, 2 * radius, **kwargs)
