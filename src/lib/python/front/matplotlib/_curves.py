"""Methods of axes that draw lines and points."""

import math
import sys
from typing import Any

from ._base import AxesBase
from ._data import check_in, finite, is_many, leaves, number, numbers, plain, shape_of, spread, warn
from ._format import parse
from .collections import LineCollection, PathCollection, PolyCollection
from .colors import is_color_like, to_rgba_list
from .cm import norm_of
from .container import ErrorbarContainer, StemContainer
from .lines import AxLine, Line2D, columns


_LOOKS_LIKE_RGB = (
    "*c* argument looks like a single numeric RGB or RGBA sequence, which should be avoided as "
    "value-mapping will have precedence in case its length matches with *x* & *y*.  Please use the "
    "*color* keyword-argument or provide a 2D array with a single row if you intend to specify the "
    "same RGB or RGBA value for all points."
)


class CurvesMixin(AxesBase):
    """plot, scatter, step, errorbar, stem, lines across, areas between curves."""

    def plot(
        self, *args: Any, scalex: bool = True, scaley: bool = True, data: Any = None, **kwargs: Any
    ) -> list[Line2D]:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.plot.html

        y, or x and y, each with a format string after it if wanted, again and again. Columns of a
        two-dimensional argument are lines of their own.
        """
        if data is not None:
            args = tuple(data[a] if isinstance(a, str) and a in data else a for a in args)
        for name in "xy":
            if name in kwargs:
                raise TypeError(f"plot got an unexpected keyword argument {name!r}")
        made: list[Line2D] = []
        rest = list(args)
        if len(rest) >= 4 and isinstance(kwargs.get("label"), (list, tuple)):
            raise ValueError(
                "plot() with multiple groups of data (i.e., pairs of x and y) does not support "
                "multiple labels"
            )
        while rest:
            group, rest = rest[:2], rest[2:]
            if rest and isinstance(rest[0], str):
                group.append(rest.pop(0))
            made += self._group(group, kwargs)
        for line in made:
            self._add(line, scalex, scaley)
        return made

    def _group(self, group: list[Any], kwargs: dict) -> list[Line2D]:
        words: dict[str, Any] = {}
        if len(group) > 1 and isinstance(group[-1], str):
            fmt = group.pop()
            for name, value in zip(("linestyle", "marker", "color"), parse(fmt)):
                if value is None:
                    continue
                if name in kwargs and value != "None" and fmt.lower() != "none":
                    warn(
                        f"{name} is redundantly defined by the '{name}' keyword argument and the "
                        f'fmt string "{fmt}" (-> {name}={value!r}). The keyword argument will take '
                        "precedence."
                    )
                words[name] = value
        elif len(group) == 3:
            raise ValueError("third arg must be a format string")
        if any(value is None for value in group):
            raise ValueError("x, y, and format string must not be None")
        ys, y_shape = columns(group[-1], self.yaxis.convert)
        if len(group) == 2:
            xs, x_shape = columns(group[0], self.xaxis.convert)
        else:
            xs, x_shape = [[float(i) for i in range(y_shape[0])]], (y_shape[0],)
        if x_shape[0] != y_shape[0]:
            raise ValueError(
                f"x and y must have same first dimension, but have shapes {x_shape} and {y_shape}"
            )
        if len(x_shape) > 2 or len(y_shape) > 2:
            raise ValueError(
                f"x and y can be no greater than 2D, but have shapes {x_shape} and {y_shape}"
            )
        if len(xs) > 1 and len(ys) > 1 and len(xs) != len(ys):
            raise ValueError(f"x has {len(xs)} columns but y has {len(ys)} columns")
        if not xs or not ys:
            return []
        count = max(len(xs), len(ys))
        labels = spread_labels(kwargs.get("label"), count)
        made = []
        for j in range(count):
            properties = {**words, **kwargs}
            if properties.get("color") is None and properties.get("c") is None:
                properties.pop("c", None)
                properties["color"] = self._next_color()
            line = Line2D(xs[j % len(xs)], ys[j % len(ys)], **{**properties, "label": labels[j]})
            made.append(self._named(line))
        return made

    def _named(self, artist: Any) -> Any:
        """Gives a nameless artist a name that legends leave out, as matplotlib does."""
        if artist._values.get("label") is None:
            artist._values["label"] = f"_child{len(self._artists)}"
        return artist

    def step(self, x: Any, y: Any, *args: Any, where: str = "pre", **kwargs: Any) -> list[Line2D]:
        """A line of steps; the value holds before ('pre'), after ('post') or around ('mid') x."""
        check_in("where", where, ["pre", "post", "mid"])
        return self.plot(x, y, *args, drawstyle="steps-" + where, **kwargs)

    def semilogx(self, *args: Any, **kwargs: Any) -> list[Line2D]:
        """`plot` with a logarithmic x axis."""
        self.set_xscale("log")
        return self.plot(*args, **kwargs)

    def semilogy(self, *args: Any, **kwargs: Any) -> list[Line2D]:
        """`plot` with a logarithmic y axis."""
        self.set_yscale("log")
        return self.plot(*args, **kwargs)

    def loglog(self, *args: Any, **kwargs: Any) -> list[Line2D]:
        """`plot` with two logarithmic axes."""
        self.set_xscale("log")
        self.set_yscale("log")
        return self.plot(*args, **kwargs)

    def scatter(
        self,
        x: Any,
        y: Any,
        s: Any = None,
        c: Any = None,
        marker: Any = None,
        cmap: Any = None,
        norm: Any = None,
        vmin: Any = None,
        vmax: Any = None,
        alpha: Any = None,
        linewidths: Any = None,
        *,
        edgecolors: Any = None,
        plotnonfinite: bool = False,
        data: Any = None,
        **kwargs: Any,
    ) -> PathCollection:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.scatter.html

        Points of areas `s` (points squared); `c` is a colour, colours, or numbers for `cmap`.
        """
        if data is not None:
            x, y, s, c = (data[v] if isinstance(v, str) and v in data else v for v in (x, y, s, c))
        xs, ys = self.xaxis.convert(x), self.yaxis.convert(y)
        if len(xs) != len(ys):
            raise ValueError("x and y must be the same size")
        sizes = [36.0] if s is None else list(leaves(plain(s)))
        if len(sizes) not in (1, len(xs)) or any(isinstance(size, str) for size in sizes):
            raise ValueError("s must be a scalar, or float array-like with the same size as x and y")
        faces, values, edgecolors = self._scatter_colors(c, edgecolors, kwargs, len(xs))
        made = PathCollection(
            xs, ys, sizes, "o" if marker is None else marker, norm=norm_of(norm, vmin, vmax), cmap=cmap
        )
        made.set(facecolor=faces, edgecolor=edgecolors, linewidth=linewidths, alpha=alpha)
        if values is not None:
            made.set_array(values)
            self._mappable = made
        made.set(**kwargs)
        return self._add(self._named(made))

    def _scatter_colors(
        self, c: Any, edges: Any, kwargs: dict, count: int
    ) -> tuple[Any, list[float] | None, Any]:
        """Colours of the faces, or numbers for the map, and the edges' colours."""
        faces = kwargs.pop("facecolors", kwargs.pop("facecolor", None))
        edges = kwargs.pop("edgecolor", edges) if edges is None else edges
        own = kwargs.pop("color", None)
        if own is not None:
            if c is not None:
                raise ValueError("Supply a 'c' argument or a 'color' kwarg but not both; they differ but their functionalities overlap.")
            try:
                to_rgba_list(own)
            except (TypeError, ValueError) as error:
                raise ValueError(
                    "'color' kwarg must be a color or sequence of color specs.  For a sequence of "
                    "values to be color-mapped, use the 'c' argument instead."
                ) from error
            edges = own if edges is None else edges
            faces = own if faces is None else faces
        if c is None:
            return (self._next_color("fill") if faces is None else faces), None, edges
        nested = plain(c) if not (isinstance(c, str) or is_words(c)) else c
        shape = shape_of(nested) if isinstance(nested, list) and not is_words(nested) else None
        size = math.prod(shape) if shape is not None else 1
        if shape is not None and shape not in ((1, 3), (1, 4)) and size == count:
            if not any(isinstance(item, str) for item in leaves(nested)):
                return None, [number(item) for item in leaves(nested)], edges
        if isinstance(nested, (int, float)) and not isinstance(nested, bool) and count == 1:
            return None, [float(nested)], edges
        if shape in ((3,), (4,)):
            print(_LOOKS_LIKE_RGB, file=sys.stderr)
        try:
            colors = to_rgba_list(nested)
        except (TypeError, ValueError) as error:
            if "RGBA values should be within 0-1 range" in str(error):
                raise
            if shape is not None and size != count:
                raise _wrong_size(size, count) from error
            raise ValueError(
                f"'c' argument must be a color, a sequence of colors, or a sequence of numbers, not {c}"
            ) from error
        if len(colors) not in (0, 1, count):
            raise _wrong_size(len(colors), count)
        return nested if colors else "none", None, edges

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
            self.xaxis.convert(x), self.yaxis.convert(y1), self.yaxis.convert(y2), where, step,
            kwargs, is_turned=False,
        )

    def fill_betweenx(
        self, y: Any, x1: Any, x2: Any = 0, where: Any = None, step: str | None = None, **kw: Any
    ) -> PolyCollection:
        """The area between two curves over y."""
        return self._between(
            self.yaxis.convert(y), self.xaxis.convert(x1), self.xaxis.convert(x2), where, step,
            kw, is_turned=True,
        )

    def _between(
        self, at: list, first: list, second: list, where: Any, step: Any, kwargs: dict, is_turned: bool
    ) -> PolyCollection:
        count = max(len(at), len(first), len(second))
        for values in (first, second):
            if len(values) not in (1, len(at)):
                raise ValueError(
                    f"operands could not be broadcast together with shapes ({len(at)},) ({len(values)},) "
                )
        first, second = spread(first, count), spread(second, count)
        holds = [True] * count if where is None else [bool(v) for v in leaves(plain(where))]
        if len(holds) != count:
            raise ValueError(f"where size ({len(holds)}) does not match {'y' if is_turned else 'x'!r} size ({count})")
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
                cap = Line2D([p[0] for p in tips], [p[1] for p in tips], color=paint, linestyle="",
                             marker="|" if name == "x" else "_", markersize=2 * capsize, zorder=zorder)
                cap.set(markeredgewidth=capthick if capthick is not None else 1.0, label="_nolegend_")
                caps.append(self._add(cap))
        for bar in bars:
            bar._values["label"] = "_nolegend_"
            bar._values["alpha"] = kwargs.get("alpha")
        made = ErrorbarContainer(
            (line, tuple(caps), tuple(bars)), xerr is not None, yerr is not None, label
        )
        return self.add_container(made)

    def stem(
        self, *args: Any, linefmt: Any = None, markerfmt: Any = None, basefmt: Any = None,
        bottom: float = 0, label: Any = None, use_line_collection: bool = True,
        orientation: str = "vertical", data: Any = None,
    ) -> StemContainer:
        """Stems from a base to the values: https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.stem.html"""
        if not 1 <= len(args) <= 3:
            raise TypeError(f"stem expected between 1 and 3 positional arguments, got {args}")
        heads = numbers(args[-1] if len(args) == 1 else args[1])
        places = numbers(args[0]) if len(args) > 1 else [float(i) for i in range(len(heads))]
        linefmt = args[2] if len(args) > 2 else linefmt or "C0-"
        style, _, paint = parse(linefmt)
        mark_style, marker, mark_paint = parse(markerfmt or "")
        upright = orientation == "vertical"
        ends = [[(p, bottom), (p, h)] if upright else [(bottom, p), (h, p)] for p, h in zip(places, heads)]
        color = paint or "C0"
        stems = LineCollection(ends, color, linestyle=style or "-", label="_nolegend_")
        self._add(stems)
        xy = (places, heads) if upright else (heads, places)
        heads_line = Line2D(*xy, linestyle=mark_style if markerfmt and mark_style else "None",
                            marker="o" if marker in (None, "None") else marker,
                            color=mark_paint or color, label="_nolegend_")
        self._add(heads_line)
        base_style, base_marker, base_paint = parse(basefmt or "C3-")
        along, level = [min(places, default=0), max(places, default=0)], [bottom, bottom]
        base = Line2D(*((along, level) if upright else (level, along)), linestyle=base_style or "-",
                      marker=base_marker or "None", color=base_paint or "C3", label="_nolegend_")
        self._add(base)
        return self.add_container(StemContainer((heads_line, stems, base), label))

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
                raise ValueError("Cannot draw a line through two identical points (x=" f"{(x, x2)}, y={(y, y2)})")
            rise = None if x == x2 else (y2 - y) / (x2 - x)
        if "color" not in kwargs and "c" not in kwargs:
            kwargs["color"] = "C0"
        made = AxLine(xy1, None if rise is None else float(rise), **kwargs)
        self._add(self._named(made))
        if xy2 is not None:
            self._include(numbers([xy2[0]]), numbers([xy2[1]]))
        return made

    def hlines(self, y: Any, xmin: Any, xmax: Any, colors: Any = None, linestyles: str = "solid",
               label: str = "", *, data: Any = None, **kwargs: Any) -> LineCollection:
        """Level lines at each y from xmin to xmax."""
        ys, lows, highs = self._ends(self.yaxis.convert(y), self.xaxis.convert(xmin), self.xaxis.convert(xmax), "xmin", "xmax", "y")
        segments = [[(a, y), (b, y)] for y, a, b in zip(ys, lows, highs)]
        return self._add(LineCollection(segments, colors, linestyle=linestyles, label=label, **kwargs))

    def vlines(self, x: Any, ymin: Any, ymax: Any, colors: Any = None, linestyles: str = "solid",
               label: str = "", *, data: Any = None, **kwargs: Any) -> LineCollection:
        """Upright lines at each x from ymin to ymax."""
        xs, lows, highs = self._ends(self.xaxis.convert(x), self.yaxis.convert(ymin), self.yaxis.convert(ymax), "ymin", "ymax", "x")
        segments = [[(x, a), (x, b)] for x, a, b in zip(xs, lows, highs)]
        return self._add(LineCollection(segments, colors, linestyle=linestyles, label=label, **kwargs))

    @staticmethod
    def _ends(at: list, low: list, high: list, low_name: str, high_name: str, name: str) -> tuple:
        for values, title in ((low, low_name), (high, high_name)):
            if len(values) not in (1, len(at)):
                raise ValueError(f"{title} and {name} are unequal sized sequences")
        return at, spread(low, len(at)), spread(high, len(at))


def is_words(value: Any) -> bool:
    """Whether it is a sequence of colour names or tuples."""
    return isinstance(value, (list, tuple)) and len(value) > 0 and (
        isinstance(value[0], str) or (isinstance(value[0], tuple) and is_color_like(value[0]))
    )


def spread_labels(label: Any, count: int) -> list[Any]:
    """One label for each line."""
    if label is None or isinstance(label, str) or not is_many(label) or count == 1:
        return [label] * count
    labels = list(label)
    if len(labels) != count:
        raise ValueError(
            "label must be scalar or have the same length as the input data, but found "
            f"{len(labels)} for {count} datasets."
        )
    return labels


def _wrong_size(size: int, count: int) -> ValueError:
    return ValueError(
        f"'c' argument has {size} elements, which is inconsistent with 'x' and 'y' with size {count}."
    )


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
                turn = {"pre": along[i - 1], "post": along[i], "mid": (along[i - 1] + along[i]) / 2}[step]
                xs += [turn, turn, along[i]]
                ys += [side[i - 1], side[i], side[i]]
            stepped.append(ys)
        along, sides = xs, stepped
    return along + along[::-1], sides[0] + sides[1][::-1]


def _spans(name: str, errors: Any, values: list[float]) -> tuple[list[float], list[float]]:
    nested = plain(errors)
    shape = shape_of(nested)
    if shape and shape not in ((len(values),), (1,), (2, len(values)), (2, 1)):
        raise ValueError(
            f"'{name}err' (shape: {shape}) must be a scalar or a 1D or (2, n) array-like whose shape "
            f"matches '{name}' (shape: ({len(values)},))"
        )
    pair = nested if len(shape) == 2 else [nested, nested]
    lower, upper = ([number(v) for v in spread(side, len(values))] for side in pair)
    if any(error < 0 for error in finite([*lower, *upper])):
        raise ValueError(f"'{name}err' must not contain negative values")
    return [v - e for v, e in zip(values, lower)], [v + e for v, e in zip(values, upper)]
