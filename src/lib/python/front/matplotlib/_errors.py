"""Methods of axes that draw points with bars or stems."""

from typing import Any

from ._base import AxesBase
from ._data import finite, number, numbers, plain, shape_of, spread
from ._format import parse
from .collections import LineCollection
from .container import ErrorbarContainer, StemContainer
from .lines import Line2D


class ErrorsMixin(AxesBase):
    """errorbar and stem."""

    def errorbar(
        self,
        x: Any,
        y: Any,
        yerr: Any = None,
        xerr: Any = None,
        fmt: str = "",
        ecolor: Any = None,
        elinewidth: Any = None,
        capsize: Any = None,
        barsabove: bool = False,
        capthick: Any = None,
        errorevery: Any = 1,
        *,
        data: Any = None,
        **kwargs: Any,
    ) -> ErrorbarContainer:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.errorbar.html"""
        label, zorder = kwargs.pop("label", None), kwargs.pop("zorder", 2)
        xs, ys = self.xaxis.convert(x), self.yaxis.convert(y)
        if len(xs) != len(ys):
            raise ValueError("'x' and 'y' must have the same size")
        line = None
        if fmt.lower() == "none":
            paint = kwargs.get("color") or self._next_color()
        else:
            (line,) = self._group([xs, ys, *([fmt] if fmt else [])], {**kwargs, "zorder": zorder})
            line._values["label"] = "_nolegend_"
            self._add(line)
            paint = line._get("color")
        paint = paint if ecolor is None else ecolor
        bars, caps = [], []
        for name, errors in (("x", xerr), ("y", yerr)):
            if errors is None:
                continue
            low, high = _spans(name, errors, xs if name == "x" else ys)
            ends = [(a, y, b, y) for a, b, y in zip(low, high, ys)]
            if name == "y":
                ends = [(x, a, x, b) for a, b, x in zip(low, high, xs)]
            every = errorevery if isinstance(errorevery, int) else 1
            segments = [[(a, b), (c, d)] for a, b, c, d in ends[::every]]
            width = kwargs.get("linewidth", kwargs.get("lw")) if elinewidth is None else elinewidth
            bars.append(self._add(LineCollection(segments, paint, linewidth=width, zorder=zorder)))
            if capsize:
                tips = [point for segment in segments for point in segment]
                cap = Line2D(
                    [p[0] for p in tips],
                    [p[1] for p in tips],
                    color=paint,
                    linestyle="",
                    marker="|" if name == "x" else "_",
                    markersize=2 * capsize,
                    zorder=zorder,
                )
                cap.set(
                    markeredgewidth=capthick if capthick is not None else 1.0, label="_nolegend_"
                )
                caps.append(self._add(cap))
        for bar in bars:
            bar._values["label"] = "_nolegend_"
            bar._values["alpha"] = kwargs.get("alpha")
        made = ErrorbarContainer(
            (line, tuple(caps), tuple(bars)), xerr is not None, yerr is not None, label
        )
        return self.add_container(made)

    def stem(
        self,
        *args: Any,
        linefmt: Any = None,
        markerfmt: Any = None,
        basefmt: Any = None,
        bottom: float = 0,
        label: Any = None,
        use_line_collection: bool = True,
        orientation: str = "vertical",
        data: Any = None,
    ) -> StemContainer:
        """Stems from a base to the values.

        https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.stem.html
        """
        if not 1 <= len(args) <= 3:
            raise TypeError(f"stem expected between 1 and 3 positional arguments, got {args}")
        heads = numbers(args[-1] if len(args) == 1 else args[1])
        places = numbers(args[0]) if len(args) > 1 else [float(i) for i in range(len(heads))]
        linefmt = args[2] if len(args) > 2 else linefmt or "C0-"
        style, _, paint = parse(linefmt)
        mark_style, marker, mark_paint = parse(markerfmt or "")
        upright = orientation == "vertical"
        ends = [
            [(p, bottom), (p, h)] if upright else [(bottom, p), (h, p)]
            for p, h in zip(places, heads)
        ]
        color = paint or "C0"
        stems = LineCollection(ends, color, linestyle=style or "-", label="_nolegend_")
        self._add(stems)
        xy = (places, heads) if upright else (heads, places)
        heads_line = Line2D(
            *xy,
            linestyle=mark_style if markerfmt and mark_style else "None",
            marker="o" if marker in (None, "None") else marker,
            color=mark_paint or color,
            label="_nolegend_",
        )
        self._add(heads_line)
        base_style, base_marker, base_paint = parse(basefmt or "C3-")
        along, level = [min(places, default=0), max(places, default=0)], [bottom, bottom]
        base = Line2D(
            *((along, level) if upright else (level, along)),
            linestyle=base_style or "-",
            marker=base_marker or "None",
            color=base_paint or "C3",
            label="_nolegend_",
        )
        self._add(base)
        return self.add_container(StemContainer((heads_line, stems, base), label))


def _spans(name: str, errors: Any, values: list[float]) -> tuple[list[float], list[float]]:
    nested = plain(errors)
    shape = shape_of(nested)
    if shape and shape not in ((len(values),), (1,), (2, len(values)), (2, 1)):
        raise ValueError(
            f"'{name}err' (shape: {shape}) must be a scalar or a 1D or (2, n) array-like whose "
            f"shape matches '{name}' (shape: ({len(values)},))"
        )
    pair = nested if len(shape) == 2 else [nested, nested]
    lower, upper = ([number(v) for v in spread(side, len(values))] for side in pair)
    if any(error < 0 for error in finite([*lower, *upper])):
        raise ValueError(f"'{name}err' must not contain negative values")
    return [v - e for v, e in zip(values, lower)], [v + e for v, e in zip(values, upper)]
