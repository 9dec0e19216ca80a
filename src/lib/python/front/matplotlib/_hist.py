"""Methods of axes that count."""

import math
from bisect import bisect_right
from typing import Any

from ._base import AxesBase
from ._data import array, check_in, leaves, number, numbers, plain, shape_of, spread
from .colors import to_rgba_list
from .container import BarContainer, silent_list
from .patches import Polygon


class HistMixin(AxesBase):
    """hist."""

    def hist(
        self,
        x: Any,
        bins: Any = None,
        range: Any = None,
        density: bool = False,
        weights: Any = None,
        cumulative: Any = False,
        bottom: Any = None,
        histtype: str = "bar",
        align: str = "mid",
        orientation: str = "vertical",
        rwidth: float | None = None,
        log: bool = False,
        color: Any = None,
        label: Any = None,
        stacked: bool = False,
        *,
        data: Any = None,
        **kwargs: Any,
    ) -> tuple[Any, Any, Any]:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.hist.html

        Answers counts, edges and bars; each a list of them where there are several data sets.
        """
        check_in("histtype", histtype, ["bar", "barstacked", "step", "stepfilled"])
        check_in("align", align, ["left", "mid", "right"])
        check_in("orientation", orientation, ["horizontal", "vertical"])
        stacked = stacked or histtype == "barstacked"
        sets = _sets(x)
        masses = _sets(weights) if weights is not None else [None] * len(sets)
        if len(masses) != len(sets) or any(w and len(w) != len(s) for s, w in zip(sets, masses)):
            raise ValueError("weights should have the same shape as x")
        edges = edges_of(sets, 10 if bins is None else bins, range)
        widths = [b - a for a, b in zip(edges, edges[1:])]
        tops = [_counts(values, edges, mass) for values, mass in zip(sets, masses)]
        if density and not stacked:
            tops = [_per_area(top, widths) for top in tops]
        if stacked:
            tops = [[sum(part) for part in zip(*tops[: k + 1])] for k, _ in enumerate(tops)]
            if density:
                total = sum(tops[-1])
                tops = [[t / w / total for t, w in zip(top, widths)] for top in tops]
        if cumulative:
            tops = [
                _summed(top, widths if density else None, number(cumulative) < 0) for top in tops
            ]
        if color is None:
            colors = [self._next_color() for _ in sets]
        else:
            colors = to_rgba_list(color)
            if len(colors) != len(sets):
                raise ValueError(
                    "The 'color' keyword argument must have one color per dataset, but "
                    f"{len(sets)} datasets and {len(colors)} colors were provided"
                )
        draw = self._hist_bars if histtype.startswith("bar") else self._hist_steps
        made = draw(
            tops,
            edges,
            widths,
            colors,
            {
                "bottom": bottom,
                "align": align,
                "orientation": orientation,
                "rwidth": rwidth,
                "log": log,
                "stacked": stacked,
                "filled": histtype == "stepfilled",
            },
        )
        names = [label] if label is None or isinstance(label, str) else list(label)
        for i, part in enumerate(made):
            name = names[i] if i < len(names) else None
            children = part if isinstance(part, BarContainer) else [part[0]]
            for child in children:
                child.set(**kwargs)
            if name is not None:
                (part if isinstance(part, BarContainer) else part[0]).set_label(name)
        kind = "BarContainer" if histtype.startswith("bar") else "List[Polygon]"
        if len(sets) == 1:
            return array(tops[0]), array(edges), made[0]
        return array(tops), array(edges), silent_list(kind, made)

    def _hist_bars(
        self, tops: list, edges: list, widths: list, colors: list, how: dict
    ) -> list[Any]:
        several = len(tops) > 1 and not how["stacked"]
        share = (
            min(1.0, max(0.0, how["rwidth"]))
            if how["rwidth"] is not None
            else 0.8
            if several
            else 1.0
        )
        count = 1 if how["stacked"] else len(tops)
        sizes = [share * width / count for width in widths]
        offset = {"left": 0.0, "mid": 0.5, "right": 1.0}[how["align"]]
        made = []
        base = spread(0.0 if how["bottom"] is None else plain(how["bottom"]), len(widths))
        for k, (top, color) in enumerate(zip(tops, colors)):
            turn = 0 if how["stacked"] else k
            places = [
                edge - 0.5 * share * width * (1 - 1 / count) + offset * width + turn * size
                for edge, width, size in zip(edges, widths, sizes)
            ]
            heights = [t - b for t, b in zip(top, base)] if how["stacked"] else top
            if how["orientation"] == "vertical":
                bars = self.bar(places, heights, sizes, base, log=how["log"], color=[color])
            else:
                bars = self.barh(places, heights, sizes, base, log=how["log"], color=[color])
            if k > 0:
                for bar in bars:
                    bar._sticky = {"x": [], "y": []}
            made.append(bars)
            base = top if how["stacked"] else base
        return made

    def _hist_steps(
        self, tops: list, edges: list, widths: list, colors: list, how: dict
    ) -> list[Any]:
        if how["log"]:
            self._axis("y" if how["orientation"] == "vertical" else "x").set_scale("log")
        shift = {"left": -0.5, "mid": 0.0, "right": 0.5}[how["align"]] * widths[0]
        doubled = [edge + shift for edge in edges for _ in (0, 1)]
        base = spread(0.0 if how["bottom"] is None else plain(how["bottom"]), len(widths))
        below = (
            [0.0, *(b for b in base for _ in (0, 1)), 0.0]
            if how["bottom"] is None
            else [base[0], *(b for b in base for _ in (0, 1)), base[-1]]
        )
        outlines = []
        for top in tops:
            heights = [below[0], *(t + b for t, b in zip(top, base) for _ in (0, 1)), below[-1]]
            outlines.append(
                (
                    doubled + doubled[::-1] if how["filled"] else doubled,
                    heights + below[::-1] if how["filled"] else heights,
                )
            )
            if how["stacked"]:
                below = heights
        made = []
        # The last lies lowest, so that what is stacked shows.
        for (xs, ys), color in reversed(list(zip(outlines, colors))):
            points = list(zip(xs, ys) if how["orientation"] == "vertical" else zip(ys, xs))
            patch = Polygon(points, closed=how["filled"], fill=how["filled"], label="_nolegend_")
            patch.set(**({"facecolor": color} if how["filled"] else {"edgecolor": color}))
            self._add(patch)
            made.append([patch])
        return made[::-1]


def _sets(x: Any) -> list[list[float]]:
    """The data sets of `hist`: one, or the columns of an array, or the lists of a list."""
    nested = plain(x)
    if not isinstance(nested, list):
        return [[number(nested)]]
    if not nested or not any(isinstance(item, list) for item in nested):
        return [[number(item) for item in nested]]
    if not isinstance(x, (list, tuple)) and len(shape_of(nested)) == 2:
        return [[number(item) for item in column] for column in zip(*nested)]
    return [[number(item) for item in leaves(part)] for part in nested]


def edges_of(sets: list[list[float]], bins: Any, span: Any) -> list[float]:
    if isinstance(bins, str):
        import numpy

        whole = [value for values in sets for value in values if not math.isnan(value)]
        return [float(edge) for edge in numpy.histogram_bin_edges(numpy.array(whole), bins, span)]
    given = plain(bins)
    if isinstance(given, list):
        edges = [number(edge) for edge in given]
        if any(b < a for a, b in zip(edges, edges[1:])):
            raise ValueError("`bins` must increase monotonically, when an array")
        return edges
    if int(given) != given:
        raise TypeError("`bins` must be an integer, a string, or an array")
    if given < 1:
        raise ValueError("`bins` must be positive, when an integer")
    if span is not None:
        low, high = numbers(span)
        if low > high:
            raise ValueError("max must be larger than min in range parameter.")
    else:
        values = [v for part in sets for v in part if not math.isnan(v)]
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError(f"supplied range of [{low}, {high}] is not finite")
    if low == high:
        low, high = low - 0.5, high + 0.5
    count = int(given)
    return [low + (high - low) / count * k for k in range(count)] + [high]


def _counts(values: list[float], edges: list[float], mass: list[float] | None) -> list[float]:
    counts = [0.0] * (len(edges) - 1)
    for i, value in enumerate(values):
        if edges[0] <= value <= edges[-1]:
            place = min(len(counts), bisect_right(edges, value)) - 1
            counts[place] += 1.0 if mass is None else mass[i]
    return counts


def _per_area(top: list[float], widths: list[float]) -> list[float]:
    total = sum(top)
    return [t / width / total if total else math.nan for t, width in zip(top, widths)]


def _summed(top: list[float], widths: list[float] | None, backwards: bool) -> list[float]:
    parts = [t * w for t, w in zip(top, widths)] if widths else list(top)
    if backwards:
        parts.reverse()
    sums = [sum(parts[: k + 1]) for k in range(len(parts))]
    return sums[::-1] if backwards else sums
