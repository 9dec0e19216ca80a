"""Methods of axes that draw lines across, and areas between curves."""

import math
from typing import Any

from ._base import AxesBase
from ._data import check_in, leaves, numbers, plain, spread
from .collections import LineCollection, PolyCollection
from .lines import AxLine, Line2D


class AcrossMixin(AxesBase):
    """axhline and its like, hlines, vlines, fill_between."""

    def axhline(self, y: float = 0, xmin: float = 0, xmax: float = 1, **kwargs: Any) -> Line2D:
        """A line across all of the axes at y; its ends are shares of the width."""
        return self._across("x", y, [float(xmin), float(xmax)], kwargs)

    def axvline(self, x: float = 0, ymin: float = 0, ymax: float = 1, **kwargs: Any) -> Line2D:
        """A line up all of the axes at x; its ends are shares of the height."""
        return self._across("y", x, [float(ymin), float(ymax)], kwargs)

    def _across(self, along: str, at: Any, ends: list[float], kwargs: dict) -> Line2D:
        name = "y" if along == "x" else "x"
        level = self._axis(name).convert(at)[0]
        low, high = sorted(self._axis(name).view.limits())
        line = Line2D(*((ends, [level] * 2) if along == "x" else ([level] * 2, ends)), **kwargs)
        line._across = along
        is_beyond = level < low or level > high
        return self._add(self._named(line), is_beyond and name == "x", is_beyond and name == "y")

    def axline(self, xy1: Any, xy2: Any = None, *, slope: Any = None, **kwargs: Any) -> Line2D:
        """A line without ends through two points, or through one with a slope."""
        if (xy2 is None) == (slope is None):
            raise TypeError("Exactly one of 'xy2' and 'slope' must be given")
        (x, y), rise = numbers(xy1), slope
        if xy2 is not None:
            x2, y2 = numbers(xy2)
            if (x, y) == (x2, y2):
                raise ValueError(
                    "Cannot draw a line through two identical points (x=" f"{(x, x2)}, y={(y, y2)})"
                )
            rise = None if x == x2 else (y2 - y) / (x2 - x)
        if "color" not in kwargs and "c" not in kwargs:
            kwargs["color"] = "C0"
        made = AxLine(xy1, None if rise is None else float(rise), **kwargs)
        self._add(self._named(made))
        if xy2 is not None:
            self._include(numbers([xy2[0]]), numbers([xy2[1]]))
        return made

    def hlines(
        self,
        y: Any,
        xmin: Any,
        xmax: Any,
        colors: Any = None,
        linestyles: str = "solid",
        label: str = "",
        *,
        data: Any = None,
        **kwargs: Any,
    ) -> LineCollection:
        """Level lines at each y from xmin to xmax."""
        ys, lows, highs = self._ends(
            self.yaxis.convert(y),
            self.xaxis.convert(xmin),
            self.xaxis.convert(xmax),
            "xmin",
            "xmax",
            "y",
        )
        segments = [[(a, y), (b, y)] for y, a, b in zip(ys, lows, highs)]
        return self._add(
            LineCollection(segments, colors, linestyle=linestyles, label=label, **kwargs)
        )

    def vlines(
        self,
        x: Any,
        ymin: Any,
        ymax: Any,
        colors: Any = None,
        linestyles: str = "solid",
        label: str = "",
        *,
        data: Any = None,
        **kwargs: Any,
    ) -> LineCollection:
        """Upright lines at each x from ymin to ymax."""
        xs, lows, highs = self._ends(
            self.xaxis.convert(x),
            self.yaxis.convert(ymin),
            self.yaxis.convert(ymax),
            "ymin",
            "ymax",
            "x",
        )
        segments = [[(x, a), (x, b)] for x, a, b in zip(xs, lows, highs)]
        return self._add(
            LineCollection(segments, colors, linestyle=linestyles, label=label, **kwargs)
        )

    @staticmethod
    def _ends(at: list, low: list, high: list, low_name: str, high_name: str, name: str) -> tuple:
        for values, title in ((low, low_name), (high, high_name)):
            if len(values) not in (1, len(at)):
                raise ValueError(f"{title} and {name} are unequal sized sequences")
        return at, spread(low, len(at)), spread(high, len(at))

    def fill_between(
        self,
        x: Any,
        y1: Any,
        y2: Any = 0,
        where: Any = None,
        interpolate: bool = False,
        step: str | None = None,
        *,
        data: Any = None,
        **kwargs: Any,
    ) -> PolyCollection:
        """The area between two curves over x, where `where` holds."""
        return self._between(
            self.xaxis.convert(x),
            self.yaxis.convert(y1),
            self.yaxis.convert(y2),
            where,
            step,
            kwargs,
            is_turned=False,
        )

    def fill_betweenx(
        self, y: Any, x1: Any, x2: Any = 0, where: Any = None, step: str | None = None, **kw: Any
    ) -> PolyCollection:
        """The area between two curves over y."""
        return self._between(
            self.yaxis.convert(y),
            self.xaxis.convert(x1),
            self.xaxis.convert(x2),
            where,
            step,
            kw,
            is_turned=True,
        )

    def _between(
        self,
        at: list,
        first: list,
        second: list,
        where: Any,
        step: Any,
        kwargs: dict,
        is_turned: bool,
    ) -> PolyCollection:
        count = max(len(at), len(first), len(second))
        for values in (first, second):
            if len(values) not in (1, len(at)):
                raise ValueError(
                    f"operands could not be broadcast together with shapes ({len(at)},) "
                    f"({len(values)},) "
                )
        first, second = spread(first, count), spread(second, count)
        holds = [True] * count if where is None else [bool(v) for v in leaves(plain(where))]
        if len(holds) != count:
            raise ValueError(
                f"where size ({len(holds)}) does not match {'y' if is_turned else 'x'!r} size "
                f"({count})"
            )
        pieces, run = [], []
        for values in [*zip(at, first, second, holds), None]:
            if values is not None and values[3] and all(map(math.isfinite, values[:3])):
                run.append(values[:3])
                continue
            if len(run) > 0 and (step is not None or len(run) > 0):
                pieces.append(_ribbon(run, step))
            run = []
        if is_turned:
            pieces = [(across, along) for along, across in pieces]
        if not any(name in kwargs for name in ("color", "facecolor", "facecolors", "fc")):
            kwargs["facecolor"] = self._next_color("fill")
        made = PolyCollection(pieces, **kwargs)
        self._add(self._named(made))
        return made


def _ribbon(run: list[tuple], step: str | None) -> tuple[list[float], list[float]]:
    """The outline between two curves: along the first, back along the second."""
    along = [values[0] for values in run]
    sides = [[values[1] for values in run], [values[2] for values in run]]
    if step is not None:
        check_in("step", step, ["post", "pre", "mid"])
        stepped = []
        for side in sides:
            xs, ys = [along[0]], [side[0]]
            for i in range(1, len(along)):
                turn = {
                    "pre": along[i - 1],
                    "post": along[i],
                    "mid": (along[i - 1] + along[i]) / 2,
                }[step]
                xs += [turn, turn, along[i]]
                ys += [side[i - 1], side[i], side[i]]
            stepped.append(ys)
        along, sides = xs, stepped
    return along + along[::-1], sides[0] + sides[1][::-1]
