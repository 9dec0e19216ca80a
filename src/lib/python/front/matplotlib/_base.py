"""What all axes have: scales, labels, ticks, a frame, a legend."""

import math
from typing import Any

from ._contents import Contents
from ._data import check_in, lacks
from ._rc import rcParams
from ._spines import Spine, Spines
from .artist import AXES, DATA, Artist
from .axis import Axis
from .colors import ink
from .container import BarContainer
from .legend import Legend, entries_of, labelled
from .text import Text
from .ticker import MaxNLocator
from .view import View


class AxesBase(Contents):
    """Scales, labels, ticks, legend, frame."""

    def __init__(self, figure: Any, place: Any, sharex: Any = None, sharey: Any = None) -> None:
        self.figure, self._place = figure, place
        self.transAxes, self.transData = AXES, DATA
        self._margins = {"x": rcParams["axes.xmargin"], "y": rcParams["axes.ymargin"]}
        self.use_sticky_edges = True
        self._artists: list[Artist] = []
        self._data_limits: dict[str, list[float]] = {}
        self._twin: tuple[Any, str] | None = None
        self.xaxis = Axis(self, "x", sharex.xaxis.view if sharex is not None else View("x"))
        self.yaxis = Axis(self, "y", sharey.yaxis.view if sharey is not None else View("y"))
        self._clear()

    def _clear(self) -> None:
        self._artists.clear()
        self.containers: list[Any] = []
        self._data_limits = {name: [math.inf, -math.inf, math.inf] for name in "xy"}
        self._titles = {where: Text(0.5, 1.0, "") for where in ("left", "center", "right")}
        for title in self._titles.values():
            title.set_fontsize(rcParams["axes.titlesize"])
        self._legend: Legend | None = None
        self._colorbars: list[Any] = []
        self._aspect: tuple[float, str] | None = None
        self._frame, self._axis_on, self._visible = True, True, True
        self._facecolor: Any = None
        self._line_cycle, self._fill_cycle = 0, 0
        self._cycle: list[Any] | None = None
        self._mappable: Any = None
        self.spines = Spines({side: Spine() for side in ("left", "right", "bottom", "top")})
        if rcParams["axes.grid"]:
            self.grid(True)

    def cla(self) -> None:
        """Empties it: https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.cla.html"""
        for name in ("x", "y"):
            old = self._axis(name)
            view = old.view
            if len(view.members) == 1:
                view.__init__(name)
            else:
                view.members.remove(self)
            fresh = Axis(self, name, view)
            fresh.side, fresh.texts_shown = old.side, old.texts_shown
            setattr(self, name + "axis", fresh)
        self._clear()

    clear = cla

    def _inches(self) -> tuple[float, float]:
        width, height = self.figure._inches
        if isinstance(self._place, list):
            return width * self._place[2], height * self._place[3]
        (w, h), grid = self._place.share(), self._place.grid
        gaps = (1 + 0.2 * (grid.ncols - 1) / grid.ncols, 1 + 0.2 * (grid.nrows - 1) / grid.nrows)
        return width * 0.775 * w / gaps[0], height * 0.77 * h / gaps[1]

    def legend(self, *args: Any, **kwargs: Any) -> Legend:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.legend.html"""
        handles, labels = entries_of([self], args, kwargs)
        self._legend = Legend(self, handles, labels, **kwargs)
        return self._legend

    def get_legend(self) -> Legend | None:
        """The legend."""
        return self._legend

    def get_legend_handles_labels(self) -> tuple[list[Any], list[str]]:
        """What the legend would show."""
        return labelled([self])

    def set_title(
        self,
        label: str,
        fontdict: Any = None,
        loc: str | None = None,
        pad: Any = None,
        y: Any = None,
        **kwargs: Any,
    ) -> Text:
        """The title: above the middle, or with `loc` left or right."""
        loc = "center" if loc is None else loc.lower()
        check_in("loc", loc, ["left", "center", "right"])
        self._titles[loc].set(text=label, **(fontdict or {}), **kwargs)
        return self._titles[loc]

    def get_title(self, loc: str = "center") -> str:
        """The title's words."""
        return self._titles[loc].get_text()

    @property
    def title(self) -> Text:
        """The title above the middle."""
        return self._titles["center"]

    def set_facecolor(self, color: Any) -> None:
        """The ground of the drawing."""
        self._facecolor = color

    set_fc = set_facecolor

    def set_frame_on(self, b: bool) -> None:
        """Whether there is a frame."""
        self._frame = bool(b)

    def set_axis_off(self) -> None:
        """Without frame, ticks and labels."""
        self._axis_on = False

    def set_axis_on(self) -> None:
        """With them."""
        self._axis_on = True

    def set_visible(self, b: bool) -> None:
        """Whether it is drawn."""
        self._visible = bool(b)

    def set_axisbelow(self, b: Any) -> None:
        """Grid lines are below anyway."""

    def remove(self) -> None:
        """Takes it out of its figure."""
        self.figure.delaxes(self)

    def get_figure(self) -> Any:
        """The figure it is in."""
        return self.figure

    def get_subplotspec(self) -> Any:
        """Its place in a grid."""
        return None if isinstance(self._place, list) else self._place

    def set_aspect(
        self, aspect: Any, adjustable: str | None = None, anchor: Any = None, share: bool = False
    ) -> None:
        """How long a unit of y is, against one of x: 'auto', 'equal' or a number."""
        if adjustable is not None:
            check_in("adjustable", adjustable, ["box", "datalim"])
        if isinstance(aspect, str) and aspect == "auto":
            self._aspect = None
            return
        ratio = 1.0 if isinstance(aspect, str) and aspect == "equal" else float(aspect)
        if not 0 < ratio < math.inf:
            raise ValueError("aspect must be finite and positive ")
        kept = self._aspect[1] if self._aspect else "box"
        self._aspect = (ratio, adjustable or kept)

    def get_aspect(self) -> Any:
        """'auto' or a number."""
        return "auto" if self._aspect is None else self._aspect[0]

    def set_box_aspect(self, aspect: float | None = None) -> None:
        """The shape of the box itself."""
        raise lacks("set_box_aspect()")

    def set(self, **kwargs: Any) -> list[Any]:
        """Sets several things: `ax.set(xlabel="x", title="t")`; answers what the setters answer."""
        answers = []
        for key, value in kwargs.items():
            setter = getattr(type(self), "set_" + key, None)
            if setter is None:
                raise AttributeError(
                    f"{type(self).__name__}.set() got an unexpected keyword argument {key!r}"
                )
            if isinstance(value, (tuple, list)) and key in ("xlim", "ylim", "xbound", "ybound"):
                answers.append(setter(self, *value))
            else:
                answers.append(setter(self, value))
        return answers

    def grid(
        self, visible: Any = None, which: str = "major", axis: str = "both", **kwargs: Any
    ) -> None:
        """Grid lines at the ticks."""
        check_in("axis", axis, ["x", "y", "both"])
        check_in("which", which, ["major", "minor", "both"])
        for name in "xy":
            if axis in ("both", name):
                self._axis(name).grid(visible, which, **kwargs)

    def tick_params(self, axis: str = "both", **kwargs: Any) -> None:
        """Looks of ticks.

        https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.tick_params.html
        """
        check_in("axis", axis, ["x", "y", "both"])
        if kwargs.pop("which", "major") == "minor":
            return
        for name in "xy":
            if axis in ("both", name):
                self._axis(name).set_tick_params(**kwargs)

    def minorticks_on(self) -> None:
        """Minor ticks are drawn on logarithmic axes only."""

    minorticks_off = minorticks_on

    def ticklabel_format(self, **_: Any) -> None:
        """Ticks are written as they need."""

    def locator_params(self, axis: str = "both", tight: Any = None, **kwargs: Any) -> None:
        """Settings of the locators: `nbins`, `integer`."""
        for name in "xy":
            if axis in ("both", name):
                view = self._axis(name).view
                view.locator = MaxNLocator(
                    **{"nbins": "auto", "steps": [1, 2, 2.5, 5, 10], **kwargs}
                )

    def label_outer(self) -> None:
        """Keeps texts of ticks and labels at the outer sides of the grid only."""
        place = self.get_subplotspec()
        if place is None:
            return
        if place.rows[1] != place.grid.nrows:
            self.xaxis.texts_shown = False
            self.xaxis.set_label_text("")
        if place.columns[0] != 0:
            self.yaxis.texts_shown = False
            self.yaxis.set_label_text("")

    def _drawn(self) -> list[dict]:
        """What is visible, from back to front; the bars of one call are one thing."""
        groups = {
            id(bar): container
            for container in self.containers
            if isinstance(container, BarContainer)
            for bar in container.patches
        }
        made, done = [], set()
        shown = sorted((a for a in self._artists if a.get_visible()), key=lambda a: a.get_zorder())
        for artist in shown:
            group = groups.get(id(artist))
            if group is None:
                spec = artist._spec()
            elif id(group) in done:
                continue
            else:
                done.add(id(group))
                own = {id(bar) for bar in group.patches}
                spec = group._spec([other for other in shown if id(other) in own])
            if spec is not None:
                made.append(spec)
        return made

    def _spec(self, all_axes: list[Any]) -> dict:
        self.xaxis.view.limits()
        self.yaxis.view.limits()
        artists = self._drawn()
        place = self._place
        if isinstance(place, list):
            where: dict = {"kind": "box", "box": place}
        else:
            grid = place.grid
            where = {
                **{"kind": "grid", "widths": grid.widths, "heights": grid.heights},
                **{"rows": list(place.rows), "columns": list(place.columns)},
            }
        legend = self._legend._spec() if self._legend is not None else None
        return {
            "place": where,
            "twin": None
            if self._twin is None
            else {"of": all_axes.index(self._twin[0]), "shares": self._twin[1]},
            "titles": {where: text._words() for where, text in self._titles.items()},
            "x": self.xaxis._spec(),
            "y": self.yaxis._spec(),
            "on": self._axis_on,
            "sides": [side for side, spine in self.spines.items() if spine.visible and self._frame],
            "ground": None if self._facecolor is None else ink(self._facecolor),
            "aspect": None
            if self._aspect is None
            else {
                "ratio": self._aspect[0],
                "adjusts": "box" if self._aspect[1] == "box" else "limits",
            },
            "artists": artists,
            "legend": legend,
            "colorbars": [bar._spec() for bar in self._colorbars],
        }
