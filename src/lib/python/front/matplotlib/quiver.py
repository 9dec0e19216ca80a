"""Arrows, as in https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.quiver.html"""

import math
from typing import Any

from ._data import check_in, lacks, numbers
from .cm import ScalarMappable
from .collections import Collection, _inks


class Quiver(Collection):
    """Arrows at points of a grid."""

    zorder = 1

    def __init__(
        self,
        *args: Any,
        angles: Any = "uv",
        scale: Any = None,
        scale_units: Any = None,
        units: str = "width",
        width: Any = None,
        pivot: str = "tail",
        color: Any = "k",
        headwidth: float = 3,
        headlength: float = 5,
        headaxislength: float = 4.5,
        minshaft: float = 1,
        minlength: float = 1,
        **kwargs: Any,
    ) -> None:
        check_in("pivot", pivot, ["tail", "mid", "middle", "tip"])
        if not isinstance(angles, str):
            raise lacks("quiver(angles=[…])")
        check_in("angles", angles, ["uv", "xy"])
        check_in(
            "scale_units", scale_units, ["width", "height", "dots", "inches", "x", "y", "xy", None]
        )
        if scale_units not in (None, "xy", "width"):
            raise lacks(f"quiver(scale_units={scale_units!r})")
        if not 2 <= len(args) <= 5:
            raise TypeError(
                f"quiver() takes from 2 to 5 positional arguments but {len(args)} were given"
            )
        c = args[-1] if len(args) in (3, 5) else None
        *place, u, v = args[:-1] if c is not None else args
        self._place(place, u, v)
        self._values_of_arrow = None
        super().__init__(cmap=kwargs.pop("cmap", None), norm=kwargs.pop("norm", None))
        self._values["edgecolor"] = color
        self._options = {
            "angles": angles,
            "scale": None if scale is None else float(scale),
            "inData": scale_units == "xy",
            "width": None if width is None or units != "width" else float(width),
            "pivot": "mid" if pivot == "middle" else pivot,
        }
        if c is not None:
            self.set_array(c)
        self.set(**kwargs)

    def _place(self, place: list, u: Any, v: Any) -> None:
        from ._data import plain, shape_of

        self._u, self._v = numbers(u), numbers(v)
        shape = shape_of(plain(u))
        if place:
            self._x, self._y = numbers(place[0]), numbers(place[1])
            if len(shape) == 2 and (len(self._x), len(self._y)) == (shape[1], shape[0]):
                if len(self._x) != len(self._u):
                    columns, rows = self._x, self._y
                    self._x = columns * len(rows)
                    self._y = [row for row in rows for _ in columns]
        else:
            columns = shape[-1] if shape else 1
            self._x = [float(i % columns) for i in range(len(self._u))]
            self._y = [float(i // columns) for i in range(len(self._u))]
        if len(self._x) != len(self._y):
            raise ValueError(
                "X and Y must be the same size, but X.size is "
                f"{len(self._x)} and Y.size is {len(self._y)}."
            )
        for name, values in (("U", self._u), ("V", self._v)):
            if len(values) not in (1, len(self._x)):
                raise ValueError(
                    f"Argument {name} has a size {len(values)} which does not match "
                    f"{len(self._x)}, the number of arrow positions"
                )
        if len(self._u) == 1:
            self._u = self._u * len(self._x)
        if len(self._v) == 1:
            self._v = self._v * len(self._x)

    def set_UVC(self, U: Any, V: Any, C: Any = None) -> None:
        """Other arrows at the same points."""
        self._u, self._v = numbers(U), numbers(V)
        if C is not None:
            self.set_array(C)

    def _extent(self) -> tuple[list[float], list[float]]:
        pairs = [p for p in zip(self._x, self._y) if math.isfinite(p[0]) and math.isfinite(p[1])]
        return [x for x, _ in pairs], [y for _, y in pairs]

    def _size(self) -> int:
        return 2 * len(self._x)

    def _spec(self) -> dict | None:
        return {
            **self._common("arrows"),
            "x": self._x,
            "y": self._y,
            "u": self._u,
            "v": self._v,
            **self._options,
            "colors": _inks(self._get("edgecolor"), len(self._x)),
            "values": ScalarMappable.get_array(self).tolist() if self._mapped else None,
            "tint": self._tint() if self._mapped else None,
        }
