"""Figures, as in https://matplotlib.org/3.6.0/api/figure_api.html"""

from typing import Any

from ._data import lacks, numbers, warn
from ._export import hand_over
from ._grid import AxesArray
from ._rc import rcParams
from .artist import AXES, FIGURE
from .axes import Axes, AxesSubplot
from .colorbar import Colorbar
from .colors import ink
from .gridspec import GridSpec, SubplotSpec
from .legend import Legend, entries_of
from .text import Text


class _Canvas:
    """What programs ask of a figure's window: nothing happens before it is shown."""

    def __init__(self, figure: "Figure") -> None:
        self.figure = figure

    def draw(self, *_: Any, **__: Any) -> None:
        """Drawing is done when the figure is shown."""

    draw_idle = flush_events = draw

    def set_window_title(self, title: str) -> None:
        """There is no window."""


class Figure:
    """A picture with axes in it."""

    def __init__(
        self,
        figsize: Any = None,
        dpi: float | None = None,
        *,
        facecolor: Any = None,
        edgecolor: Any = None,
        frameon: bool = True,
        tight_layout: Any = None,
        constrained_layout: Any = None,
        layout: Any = None,
        **_: Any,
    ) -> None:
        self._dpi = rcParams["figure.dpi"] if dpi is None else float(dpi)
        self._inches = (0.0, 0.0)
        self.set_size_inches(rcParams["figure.figsize"] if figsize is None else figsize)
        self._facecolor = facecolor
        self.number = 0
        self.transFigure = FIGURE
        self.canvas = _Canvas(self)
        self.clear()

    def clear(self, keep_observers: bool = False) -> None:
        """Empties it."""
        self.axes: list[Axes] = []
        self._current: Axes | None = None
        self._title = Text(0.5, 0.98, "")
        self._title.set_fontsize("large")
        self._labels = {name: Text(0, 0, "") for name in "xy"}
        self._legend: Legend | None = None
        self._artists: list[Any] = []

    clf = clear

    def __repr__(self) -> str:
        width, height = (side * self._dpi for side in self._inches)
        return f"<Figure size {width:g}x{height:g} with {len(self.axes)} Axes>"

    def set_size_inches(self, w: Any, h: float | None = None, forward: bool = True) -> None:
        """Width and height in inches."""
        size = numbers(w) if h is None else [float(w), float(h)]
        if len(size) != 2 or not all(0 < side < 1000 for side in size):
            raise ValueError(f"figure size must be positive finite not {tuple(size)}")
        self._inches = (size[0], size[1])

    def get_size_inches(self) -> Any:
        """Width and height in inches."""
        from ._data import array

        return array(list(self._inches))

    def set_figwidth(self, val: float) -> None:
        """Width in inches."""
        self.set_size_inches(val, self._inches[1])

    def set_figheight(self, val: float) -> None:
        """Height in inches."""
        self.set_size_inches(self._inches[0], val)

    def get_dpi(self) -> float:
        """Dots per inch."""
        return self._dpi

    def set_dpi(self, val: float) -> None:
        """Dots per inch; drawings are as sharp as the screen anyway."""
        self._dpi = float(val)

    dpi = property(get_dpi, set_dpi)

    def set_facecolor(self, color: Any) -> None:
        """The ground."""
        self._facecolor = color

    # Axes.

    def _adopt(self, axes: Axes) -> Axes:
        self.axes.append(axes)
        self._current = axes
        return axes

    def add_subplot(self, *args: Any, **kwargs: Any) -> Axes:
        """Axes in a grid: `add_subplot(2, 1, 1)`, `add_subplot(211)`, `add_subplot(grid[0])`."""
        if len(args) == 1 and isinstance(args[0], Axes):
            return self._adopt(args[0])
        place = self._cell(args or (1, 1, 1))
        return self._made(AxesSubplot, place, kwargs)

    def add_axes(self, rect: Any, **kwargs: Any) -> Axes:
        """Axes in a rectangle: left, bottom, width and height as shares of the figure."""
        box = numbers(rect)
        if len(box) != 4:
            raise ValueError("add_axes() takes a rectangle of four numbers")
        return self._made(Axes, box, kwargs)

    def _made(self, kind: type[Axes], place: Any, kwargs: dict) -> Axes:
        projection = kwargs.pop("projection", None)
        if projection not in (None, "rectilinear") or kwargs.pop("polar", False):
            raise lacks(f"projection={projection or 'polar'!r}")
        shared = {name: kwargs.pop(name, None) for name in ("sharex", "sharey")}
        axes = kind(self, place, **shared)
        if "facecolor" in kwargs:
            axes.set_facecolor(kwargs.pop("facecolor"))
        if not kwargs.pop("frameon", True):
            axes.set_frame_on(False)
        axes.set(**kwargs)
        return self._adopt(axes)

    def _cell(self, args: tuple) -> SubplotSpec:
        if len(args) == 1 and isinstance(args[0], SubplotSpec):
            return args[0]
        if len(args) == 1:
            digits = args[0]
            if not isinstance(digits, int) or not 100 <= digits <= 999:
                raise ValueError(
                    f"Single argument to subplot must be a three-digit integer, not {digits!r}"
                )
            args = tuple(map(int, str(digits)))
        if len(args) != 3:
            raise TypeError(
                f"subplot() takes 1 or 3 positional arguments but {len(args)} were given"
            )
        rows, columns, index = args
        grid = GridSpec(rows, columns)
        first, last = index if isinstance(index, tuple) else (index, index)
        for number in (first, last):
            if not 1 <= number <= rows * columns:
                raise ValueError(f"num must be 1 <= num <= {rows * columns}, not {index}")
        return grid[first - 1 : last]

    def subplots(
        self,
        nrows: int = 1,
        ncols: int = 1,
        *,
        sharex: Any = False,
        sharey: Any = False,
        squeeze: bool = True,
        width_ratios: Any = None,
        height_ratios: Any = None,
        subplot_kw: dict | None = None,
        gridspec_kw: dict | None = None,
    ) -> Any:
        """A grid of axes: an array of them, with `squeeze` without directions of length 1."""
        ratios = {"width_ratios": width_ratios, "height_ratios": height_ratios}
        given = {key: value for key, value in ratios.items() if value is not None}
        grid = GridSpec(nrows, ncols, **{**(gridspec_kw or {}), **given})
        words = {True: "all", False: "none"}
        share = {"x": words.get(sharex, sharex), "y": words.get(sharey, sharey)}
        for name, value in share.items():
            if value not in ("all", "row", "col", "none"):
                raise ValueError(
                    f"{value!r} is not a valid value for share{name}; supported values are 'all', "
                    "'row', 'col', 'none'"
                )
        made: list[list[Axes]] = []
        for row in range(nrows):
            made.append([])
            for column in range(ncols):
                partners = {
                    "none": None,
                    "all": made[0][0] if made[0] else None,
                    "row": made[row][0] if made[row] else None,
                    "col": made[0][column] if row > 0 else None,
                }
                shared = {f"share{name}": partners[word] for name, word in share.items()}
                axes = self.add_subplot(grid[row, column], **shared, **(subplot_kw or {}))
                made[row].append(axes)
                axes.xaxis.texts_shown = share["x"] not in ("all", "col") or row == nrows - 1
                axes.yaxis.texts_shown = share["y"] not in ("all", "row") or column == 0
        if squeeze and nrows == ncols == 1:
            return made[0][0]
        array = AxesArray([axes for row in made for axes in row], (nrows, ncols))
        return array.ravel() if squeeze and 1 in (nrows, ncols) else array

    def add_gridspec(self, nrows: int = 1, ncols: int = 1, **kwargs: Any) -> GridSpec:
        """A grid whose cells are places of axes."""
        return GridSpec(nrows, ncols, self, **kwargs)

    def gca(self) -> Axes:
        """The current axes, made if there are none."""
        return self._current if self._current is not None else self.add_subplot()

    def sca(self, a: Axes) -> Axes:
        """Makes axes the current ones."""
        self._current = a
        return a

    def get_axes(self) -> list[Axes]:
        """All axes."""
        return list(self.axes)

    def delaxes(self, ax: Axes) -> None:
        """Takes axes out."""
        self.axes.remove(ax)
        for axis in (ax.xaxis, ax.yaxis):
            if ax in axis.view.members and len(axis.view.members) > 1:
                axis.view.members.remove(ax)
        if self._current is ax:
            self._current = self.axes[-1] if self.axes else None

    def _gci(self) -> Any:
        for axes in [*([self._current] if self._current else []), *reversed(self.axes)]:
            if axes._mappable is not None:
                return axes._mappable
        return None

    # What stands around the axes.

    def colorbar(self, mappable: Any, cax: Any = None, ax: Any = None, **kwargs: Any) -> Colorbar:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.figure.Figure.colorbar.html"""
        if cax is not None:
            raise lacks("colorbar(cax=…)")
        if ax is None:
            owner = getattr(mappable, "axes", None)
            ax = owner if owner is not None else self.gca()
        many = plain_axes(ax)
        bar = Colorbar(mappable, **kwargs)
        many[-1]._colorbars.append(bar)
        return bar

    def suptitle(self, t: str, **kwargs: Any) -> Text:
        """A title over all axes."""
        known = {key: value for key, value in kwargs.items() if key not in ("x", "y")}
        self._title.set(text=t, **known)
        return self._title

    def supxlabel(self, t: str, **kwargs: Any) -> Text:
        """A label below all axes."""
        self._labels["x"].set(text=t, **kwargs)
        return self._labels["x"]

    def supylabel(self, t: str, **kwargs: Any) -> Text:
        """A label left of all axes."""
        self._labels["y"].set(text=t, **kwargs)
        return self._labels["y"]

    def text(self, x: float, y: float, s: Any, fontdict: Any = None, **kwargs: Any) -> Text:
        """A text at a place that is said in shares of the figure."""
        made = Text(x, y, s, **{"transform": FIGURE, **(fontdict or {}), **kwargs})
        if made.get_transform() is AXES:
            raise lacks("figure.text() in coordinates of axes")
        made.figure = self
        self._artists.append(made)
        return made

    def legend(self, *args: Any, **kwargs: Any) -> Legend:
        """A legend of the whole figure."""
        handles, labels = entries_of(self.axes, args, kwargs)
        kwargs.setdefault("loc", "upper right")
        self._legend = Legend(self, handles, labels, **kwargs)
        return self._legend

    def tight_layout(self, *_: Any, **__: Any) -> None:
        """Axes always get the room that their labels leave."""

    subplots_adjust = autofmt_xdate = align_labels = align_xlabels = align_ylabels = tight_layout
    set_tight_layout = set_constrained_layout = set_layout_engine = tight_layout

    def savefig(self, fname: Any, **_: Any) -> None:
        """Files can't be written here: warns, and the figure is shown all the same."""
        warn(
            f"savefig({str(fname)!r}): Backflow writes no files. "
            "Use the buttons below the figure to download it."
        )

    def show(self, warn: bool = True) -> None:
        """Shows this figure."""
        hand_over(self)

    def _spec(self) -> dict:
        axes = [ax for ax in self.axes if ax._visible]
        return {
            "number": self.number,
            "inches": list(self._inches),
            "title": self._title._words(),
            "xLabel": self._labels["x"]._words(),
            "yLabel": self._labels["y"]._words(),
            "ground": None if self._facecolor is None else ink(self._facecolor),
            "axes": [ax._spec(axes) for ax in axes],
            "texts": [spec for spec in (text._spec() for text in self._artists) if spec],
            "legend": self._legend._spec() if self._legend is not None else None,
            "notes": [note for ax in axes for image in ax.images for note in image._notes()],
        }


def plain_axes(ax: Any) -> list[Axes]:
    """Axes alone, in a list or in an array, as a list."""
    if isinstance(ax, Axes):
        return [ax]
    nested = ax.tolist() if callable(getattr(ax, "tolist", None)) else list(ax)
    found: list[Axes] = []
    for item in nested:
        found += plain_axes(item)
    return found
