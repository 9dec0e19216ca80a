"""Methods of axes that draw grids of numbers, arrows and texts."""

import math
from typing import Any

from ._base import AxesBase
from ._data import check_in, lacks, matrix, numbers, plain, shape_of
from ._rc import rcParams
from .artist import AXES
from .cm import norm_of
from .collections import QuadMesh
from .contour import QuadContourSet
from .image import AxesImage
from .quiver import Quiver
from .text import Annotation, Text


class FieldsMixin(AxesBase):
    """imshow, contour, pcolormesh, quiver, text, annotate."""

    def imshow(
        self,
        X: Any,
        cmap: Any = None,
        norm: Any = None,
        *,
        aspect: Any = None,
        interpolation: Any = None,
        alpha: Any = None,
        vmin: Any = None,
        vmax: Any = None,
        origin: str | None = None,
        extent: Any = None,
        data: Any = None,
        **kwargs: Any,
    ) -> AxesImage:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.imshow.html"""
        origin = rcParams["image.origin"] if origin is None else origin
        check_in("origin", origin, ["upper", "lower"])
        place = None if extent is None else numbers(extent)
        image = AxesImage(X, norm_of(norm, vmin, vmax), cmap, origin, place)
        image.set(alpha=alpha, **kwargs)
        self.set_aspect("equal" if aspect is None else aspect)
        self._add(image)
        self._place_image(image)
        self._mappable = image
        return image

    def _place_image(self, image: AxesImage) -> None:
        """Limits at the edges of a picture, in its direction."""
        left, right, bottom, top = image.get_extent()
        image._sticky = {"x": [left, right], "y": [bottom, top]}
        self._include(*image._extent())
        for view, low, high in ((self.xaxis.view, left, right), (self.yaxis.view, bottom, top)):
            if view.auto:
                view.set_limits(low, high)
                view.stale = True

    def matshow(self, Z: Any, **kwargs: Any) -> AxesImage:
        """A matrix as a picture, with its column numbers at the top."""
        image = self.imshow(Z, **kwargs)
        self.xaxis.side = "top"
        self.locator_params(integer=True, min_n_ticks=1)
        return image

    def contour(self, *args: Any, data: Any = None, **kwargs: Any) -> QuadContourSet:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.contour.html"""
        return self._contours(args, False, kwargs)

    def contourf(self, *args: Any, data: Any = None, **kwargs: Any) -> QuadContourSet:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.contourf.html"""
        return self._contours(args, True, kwargs)

    def _contours(self, args: tuple, filled: bool, kwargs: dict) -> QuadContourSet:
        made = QuadContourSet(*args, filled=filled, **kwargs)
        self._add(made)
        self._mappable = made
        return made

    def clabel(self, CS: QuadContourSet, *args: Any, **kwargs: Any) -> list:
        """Numbers on level lines."""
        return CS.clabel(*args, **kwargs)

    def pcolormesh(
        self,
        *args: Any,
        alpha: Any = None,
        norm: Any = None,
        cmap: Any = None,
        vmin: Any = None,
        vmax: Any = None,
        shading: str | None = None,
        antialiased: bool = False,
        data: Any = None,
        **kwargs: Any,
    ) -> QuadMesh:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.pcolormesh.html

        Columns and rows have to be straight: x and y are one-dimensional, or made by meshgrid.
        """
        if len(args) not in (1, 3):
            raise TypeError(
                f"pcolormesh() takes 1 or 3 positional arguments but {len(args)} were given"
            )
        cells, shape = matrix(args[-1])
        if len(shape) != 2:
            raise TypeError(
                f"Incompatible X, Y inputs to pcolormesh; see help(pcolormesh): C has shape {shape}"
            )
        rows, columns = shape
        if len(args) == 1:
            x, y = [float(i) for i in range(columns + 1)], [float(i) for i in range(rows + 1)]
        else:
            x, y = _straight(plain(args[0]), True), _straight(plain(args[1]), False)
        x, y = (_lines(v, n, shape, shading) for v, n in ((x, columns), (y, rows)))
        made = QuadMesh(
            x, y, cells, norm=norm_of(norm, vmin, vmax), cmap=cmap, alpha=alpha, **kwargs
        )
        made.set_array(cells)
        made._sticky = {"x": [min(x), max(x)], "y": [min(y), max(y)]}
        self._mappable = made
        return self._add(made)

    def pcolor(self, *args: Any, **kwargs: Any) -> QuadMesh:
        """As pcolormesh."""
        return self.pcolormesh(*args, **kwargs)

    def hist2d(
        self,
        x: Any,
        y: Any,
        bins: Any = 10,
        range: Any = None,
        density: bool = False,
        weights: Any = None,
        cmin: Any = None,
        cmax: Any = None,
        *,
        data: Any = None,
        **kwargs: Any,
    ) -> tuple[Any, Any, Any, QuadMesh]:
        """Counts of pairs in cells.

        https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.hist2d.html
        """
        from ._hist import edges_of
        from ._data import array
        from bisect import bisect_right

        if weights is not None:
            raise lacks("hist2d(weights=…)")
        xs, ys = numbers(x), numbers(y)
        if len(xs) != len(ys):
            raise ValueError("x and y must have the same length.")
        pair = plain(bins)
        pair = pair if isinstance(pair, list) and len(pair) == 2 else [pair, pair]
        spans = [None, None] if range is None else plain(range)
        x_edges, y_edges = (edges_of([v], b, s) for v, b, s in zip((xs, ys), pair, spans))
        counts = [[0.0] * (len(y_edges) - 1) for _ in x_edges[1:]]
        for a, b in zip(xs, ys):
            if x_edges[0] <= a <= x_edges[-1] and y_edges[0] <= b <= y_edges[-1]:
                i = min(len(x_edges) - 1, bisect_right(x_edges, a)) - 1
                j = min(len(y_edges) - 1, bisect_right(y_edges, b)) - 1
                counts[i][j] += 1.0
        if density:
            total = sum(map(sum, counts))
            counts = [
                [
                    c / total / (x_edges[i + 1] - x_edges[i]) / (y_edges[j + 1] - y_edges[j])
                    for j, c in enumerate(row)
                ]
                for i, row in enumerate(counts)
            ]
        low, high = cmin if cmin is not None else -math.inf, cmax if cmax is not None else math.inf
        shown = [[c if low <= c <= high else math.nan for c in row] for row in counts]
        mesh = self.pcolormesh(x_edges, y_edges, [list(row) for row in zip(*shown)], **kwargs)
        return array(shown), array(x_edges), array(y_edges), mesh

    def quiver(self, *args: Any, data: Any = None, **kwargs: Any) -> Quiver:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.quiver.html"""
        made = Quiver(*args, **kwargs)
        if made._mapped:
            self._mappable = made
        return self._add(made)

    def text(self, x: Any, y: Any, s: Any, fontdict: Any = None, **kwargs: Any) -> Text:
        """A text at a place, in data coordinates unless `transform` says otherwise."""
        made = Text(x, y, s, **(fontdict or {}), **kwargs)
        made.axes, made.figure = self, self.figure
        self._artists.append(made)
        return made

    def annotate(
        self,
        text: Any,
        xy: Any,
        xytext: Any = None,
        xycoords: Any = "data",
        textcoords: Any = None,
        arrowprops: dict | None = None,
        annotation_clip: Any = None,
        **kwargs: Any,
    ) -> Annotation:
        """A text about a point.

        https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.annotate.html
        """
        xycoords = "axes fraction" if xycoords is AXES else xycoords
        made = Annotation(
            text, xy, xytext, xycoords, textcoords, arrowprops, annotation_clip, **kwargs
        )
        made.axes, made.figure = self, self.figure
        self._artists.append(made)
        return made

    def arrow(self, x: float, y: float, dx: float, dy: float, **kwargs: Any) -> Annotation:
        """An arrow from a point by so much."""
        color = kwargs.get("color") or kwargs.get("fc") or kwargs.get("facecolor") or "C0"
        props = {"arrowstyle": "->", "color": color, "alpha": kwargs.get("alpha"), "linewidth": 1.5}
        made = self.annotate("", (x + dx, y + dy), (x, y), arrowprops=props)
        if kwargs.get("label") is not None:
            made.set_label(kwargs["label"])
        self._include(numbers([x, x + dx]), numbers([y, y + dy]))
        return made


def _straight(value: Any, is_x: bool) -> list[float]:
    if len(shape_of(value)) != 2:
        return numbers(value)
    line = value[0] if is_x else [row[0] for row in value]
    is_mesh = (
        all(row == line for row in value) if is_x else all(len(set(row)) == 1 for row in value)
    )
    if not is_mesh:
        raise lacks("pcolormesh() of a mesh that isn't straight")
    return numbers(line)


def _lines(places: list[float], count: int, shape: tuple, shading: str | None) -> list[float]:
    """The lines between cells: those given, or those half way between the middles given."""
    if len(places) == count + 1:
        return places
    if len(places) != count:
        raise TypeError(
            f"Dimensions of C {shape} should be one smaller than X and Y while using "
            f"shading='{shading or 'flat'}' see help(pcolormesh)"
        )
    if shading == "flat":
        raise TypeError(
            f"Dimensions of C {shape} should be one smaller than X and Y while using "
            "shading='flat' see help(pcolormesh)"
        )
    if count == 1:
        return [places[0] - 0.5, places[0] + 0.5]
    half = [(b - a) / 2 for a, b in zip(places, places[1:])]
    return [
        places[0] - half[0],
        *(p + h for p, h in zip(places, half)),
        places[-1] + half[-1],
    ]
