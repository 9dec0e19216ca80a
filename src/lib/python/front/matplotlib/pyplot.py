"""The drawing of the current figure, as in https://matplotlib.org/3.6.0/api/pyplot_summary.html"""

import functools
from collections.abc import Callable
from typing import Any

from . import cm, colors, rc, rc_context, rcdefaults, rcParams, rcParamsDefault, style  # noqa: F401
from ._export import hand_over, start_over
from ._missing import PYPLOT_FUNCTIONS, attribute_error
from ._rc import cycler  # noqa: F401
from .artist import Artist, getp, setp  # noqa: F401
from .axes import Axes
from .cm import colormaps, get_cmap  # noqa: F401
from .colorbar import Colorbar
from .colors import Normalize  # noqa: F401
from .figure import Figure
from .gridspec import GridSpec  # noqa: F401
from .lines import Line2D  # noqa: F401
from .patches import Circle, Polygon, Rectangle  # noqa: F401
from .text import Annotation, Text  # noqa: F401
from .ticker import *  # noqa: F401, F403

_figures: dict[int, Figure] = {}
_names: dict[str, int] = {}
_active: list[int] = []


def figure(
    num: Any = None, figsize: Any = None, dpi: Any = None, *, clear: bool = False, **kwargs: Any
) -> Figure:
    """A new figure, or with `num` the one of that number or name, which becomes the current one."""
    if isinstance(num, Figure):
        num = num.number
    if isinstance(num, str):
        name, num = num, _names.get(num)
        if num is None:
            num = _names[name] = max(_figures, default=0) + 1
    if num is None:
        num = max(_figures, default=0) + 1
    num = int(num)
    if num not in _figures:
        _figures[num] = Figure(figsize, dpi, **kwargs)
        _figures[num].number = num
    elif clear:
        _figures[num].clear()
    _activate(num)
    return _figures[num]


def _activate(num: int) -> None:
    if num in _active:
        _active.remove(num)
    _active.append(num)


def gcf() -> Figure:
    """The current figure, made if there is none."""
    return _figures[_active[-1]] if _active else figure()


def gca() -> Axes:
    """The current axes, made if there are none."""
    return gcf().gca()


def sca(ax: Axes) -> None:
    """Makes axes, and their figure, the current ones."""
    if ax.figure.number in _figures:
        _activate(ax.figure.number)
    ax.figure.sca(ax)


def gci() -> Any:
    """What was coloured by a map last."""
    return gcf()._gci()


def sci(im: Any) -> None:
    """Makes a mappable the one that `colorbar()` and `clim()` mean."""
    gca()._mappable = im


def get_fignums() -> list[int]:
    """Numbers of the open figures."""
    return sorted(_figures)


def fignum_exists(num: Any) -> bool:
    """Whether there is such a figure."""
    return num in _figures or _names.get(num) in _figures


def close(fig: Any = None) -> None:
    """Closes the current figure, one by number, name or itself, or 'all'."""
    if fig is None:
        chosen = _active[-1:]
    elif fig == "all":
        chosen = list(_figures)
    elif isinstance(fig, Figure):
        chosen = [num for num, own in _figures.items() if own is fig]
    elif isinstance(fig, (int, str)):
        chosen = [_names.get(fig, -1) if isinstance(fig, str) else fig]
    else:
        raise TypeError(
            "close() argument must be a Figure, an int, a string, or None, not " f"{type(fig)}"
        )
    for num in chosen:
        if num in _figures:
            del _figures[num]
            _active.remove(num)
            for name in [name for name, number in _names.items() if number == num]:
                del _names[name]


def clf() -> None:
    """Empties the current figure."""
    gcf().clear()


def cla() -> None:
    """Empties the current axes."""
    gca().cla()


def show(*_: Any, block: Any = None) -> None:
    """Shows all open figures, and closes them."""
    for num in sorted(_figures):
        shown = _figures[num]
        close(num)
        hand_over(shown)


def _flush() -> None:
    """Shows what is still open at the end of a run."""
    try:
        show()
    finally:
        close("all")
        start_over()


def subplots(nrows: int = 1, ncols: int = 1, **kwargs: Any) -> tuple[Figure, Any]:
    """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.pyplot.subplots.html"""
    own = "sharex sharey squeeze width_ratios height_ratios subplot_kw gridspec_kw".split()
    of_grid = {key: kwargs.pop(key) for key in own if key in kwargs}
    made = figure(**kwargs)
    return made, made.subplots(nrows, ncols, **of_grid)


def subplot(*args: Any, **kwargs: Any) -> Axes:
    """Axes in a grid of the current figure: those that are there already, or new ones."""
    fig = gcf()
    place = fig._cell(args or (1, 1, 1))
    for existing in fig.axes:
        if existing.get_subplotspec() == place and existing._twin is None and not kwargs:
            fig.sca(existing)
            return existing
    return fig.add_subplot(place, **kwargs)


def subplot2grid(
    shape: tuple[int, int], loc: tuple[int, int], rowspan: int = 1, colspan: int = 1, **kw: Any
) -> Axes:
    """Axes in a grid by first cell and size."""
    (row, column), grid = loc, GridSpec(*shape)
    return gcf().add_subplot(grid[row : row + rowspan, column : column + colspan], **kw)


def axes(arg: Any = None, **kwargs: Any) -> Axes:
    """New axes: in the whole figure, or in a rectangle."""
    return gcf().add_subplot(**kwargs) if arg is None else gcf().add_axes(arg, **kwargs)


def delaxes(ax: Axes | None = None) -> None:
    """Takes axes out of their figure."""
    ax = gca() if ax is None else ax
    ax.remove()


def twinx(ax: Axes | None = None) -> Axes:
    """Axes with the same x and a y axis at the right."""
    return (gca() if ax is None else ax).twinx()


def twiny(ax: Axes | None = None) -> Axes:
    """Axes with the same y and an x axis at the top."""
    return (gca() if ax is None else ax).twiny()


def colorbar(mappable: Any = None, cax: Any = None, ax: Any = None, **kwargs: Any) -> Colorbar:
    """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.pyplot.colorbar.html"""
    mappable = gci() if mappable is None else mappable
    if mappable is None:
        raise RuntimeError(
            "No mappable was found to use for colorbar creation. First define a mappable such as "
            "an image (with imshow) or a contour set (with contourf)."
        )
    return gcf().colorbar(mappable, cax=cax, ax=ax, **kwargs)


def clim(vmin: Any = None, vmax: Any = None) -> None:
    """The ends of the current colours."""
    mappable = gci()
    if mappable is None:
        raise RuntimeError("You must first define an image, e.g., with imshow")
    mappable.set_clim(vmin, vmax)


def set_cmap(cmap: Any) -> None:
    """Another map, for what is coloured now and for what follows."""
    rcParams["image.cmap"] = get_cmap(cmap).name
    if gci() is not None:
        gci().set_cmap(cmap)


def xlim(*args: Any, **kwargs: Any) -> tuple[float, float]:
    """Answers or sets the left and right end."""
    return gca().set_xlim(*args, **kwargs) if args or kwargs else gca().get_xlim()


def ylim(*args: Any, **kwargs: Any) -> tuple[float, float]:
    """Answers or sets the lower and upper end."""
    return gca().set_ylim(*args, **kwargs) if args or kwargs else gca().get_ylim()


def xlabel(xlabel: Any, fontdict: Any = None, **kwargs: Any) -> Text:
    """The label below the current axes."""
    return gca().set_xlabel(xlabel, fontdict, **kwargs)


def ylabel(ylabel: Any, fontdict: Any = None, **kwargs: Any) -> Text:
    """The label left of the current axes."""
    return gca().set_ylabel(ylabel, fontdict, **kwargs)


def title(label: Any, fontdict: Any = None, loc: str | None = None, **kwargs: Any) -> Text:
    """The title of the current axes."""
    return gca().set_title(label, fontdict, loc, **kwargs)


def xscale(value: str, **kwargs: Any) -> None:
    """'linear' or 'log'."""
    gca().set_xscale(value, **kwargs)


def yscale(value: str, **kwargs: Any) -> None:
    """'linear' or 'log'."""
    gca().set_yscale(value, **kwargs)


def _ticks(name: str, ticks: Any, labels: Any, kwargs: dict) -> tuple[Any, list[Text]]:
    axis = gca()._axis(name)
    if ticks is None and labels is not None:
        raise TypeError(f"{name}ticks(): Parameter 'labels' can't be set without setting 'ticks'")
    if ticks is not None:
        axis.set_ticks(ticks)
        if labels is not None:
            axis.set_ticklabels(labels)
    axis.set_tick_params(**kwargs)
    return axis.get_majorticklocs(), axis.get_ticklabels()


def xticks(ticks: Any = None, labels: Any = None, **kwargs: Any) -> tuple[Any, list[Text]]:
    """Answers or sets the ticks of the x axis; further arguments are their looks."""
    return _ticks("x", ticks, labels, kwargs)


def yticks(ticks: Any = None, labels: Any = None, **kwargs: Any) -> tuple[Any, list[Text]]:
    """Answers or sets the ticks of the y axis; further arguments are their looks."""
    return _ticks("y", ticks, labels, kwargs)


def savefig(*args: Any, **kwargs: Any) -> None:
    """Files can't be written here: warns, and goes on."""
    gcf().savefig(*args, **kwargs)


def box(on: bool | None = None) -> None:
    """Switches the frame on or off; without an argument over."""
    axes = gca()
    axes.set_frame_on(not axes._frame if on is None else on)


def tick_params(axis: str = "both", **kwargs: Any) -> None:
    """Looks of ticks."""
    gca().tick_params(axis, **kwargs)


def _nothing(*_: Any, **__: Any) -> None:
    """Taken, and changes nothing: figures appear when they are shown."""


draw = pause = ion = ioff = subplots_adjust = tight_layout = plotting = _nothing


def isinteractive() -> bool:
    """Figures appear when they are shown."""
    return False


def get_backend() -> str:
    """Where figures are drawn."""
    return "backflow"


def _of_axes(name: str, method: str) -> Callable[..., Any]:
    @functools.wraps(getattr(Axes, method))
    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(gca(), method)(*args, **kwargs)

    call.__name__ = call.__qualname__ = name
    return call


def _of_figure(name: str, method: str) -> Callable[..., Any]:
    @functools.wraps(getattr(Figure, method))
    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(gcf(), method)(*args, **kwargs)

    call.__name__ = call.__qualname__ = name
    return call


for _name in (
    "plot step semilogx semilogy loglog scatter fill_between fill_betweenx errorbar stem axhline "
    "axvline axline hlines vlines bar barh bar_label hist fill axhspan axvspan imshow matshow "
    "contour contourf clabel pcolormesh pcolor hist2d quiver text annotate arrow legend grid axis "
    "margins autoscale minorticks_on minorticks_off ticklabel_format locator_params"
).split():
    globals()[_name] = _of_axes(_name, _name)
for _name, _method in {"suptitle": "suptitle", "figtext": "text", "figlegend": "legend"}.items():
    globals()[_name] = _of_figure(_name, _method)


def __getattr__(name: str) -> Any:
    raise attribute_error(f"module {__name__!r}", name, PYPLOT_FUNCTIONS)


_PRIVATE = {"Any", "Callable", "attribute_error", "functools", "hand_over", "start_over"}
__all__ = [_name for _name in dir() if not _name.startswith("_") and _name not in _PRIVATE]
