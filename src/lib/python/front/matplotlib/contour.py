"""Level lines and bands between them: https://matplotlib.org/3.6.0/api/contour_api.html"""

import math
from typing import Any

from ._data import array, finite, lacks, matrix, numbers, plain, shape_of, spread, warn
from .artist import Artist, anything, ignored
from .cm import ScalarMappable, norm_of
from .colors import ink, to_rgba_list
from .lines import dashes
from .ticker import LogLocator, MaxNLocator


class QuadContourSet(Artist, ScalarMappable):
    """The contours of a grid of numbers."""

    _properties = {
        **Artist._properties,
        "linewidth": anything,
        "linestyle": anything,
        **ignored(
            "antialiased", "corner_mask", "algorithm", "nchunk", "hatches", "negative_linestyles"
        ),
    }
    _aliases = {"linewidths": "linewidth", "linestyles": "linestyle"}

    def __init__(
        self,
        *args: Any,
        filled: bool,
        levels: Any = None,
        colors: Any = None,
        cmap: Any = None,
        norm: Any = None,
        vmin: Any = None,
        vmax: Any = None,
        extend: str = "neither",
        origin: Any = None,
        extent: Any = None,
        locator: Any = None,
        **kwargs: Any,
    ) -> None:
        Artist.__init__(self)
        if cmap is not None and colors is not None:
            raise ValueError("Either colors or cmap must be None")
        ScalarMappable.__init__(self, norm_of(norm, vmin, vmax), cmap)
        if args and isinstance(args[0], QuadContourSet):
            raise lacks("A contour set as an argument")
        self.filled, self.extend = filled, extend
        self.zorder = 1 if filled else 2
        given = self._grid(args, origin, extent)
        levels = given if levels is None else levels
        values = finite(value for row in self._z for value in row)
        self.zmin, self.zmax = (min(values), max(values)) if values else (0.0, 0.0)
        self.levels = array(self._levels(levels, locator))
        self._colors(colors)
        self.set(**kwargs)
        self.axes_limits()

    def _grid(self, args: tuple, origin: Any, extent: Any) -> Any:
        """Takes the grid from the arguments and answers the levels among them."""
        name = "contourf" if self.filled else "contour"
        if len(args) in (1, 2):
            z, *rest = args
            x = y = None
        elif len(args) in (3, 4):
            x, y, z, *rest = args
        else:
            raise TypeError(
                f"{name}() takes from 1 to 4 positional arguments but {len(args)} were given"
            )
        self._z, shape = matrix(z)
        if len(shape) != 2:
            raise TypeError(f"Input z must be 2D, not {len(shape)}D")
        rows, columns = shape
        if rows < 2 or columns < 2:
            raise TypeError(
                f"Input z must be at least a (2, 2) shaped array, but has shape {shape}"
            )
        if x is None or y is None:
            self._x, self._y = _implicit(rows, columns, origin, extent)
        else:
            self._x, self._y = _coordinates(plain(x), plain(y), rows, columns)
        return rest[0] if rest else None

    def _levels(self, levels: Any, locator: Any) -> list[float]:
        is_log = self.norm.kind == "log" or isinstance(locator, LogLocator)
        if levels is None:
            levels = 7
        if isinstance(plain(levels), (int, float)):
            chosen = locator or (
                LogLocator() if is_log else MaxNLocator(int(levels) + 1, min_n_ticks=1)
            )
            ticks = chosen.tick_values(self.zmin, self.zmax)
            found = self._trimmed([float(tick) for tick in ticks])
        else:
            found = numbers(levels)
        inside = [level for level in found if self.zmin < level < self.zmax]
        if not self.filled and not inside:
            warn("No contour levels were found within the data range.")
        if self.filled and len(found) < 2:
            raise ValueError("Filled contours require at least 2 levels.")
        if any(b <= a for a, b in zip(found, found[1:])):
            raise ValueError("Contour levels must be increasing")
        return found

    def _trimmed(self, levels: list[float]) -> list[float]:
        below = [i for i, level in enumerate(levels) if level < self.zmin]
        above = [i for i, level in enumerate(levels) if level > self.zmax]
        first = (below[-1] if below else 0) + (self.extend in ("min", "both"))
        last = (above[0] + 1 if above else len(levels)) - (self.extend in ("max", "both"))
        return levels if last - first < 3 else levels[first:last]

    def _colors(self, colors: Any) -> None:
        levels = self.levels.tolist()
        ends = (self.extend in ("min", "both"), self.extend in ("max", "both"))
        self.norm.autoscale_None(levels)
        if not self.filled:
            self._layers = levels
        else:
            self._layers = [(a + b) / 2 for a, b in zip(levels, levels[1:])]
            if self.norm.kind == "log":
                self._layers = [math.sqrt(a * b) for a, b in zip(levels, levels[1:])]
            self._layers = [-1e250] * ends[0] + self._layers + [1e250] * ends[1]
        self._own = None if colors is None else to_rgba_list(colors)

    def _inks(self) -> list[str | None]:
        if self._own is not None:
            return [ink(self._own[i % len(self._own)]) for i in range(len(self._layers))]
        return [ink(self.cmap.rgba(float(self.norm.place(value)))) for value in self._layers]

    def axes_limits(self) -> None:
        """Margins don't go beyond the grid."""
        xs, ys = self._extent()
        self._sticky = {"x": [min(xs), max(xs)], "y": [min(ys), max(ys)]}

    def _extent(self) -> tuple[list[float], list[float]]:
        xs = self._x if not isinstance(self._x[0], list) else [v for row in self._x for v in row]
        ys = self._y if not isinstance(self._y[0], list) else [v for row in self._y for v in row]
        return [min(xs), max(xs)], [min(ys), max(ys)]

    def _size(self) -> int:
        return sum(map(len, self._z))

    def clabel(self, *_: Any, **__: Any) -> list:
        """Numbers on the lines."""
        self._values["numbered"] = True
        return []

    def legend_elements(self, *_: Any, **__: Any) -> tuple[list, list]:
        """Handles for a legend."""
        raise lacks("legend_elements() of contours")

    def _strokes(self) -> list[dict | None]:
        """A stroke for each line; of one colour, those of negative levels are dashed."""
        inks = self._inks()
        count = len(inks)
        widths = spread(self._get("linewidth"), count)
        styles = spread(self._get("linestyle"), count) if self._get("linestyle") else [None] * count
        is_mono = self._own is not None and len(self._own) == 1
        strokes: list[dict | None] = []
        for i, (paint, level) in enumerate(zip(inks, self._layers)):
            width = 1.5 if widths[i % len(widths)] is None else float(widths[i % len(widths)])
            style = styles[i % len(styles)] or ("--" if is_mono and level < 0 else "-")
            lengths = dashes(style, width)
            is_drawn = paint is not None and lengths is not None
            strokes.append({"color": paint, "width": width, "dash": lengths} if is_drawn else None)
        return strokes

    def _spec(self) -> dict | None:
        return {
            **self._common("contour"),
            "x": self._x,
            "y": self._y,
            "z": self._z,
            "levels": self.levels.tolist(),
            "extend": self.extend,
            "bands": self._inks() if self.filled else None,
            "strokes": None if self.filled else self._strokes(),
            "numbered": bool(self._values.get("numbered")),
        }


def _implicit(rows: int, columns: int, origin: Any, extent: Any) -> tuple[list, list]:
    if origin is None and extent is None:
        return [float(i) for i in range(columns)], [float(i) for i in range(rows)]
    if extent is None:
        x, y = [float(i) for i in range(columns)], [float(i) for i in range(rows)]
        return x, y[::-1] if origin in ("upper", "image") else y
    left, right, bottom, top = numbers(extent)
    if origin is None:
        x = [left + (right - left) * i / (columns - 1) for i in range(columns)]
        y = [bottom + (top - bottom) * i / (rows - 1) for i in range(rows)]
        return x, y
    x = [left + (right - left) * (i + 0.5) / columns for i in range(columns)]
    y = [bottom + (top - bottom) * (i + 0.5) / rows for i in range(rows)]
    return x, y[::-1] if origin in ("upper", "image") else y


def _coordinates(x: Any, y: Any, rows: int, columns: int) -> tuple[list, list]:
    x_shape, y_shape = shape_of(x), shape_of(y)
    if len(x_shape) != len(y_shape):
        raise TypeError(
            f"Number of dimensions of x ({len(x_shape)}) and y ({len(y_shape)}) do not match"
        )
    if len(x_shape) == 1:
        if x_shape[0] != columns:
            raise TypeError(
                f"Length of x ({x_shape[0]}) must match number of columns in z ({columns})"
            )
        if y_shape[0] != rows:
            raise TypeError(f"Length of y ({y_shape[0]}) must match number of rows in z ({rows})")
        return numbers(x), numbers(y)
    if len(x_shape) == 2:
        for name, shape in (("x", x_shape), ("y", y_shape)):
            if shape != (rows, columns):
                raise TypeError(f"Shapes of {name} {shape} and z {(rows, columns)} do not match")
        # A mesh of straight lines is said by its columns and rows.
        if all(row == x[0] for row in x) and all(len(set(row)) == 1 for row in y):
            return numbers(x[0]), numbers([row[0] for row in y])
        return [numbers(row) for row in x], [numbers(row) for row in y]
    raise TypeError(f"Inputs x and y must be 1D or 2D, not {len(x_shape)}D")
