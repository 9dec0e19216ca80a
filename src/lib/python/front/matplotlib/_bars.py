"""Methods of axes that draw bars and areas."""

import math
from typing import Any

from ._base import AxesBase
from ._data import array, check_in, is_many, leaves, number, numbers, plain, shape_of, spread
from .colors import to_rgba_list
from .container import BarContainer, silent_list
from .patches import Polygon, Rectangle
from .text import Annotation


class BarsMixin(AxesBase):
    """bar, barh, hist, areas across, filled polygons."""

    def bar(
        self,
        x: Any,
        height: Any,
        width: Any = 0.8,
        bottom: Any = None,
        *,
        align: str = "center",
        data: Any = None,
        **kwargs: Any,
    ) -> BarContainer:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.bar.html"""
        return self._bars("x", x, height, width, bottom, align, kwargs)

    def barh(
        self,
        y: Any,
        width: Any,
        height: Any = 0.8,
        left: Any = None,
        *,
        align: str = "center",
        data: Any = None,
        **kwargs: Any,
    ) -> BarContainer:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.barh.html"""
        return self._bars("y", y, width, height, left, align, kwargs)

    def _bars(
        self, along: str, at: Any, length: Any, breadth: Any, start: Any, align: str, kwargs: dict
    ) -> BarContainer:
        check_in("align", align, ["center", "edge"])
        axis, across = self._axis(along), self._axis("y" if along == "x" else "x")
        if kwargs.pop("log", False):
            across.set_scale("log")
        places, lengths = axis.convert(at), across.convert(length)
        breadths, starts = numbers(breadth), [0.0] if start is None else across.convert(start)
        count = max(map(len, (places, lengths, breadths, starts)))
        for i, values in enumerate((places, lengths, breadths, starts)):
            if len(values) not in (1, count):
                first = next(
                    j for j, v in enumerate((places, lengths, breadths, starts)) if len(v) == count
                )
                a, b = sorted([(first, count), (i, len(values))])
                raise ValueError(
                    "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is "
                    f"between arg {a[0]} with shape ({a[1]},) and arg {b[0]} with shape ({b[1]},)."
                )
        columns = zip(*(spread(v, count) for v in (places, lengths, breadths, starts)))
        color = kwargs.pop("color", None)
        color = kwargs.pop("facecolor", kwargs.pop("fc", self._next_color("fill"))) if color is None else color
        faces = to_rgba_list(color) or ["none"]
        edge = kwargs.pop("edgecolor", kwargs.pop("ec", None))
        edges = [None] if edge is None else to_rgba_list(edge) or ["none"]
        widths = spread(kwargs.pop("linewidth", kwargs.pop("lw", None)), count)
        label, ticks = kwargs.pop("label", ""), kwargs.pop("tick_label", None)
        errors = {name: kwargs.pop(name, None) for name in ("xerr", "yerr")}
        look = {"capsize": kwargs.pop("capsize", 0), "ecolor": kwargs.pop("ecolor", "k")}
        look.update(kwargs.pop("error_kw", None) or {})
        is_listed = not isinstance(label, str) and label is not None and is_many(label)
        names = list(label) if is_listed else ["_nolegend_"] * count
        if len(names) != count:
            raise ValueError(f"number of labels ({len(names)}) does not match number of bars ({count}).")
        bars, tips = [], []
        for i, (place, long, broad, base) in enumerate(columns):
            side = place - broad / 2 if align == "center" else place
            corner, w, h = ((side, base), broad, long) if along == "x" else ((base, side), long, broad)
            bar = Rectangle(corner, w, h, facecolor=faces[i % len(faces)], edgecolor=edges[i % len(edges)],
                            linewidth=widths[i % len(widths)], label=names[i])
            bar.set(**kwargs)
            bar._sticky["y" if along == "x" else "x"] = [base]
            bars.append(self._add(bar))
            tips.append((side + broad / 2, base + long))
        made = BarContainer(bars, datavalues=lengths,
                            orientation="vertical" if along == "x" else "horizontal",
                            label="_nolegend_" if is_listed else label)
        if any(error is not None for error in errors.values()):
            xs, ys = [tip[0] for tip in tips], [tip[1] for tip in tips]
            xy = (xs, ys) if along == "x" else (ys, xs)
            made.errorbar = self.errorbar(*xy, fmt="none", zorder=2.01, **errors, **look)
            made.errorbar.label = "_nolegend_"
        self.add_container(made)
        if ticks is not None:
            axis.set_ticks(places, [str(tick) for tick in spread(list(ticks) if not isinstance(ticks, str) else ticks, count)])
        return made

    def bar_label(
        self, container: BarContainer, labels: Any = None, *, fmt: Any = "%g",
        label_type: str = "edge", padding: float = 0, **kwargs: Any,
    ) -> list[Annotation]:
        """Writes the values at the bars: https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.bar_label.html"""
        check_in("label_type", label_type, ["edge", "center"])
        made = []
        upright = container.orientation == "vertical"
        for i, (bar, value) in enumerate(zip(container.patches, spread(container.datavalues, len(container)))):
            text = fmt % value if labels is None else str(list(labels)[i])
            (x, y), w, h = bar.get_xy(), bar.get_width(), bar.get_height()
            is_edge = label_type == "edge"
            sign = -1 if value < 0 else 1
            place = (x + w / 2, y + h) if upright else (x + w, y + h / 2)
            if not is_edge:
                place = (x + w / 2, y + h / 2)
            shift = sign * (padding + 1.5) if is_edge else padding
            va = ("bottom" if sign > 0 else "top") if upright and is_edge else "center"
            ha = ("left" if sign > 0 else "right") if not upright and is_edge else "center"
            made.append(self._add(Annotation(
                text, place, (0, shift) if upright else (shift, 0), textcoords="offset points",
                **{"ha": ha, "va": va, **kwargs},
            )))
        return made

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
        edges = _edges(sets, 10 if bins is None else bins, range)
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
            tops = [_summed(top, widths if density else None, number(cumulative) < 0) for top in tops]
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
        made = draw(tops, edges, widths, colors, {
            "bottom": bottom, "align": align, "orientation": orientation, "rwidth": rwidth,
            "log": log, "stacked": stacked, "filled": histtype == "stepfilled",
        })
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

    def _hist_bars(self, tops: list, edges: list, widths: list, colors: list, how: dict) -> list[Any]:
        several = len(tops) > 1 and not how["stacked"]
        share = min(1.0, max(0.0, how["rwidth"])) if how["rwidth"] is not None else 0.8 if several else 1.0
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

    def _hist_steps(self, tops: list, edges: list, widths: list, colors: list, how: dict) -> list[Any]:
        if how["log"]:
            self._axis("y" if how["orientation"] == "vertical" else "x").set_scale("log")
        shift = {"left": -0.5, "mid": 0.0, "right": 0.5}[how["align"]] * widths[0]
        doubled = [edge + shift for edge in edges for _ in (0, 1)]
        base = spread(0.0 if how["bottom"] is None else plain(how["bottom"]), len(widths))
        below = [0.0, *(b for b in base for _ in (0, 1)), 0.0] if how["bottom"] is None else [
            base[0], *(b for b in base for _ in (0, 1)), base[-1]]
        outlines = []
        for top in tops:
            heights = [below[0], *(t + b for t, b in zip(top, base) for _ in (0, 1)), below[-1]]
            outlines.append((doubled + doubled[::-1] if how["filled"] else doubled,
                             heights + below[::-1] if how["filled"] else heights))
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

    def fill(self, *args: Any, data: Any = None, **kwargs: Any) -> list[Polygon]:
        """Filled polygons: x, y, and a colour after them if wanted, again and again."""
        made = []
        rest = list(args)
        while rest:
            (x, y), rest = rest[:2], rest[2:]
            color = rest.pop(0) if rest and isinstance(rest[0], str) else None
            face = color or kwargs.get("color") or kwargs.get("facecolor") or self._next_color("fill")
            others = {key: value for key, value in kwargs.items() if key != "color"}
            polygon = Polygon(list(zip(self.xaxis.convert(x), self.yaxis.convert(y))), **{"facecolor": face, **others})
            made.append(self._add(polygon))
        return made

    def axhspan(self, ymin: float, ymax: float, xmin: float = 0, xmax: float = 1, **kw: Any) -> Polygon:
        """An area across all of the axes."""
        low, high = self.yaxis.convert([ymin, ymax])
        return self._span("x", [(xmin, low), (xmin, high), (xmax, high), (xmax, low)], kw)

    def axvspan(self, xmin: float, xmax: float, ymin: float = 0, ymax: float = 1, **kw: Any) -> Polygon:
        """An area up all of the axes."""
        low, high = self.xaxis.convert([xmin, xmax])
        return self._span("y", [(low, ymin), (low, ymax), (high, ymax), (high, ymin)], kw)

    def _span(self, along: str, points: list, kwargs: dict) -> Polygon:
        made = Polygon(points, **kwargs)
        made._across = along
        return self._add(made, along == "y", along == "x")


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


def _edges(sets: list[list[float]], bins: Any, span: Any) -> list[float]:
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
    from bisect import bisect_right

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
