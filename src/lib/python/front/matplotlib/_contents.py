"""What is in axes, and the limits that it needs."""

import math
from typing import Any

from ._rc import _cycle, cycler, rcParams
from .artist import Artist
from .axis import Axis
from .collections import Collection
from .image import AxesImage
from .lines import Line2D
from .patches import Patch
from .text import Text


class Contents:
    """The artists of axes, the colours that come next, the limits of the data."""

    figure: Any
    containers: list[Any]
    xaxis: Axis
    yaxis: Axis
    _artists: list[Artist]
    _cycle: list[Any] | None
    _data_limits: dict[str, list[float]]
    _margins: dict[str, float]
    _line_cycle: int
    _fill_cycle: int

    def _axis(self, name: str) -> Axis:
        return self.xaxis if name == "x" else self.yaxis

    def _next_color(self, of: str = "line") -> Any:
        cycle = self._cycle or rcParams["axes.prop_cycle"]
        name = f"_{of}_cycle"
        count = getattr(self, name)
        setattr(self, name, count + 1)
        return cycle[count % len(cycle)]

    def set_prop_cycle(self, *args: Any, **kwargs: Any) -> None:
        """Other colours for what follows."""
        self._line_cycle = self._fill_cycle = 0
        if args and args[0] is None:
            self._cycle = None
        else:
            self._cycle = _cycle(cycler(*args, **kwargs) if len(args) != 1 or kwargs else args[0])

    def _include(self, xs: list[float], ys: list[float], x: bool = True, y: bool = True) -> None:
        for name, values, is_scaled in (("x", xs, x), ("y", ys, y)):
            limits = self._data_limits[name]
            for value in values:
                if math.isfinite(value):
                    limits[0] = min(limits[0], value)
                    limits[1] = max(limits[1], value)
                    if value > 0:
                        limits[2] = min(limits[2], value)
            if is_scaled:
                self._axis(name).view.stale = True

    def _add(self, artist: Any, x: bool = True, y: bool = True) -> Any:
        artist.axes, artist.figure = self, self.figure
        self._include(*artist._extent(), x, y)
        self._artists.append(artist)
        return artist

    def add_line(self, line: Any) -> Any:
        """Adds a line made elsewhere."""
        return self._add(line)

    add_patch = add_collection = add_artist = add_image = add_line

    def add_container(self, container: Any) -> Any:
        """Notes what belongs together."""
        container.axes = self
        self.containers.append(container)
        return container

    def _contained(self) -> list[Any]:
        return [artist for container in self.containers for artist in container.get_children()]

    @property
    def lines(self) -> list[Line2D]:
        """Its lines."""
        return [artist for artist in self._artists if isinstance(artist, Line2D)]

    @property
    def patches(self) -> list[Any]:
        """Its areas."""
        return [artist for artist in self._artists if isinstance(artist, Patch)]

    @property
    def collections(self) -> list[Any]:
        """Its collections."""
        return [artist for artist in self._artists if isinstance(artist, Collection)]

    @property
    def images(self) -> list[Any]:
        """Its pictures."""
        return [artist for artist in self._artists if isinstance(artist, AxesImage)]

    @property
    def texts(self) -> list[Text]:
        """Its texts."""
        return [artist for artist in self._artists if isinstance(artist, Text)]

    def get_lines(self) -> list[Line2D]:
        """Its lines."""
        return self.lines

    def get_children(self) -> list[Artist]:
        """All that is in it."""
        return list(self._artists)

    def has_data(self) -> bool:
        """Whether anything but texts is in it."""
        return any(not isinstance(artist, Text) for artist in self._artists)

    def relim(self, visible_only: bool = False) -> None:
        """Looks at the data anew: after `set_data`, before `autoscale_view`."""
        self._data_limits = {name: [math.inf, -math.inf, math.inf] for name in "xy"}
        for artist in self._artists:
            if not visible_only or artist.get_visible():
                self._include(*artist._extent(), False, False)

    def autoscale_view(self, tight: Any = None, scalex: bool = True, scaley: bool = True) -> None:
        """Fits the limits to the data."""
        for axis, on in ((self.xaxis, scalex), (self.yaxis, scaley)):
            axis.view.stale = axis.view.stale or on

    def autoscale(self, enable: bool | None = True, axis: str = "both", tight: Any = None) -> None:
        """Lets limits follow the data, or keeps them."""
        for name in "xy":
            if axis in ("both", name):
                view = self._axis(name).view
                view.auto = view.auto if enable is None else bool(enable)
                view.stale = view.auto
                if tight:
                    self._margins[name] = 0.0

    def margins(self, *args: Any, x: Any = None, y: Any = None, tight: Any = True) -> Any:
        """Sets or answers the air around the data, as shares of it."""
        if args:
            x, y = (args[0], args[0]) if len(args) == 1 else args
        if x is None and y is None:
            return self._margins["x"], self._margins["y"]
        for name, value in (("x", x), ("y", y)):
            if value is not None:
                if value <= -0.5:
                    raise ValueError("margin must be greater than -0.5")
                self._margins[name] = float(value)
                self._axis(name).view.stale = True

    def set_xmargin(self, m: float) -> None:
        """The air left and right."""
        self.margins(x=m)

    def set_ymargin(self, m: float) -> None:
        """The air below and above."""
        self.margins(y=m)
