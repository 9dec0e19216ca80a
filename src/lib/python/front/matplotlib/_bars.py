"""Methods of axes that draw bars and areas."""

from typing import Any

from ._base import AxesBase
from ._data import check_in, is_many, numbers, spread
from .colors import to_rgba_list
from .container import BarContainer
from .patches import Polygon, Rectangle
from .text import Annotation


class BarsMixin(AxesBase):
    """bar, barh, areas across, filled polygons."""

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
        color = (
            kwargs.pop("facecolor", kwargs.pop("fc", self._next_color("fill")))
            if color is None
            else color
        )
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
            raise ValueError(
                f"number of labels ({len(names)}) does not match number of bars ({count})."
            )
        bars, tips = [], []
        for i, (place, long, broad, base) in enumerate(columns):
            side = place - broad / 2 if align == "center" else place
            corner, w, h = (
                ((side, base), broad, long) if along == "x" else ((base, side), long, broad)
            )
            bar = Rectangle(
                corner,
                w,
                h,
                facecolor=faces[i % len(faces)],
                edgecolor=edges[i % len(edges)],
                linewidth=widths[i % len(widths)],
                label=names[i],
            )
            bar.set(**kwargs)
            bar._sticky["y" if along == "x" else "x"] = [base]
            bars.append(self._add(bar))
            tips.append((side + broad / 2, base + long))
        made = BarContainer(
            bars,
            datavalues=lengths,
            orientation="vertical" if along == "x" else "horizontal",
            label="_nolegend_" if is_listed else label,
        )
        if any(error is not None for error in errors.values()):
            xs, ys = [tip[0] for tip in tips], [tip[1] for tip in tips]
            xy = (xs, ys) if along == "x" else (ys, xs)
            made.errorbar = self.errorbar(*xy, fmt="none", zorder=2.01, **errors, **look)
            made.errorbar.label = "_nolegend_"
        self.add_container(made)
        if ticks is not None:
            axis.set_ticks(
                places,
                [
                    str(tick)
                    for tick in spread(list(ticks) if not isinstance(ticks, str) else ticks, count)
                ],
            )
        return made

    def bar_label(
        self,
        container: BarContainer,
        labels: Any = None,
        *,
        fmt: Any = "%g",
        label_type: str = "edge",
        padding: float = 0,
        **kwargs: Any,
    ) -> list[Annotation]:
        """Writes the values at the bars.

        https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.bar_label.html
        """
        check_in("label_type", label_type, ["edge", "center"])
        made = []
        upright = container.orientation == "vertical"
        for i, (bar, value) in enumerate(
            zip(container.patches, spread(container.datavalues, len(container)))
        ):
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
            made.append(
                self._add(
                    Annotation(
                        text,
                        place,
                        (0, shift) if upright else (shift, 0),
                        textcoords="offset points",
                        **{"ha": ha, "va": va, **kwargs},
                    )
                )
            )
        return made

    def fill(self, *args: Any, data: Any = None, **kwargs: Any) -> list[Polygon]:
        """Filled polygons: x, y, and a colour after them if wanted, again and again."""
        made = []
        rest = list(args)
        while rest:
            (x, y), rest = rest[:2], rest[2:]
            color = rest.pop(0) if rest and isinstance(rest[0], str) else None
            face = (
                color or kwargs.get("color") or kwargs.get("facecolor") or self._next_color("fill")
            )
            others = {key: value for key, value in kwargs.items() if key != "color"}
            polygon = Polygon(
                list(zip(self.xaxis.convert(x), self.yaxis.convert(y))),
                **{"facecolor": face, **others},
            )
            made.append(self._add(polygon))
        return made

    def axhspan(
        self, ymin: float, ymax: float, xmin: float = 0, xmax: float = 1, **kw: Any
    ) -> Polygon:
        """An area across all of the axes."""
        low, high = self.yaxis.convert([ymin, ymax])
        return self._span("x", [(xmin, low), (xmin, high), (xmax, high), (xmax, low)], kw)

    def axvspan(
        self, xmin: float, xmax: float, ymin: float = 0, ymax: float = 1, **kw: Any
    ) -> Polygon:
        """An area up all of the axes."""
        low, high = self.xaxis.convert([xmin, xmax])
        return self._span("y", [(low, ymin), (low, ymax), (high, ymax), (high, ymin)], kw)

    def _span(self, along: str, points: list, kwargs: dict) -> Polygon:
        made = Polygon(points, **kwargs)
        made._across = along
        return self._add(made, along == "y", along == "x")
