"""Methods of axes that draw points one by one."""

import math
import sys
from typing import Any

from ._base import AxesBase
from ._data import leaves, number, plain, shape_of
from .cm import norm_of
from .collections import PathCollection
from .colors import is_color_like, to_rgba_list

_LOOKS_LIKE_RGB = (
    "*c* argument looks like a single numeric RGB or RGBA sequence, which should be avoided as "
    "value-mapping will have precedence in case its length matches with *x* & *y*.  Please use the "
    "*color* keyword-argument or provide a 2D array with a single row if you intend to specify the "
    "same RGB or RGBA value for all points."
)


class ScatterMixin(AxesBase):
    """scatter."""

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
            raise ValueError(
                "s must be a scalar, or float array-like with the same size as x and y"
            )
        faces, values, edgecolors = self._scatter_colors(c, edgecolors, kwargs, len(xs))
        made = PathCollection(
            xs,
            ys,
            sizes,
            "o" if marker is None else marker,
            norm=norm_of(norm, vmin, vmax),
            cmap=cmap,
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
                raise ValueError(
                    "Supply a 'c' argument or a 'color' kwarg but not both; they differ but their "
                    "functionalities overlap."
                )
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
                "'c' argument must be a color, a sequence of colors, or a sequence of numbers, "
                f"not {c}"
            ) from error
        if len(colors) not in (0, 1, count):
            raise _wrong_size(len(colors), count)
        return nested if colors else "none", None, edges


def is_words(value: Any) -> bool:
    """Whether it is a sequence of colour names or tuples."""
    return (
        isinstance(value, (list, tuple))
        and len(value) > 0
        and (isinstance(value[0], str) or (isinstance(value[0], tuple) and is_color_like(value[0])))
    )


def _wrong_size(size: int, count: int) -> ValueError:
    return ValueError(
        f"'c' argument has {size} elements, which is inconsistent with 'x' and 'y' with size "
        f"{count}."
    )
