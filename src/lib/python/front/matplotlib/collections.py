"""Many of a kind, as in https://matplotlib.org/3.6.0/api/collections_api.html"""

import math
from typing import Any

from ._data import array, numbers, spread
from ._rc import rcParams
from .artist import Artist, anything, ignored
from .cm import ScalarMappable
from .colors import ink, to_rgba_list
from .lines import check_marker, dashes, is_filled, mark


def _inks(value: Any, count: int) -> list[str | None]:
    if value is None:
        return []
    inks = [ink(c) for c in to_rgba_list(value)] or [None]
    return inks[:count] if len(inks) > 1 else inks


class Collection(Artist, ScalarMappable):
    """Elements that share a kind; each may have its own colour."""

    _properties = {
        **Artist._properties,
        "facecolor": anything,
        "edgecolor": anything,
        "linewidth": anything,
        "linestyle": anything,
        "hatch": anything,
        **ignored("antialiased", "capstyle", "joinstyle", "offset_transform", "pickradius"),
    }
    _aliases = {
        "facecolors": "facecolor",
        "fc": "facecolor",
        "edgecolors": "edgecolor",
        "ec": "edgecolor",
        "linewidths": "linewidth",
        "lw": "linewidth",
        "linestyles": "linestyle",
        "dashes": "linestyle",
        "ls": "linestyle",
        "aa": "antialiased",
    }

    def __init__(self, norm: Any = None, cmap: Any = None, **kwargs: Any) -> None:
        Artist.__init__(self)
        ScalarMappable.__init__(self, norm, cmap)
        self._mapped = False
        self.set(**kwargs)

    def set_color(self, value: Any) -> None:
        """The colour of areas and edges."""
        self._values["facecolor"] = self._values["edgecolor"] = value

    def set_array(self, A: Any) -> None:
        """Values that the map colours."""
        ScalarMappable.set_array(self, A)
        self._mapped = A is not None

    def _alpha(self) -> float:
        alpha = self._get("alpha")
        return 1.0 if alpha is None else alpha

    def _edge(self, default: Any, width: float) -> dict | None:
        edge = self._get("edgecolor")
        paints = _inks(default if edge is None else edge, 1)
        own = spread(self._get("linewidth"), 1)[0]
        width = width if own is None else float(own)
        lengths = dashes(self._get("linestyle") or "-", width)
        if not paints or paints[0] is None or lengths is None or width == 0:
            return None
        return {"color": paints[0], "width": width, "dash": lengths}


class PathCollection(Collection):
    """The points of a scatter plot."""

    def __init__(self, x: list[float], y: list[float], sizes: Any, marker: Any, **kw: Any) -> None:
        self._x, self._y = x, y
        self._sizes = numbers(sizes)
        self._marker = check_marker(marker)
        super().__init__(**kw)

    def get_offsets(self) -> Any:
        """The points as rows."""
        return array([list(point) for point in zip(self._x, self._y)])

    def set_offsets(self, offsets: Any) -> None:
        """Other points, as rows."""
        flat = numbers(offsets)
        self._x, self._y = flat[::2], flat[1::2]

    def get_sizes(self) -> Any:
        """Areas in points squared."""
        return array(self._sizes)

    def set_sizes(self, sizes: Any) -> None:
        """Other areas in points squared."""
        self._sizes = numbers(sizes)

    def legend_elements(self, prop: str = "colors", num: Any = "auto", **_: Any) -> tuple:
        """Handles and labels for the different values of the colours."""
        from ._data import lacks
        from .lines import Line2D

        values = sorted(set(self._values_mapped()))
        if prop != "colors" or len(values) > 12:
            raise lacks("legend_elements() of sizes, or of more than 12 different values,")
        made = []
        for value in values:
            paint = self.cmap.rgba(float(self.norm.place(value)))
            handle = Line2D([], [], color=paint, linestyle="", marker=self._marker)
            handle.set_alpha(self._get("alpha"))
            made.append(handle)
        return made, [f"$\\mathdefault{{{value:g}}}$" for value in values]

    def _values_mapped(self) -> list[float]:
        return [v for v in ScalarMappable.get_array(self).tolist() if math.isfinite(v)]

    def _extent(self) -> tuple[list[float], list[float]]:
        pairs = [p for p in zip(self._x, self._y) if math.isfinite(p[0]) and math.isfinite(p[1])]
        return [x for x, _ in pairs], [y for _, y in pairs]

    def _size(self) -> int:
        return len(self._x)

    def _looks(self) -> dict:
        is_full = is_filled(self._marker)
        faces = _inks(self._get("facecolor"), len(self._x))
        edge = self._get("edgecolor")
        # An edge of the face's own colour is drawn with the face.
        own_edge = edge is None or (isinstance(edge, str) and edge == "face") or not is_full
        edges = [] if own_edge else _inks(edge, len(self._x))
        widths = numbers(self._get("linewidth")) if self._get("linewidth") is not None else []
        return {
            "shape": mark(self._marker) or "o",
            "faces": faces,
            "edges": edges,
            "edgeIsFace": own_edge,
            "edgeWidth": widths[0] if widths else (1.5 if not is_full else 1.0),
        }

    def _spec(self) -> dict | None:
        return {
            **self._common("points"),
            "x": self._x,
            "y": self._y,
            "sizes": self._sizes,
            **self._looks(),
            "values": ScalarMappable.get_array(self).tolist() if self._mapped else None,
            "tint": self._tint() if self._mapped else None,
        }

    def _sample(self) -> dict | None:
        looks = self._looks()
        middle = ink(self.cmap.rgba(0.5)) if self._mapped else None
        face = middle or (looks["faces"] or [None])[0]
        edge = face if looks["edgeIsFace"] else (looks["edges"] or [None])[0]
        is_full = is_filled(self._marker)
        return {
            "stroke": None,
            "marks": {
                "shape": looks["shape"],
                "size": math.sqrt(self._sizes[0]) if self._sizes else rcParams["lines.markersize"],
                "face": face if is_full else None,
                "edge": edge,
                "edgeWidth": looks["edgeWidth"],
                "alpha": self._alpha(),
            },
            "fill": None,
            "edge": None,
            "alpha": self._alpha(),
        }


class PolyCollection(Collection):
    """Areas between two curves, with how they were made so that they can be listed."""

    def __init__(self, pieces: list[tuple[list[float], list[float]]], **kwargs: Any) -> None:
        self._pieces = pieces
        super().__init__(**kwargs)

    def _extent(self) -> tuple[list[float], list[float]]:
        return (
            [value for xs, _ in self._pieces for value in xs],
            [value for _, ys in self._pieces for value in ys],
        )

    def _size(self) -> int:
        return sum(len(xs) for xs, _ in self._pieces)

    def _paints(self) -> dict:
        return {
            "fill": (_inks(self._get("facecolor"), 1) or [None])[0],
            "edge": self._edge("none", 1.0),
            "alpha": self._alpha(),
        }

    def _spec(self) -> dict | None:
        xs: list[float] = []
        ys: list[float] = []
        for piece_x, piece_y in self._pieces:
            if xs:
                xs.append(math.nan)
                ys.append(math.nan)
            xs += piece_x
            ys += piece_y
        return {
            **self._common("area"),
            **self._paints(),
            "x": xs,
            "y": ys,
            "closed": True,
            "space": "data",
        }

    def _sample(self) -> dict | None:
        return {"stroke": None, "marks": None, **self._paints()}


class LineCollection(Collection):
    """Separate lines, each a list of points."""

    zorder = 2

    def __init__(self, segments: Any, colors: Any = None, **kwargs: Any) -> None:
        self._segments = [
            ([float(x) for x, _ in segment], [float(y) for _, y in segment]) for segment in segments
        ]
        super().__init__(**kwargs)
        if colors is not None:
            self._values["edgecolor"] = colors

    def set_color(self, value: Any) -> None:
        """The colour of the lines."""
        self._values["edgecolor"] = value

    def _extent(self) -> tuple[list[float], list[float]]:
        return (
            [value for xs, _ in self._segments for value in xs],
            [value for _, ys in self._segments for value in ys],
        )

    def _size(self) -> int:
        return sum(len(xs) for xs, _ in self._segments)

    def _paint(self) -> dict | None:
        return self._edge("C0", rcParams["lines.linewidth"])

    def _spec(self) -> dict | None:
        edge = self._get("edgecolor")
        paints = _inks("C0" if edge is None else edge, len(self._segments))
        if self._mapped:
            places = [self.norm.place(v) for v in ScalarMappable.get_array(self).tolist()]
            paints = [ink(self.cmap.rgba(float(at))) for at in places]
        return {
            **self._common("segments"),
            "lines": [[xs, ys] for xs, ys in self._segments],
            "stroke": self._paint(),
            "colors": paints,
        }

    def _sample(self) -> dict | None:
        return {
            "stroke": self._paint(),
            "marks": None,
            "fill": None,
            "edge": None,
            "alpha": self._alpha(),
        }


class QuadMesh(Collection):
    """Coloured cells between grid lines: `columns` and `rows` are the places of the lines."""

    zorder = 1

    def __init__(
        self, columns: list[float], rows: list[float], cells: list[list[float]], **kwargs: Any
    ) -> None:
        self._columns, self._rows, self._cells = columns, rows, cells
        super().__init__(**kwargs)

    def _extent(self) -> tuple[list[float], list[float]]:
        return self._columns, self._rows

    def _size(self) -> int:
        return sum(map(len, self._cells))

    def _spec(self) -> dict | None:
        return {
            **self._common("mesh"),
            "columns": self._columns,
            "rows": self._rows,
            "cells": self._cells,
            "tint": self._tint(),
            "edge": self._edge("none", 1.0),
        }
