"""One axis, as in https://matplotlib.org/3.6.0/api/axis_api.html"""

from typing import Any

from ._data import array, check_in, lacks, leaves, number, plain
from ._rc import points, rcParams
from .colors import ink
from .lines import dashes
from .text import Text
from .ticker import AutoLocator, FixedFormatter, FixedLocator, Formatter, FuncFormatter, Locator
from .ticker import LogLocator, MaxNLocator, ScalarFormatter, StrMethodFormatter, plain_texts
from .view import View

SCALES = ["linear", "log", "symlog", "asinh", "logit", "function", "functionlog"]


class Axis:
    """What stands along one side of an axes: ticks, their texts, the label, grid lines."""

    def __init__(self, axes: Any, name: str, view: View) -> None:
        self.axes, self.name, self.view = axes, name, view
        view.members.append(axes)
        self.label = Text(*((0.5, 0) if name == "x" else (0, 0.5)), "")
        self.label.set_fontsize(rcParams["axes.labelsize"])
        self.side = "bottom" if name == "x" else "left"
        self.grid_style: dict | None = None
        self.texts_shown = self.marks_shown = self.visible = True
        self.rotation = 0.0
        self.tick_size = points(rcParams[f"{name}tick.labelsize"])

    def convert(self, value: Any) -> list[float]:
        """Data as numbers; texts become categories along the axis, 0, 1, 2, …"""
        items = list(leaves(plain(value)))
        if any(isinstance(item, str) for item in items):
            if self.view.categories is None:
                self.view.categories = {}
            known = self.view.categories
            return [float(known.setdefault(str(item), len(known))) for item in items]
        return [number(item) for item in items]

    def convert_shaped(self, value: Any) -> Any:
        """The same for a number alone, which stays one."""
        converted = self.convert(value)
        return converted if isinstance(plain(value), list) else converted[0]

    # Ticks.

    def _space(self) -> int:
        """How many intervals fit at matplotlib's size."""
        width, height = self.axes._inches()
        length = (width if self.name == "x" else height) * 72
        return int(length // (self.tick_size * (3 if self.name == "x" else 2)))

    def get_majorticklocs(self) -> Any:
        """Places of the ticks."""
        low, high = sorted(self.view.limits())
        locator = self.view.locator
        if locator is None and self.view.categories is not None:
            return array([float(i) for i in self.view.categories.values()])
        if locator is None:
            locator = LogLocator() if self.view.scale == "log" else AutoLocator()
        if isinstance(locator, (MaxNLocator, LogLocator)):
            return locator.tick_values(low, high, self._space())
        return locator.tick_values(low, high)

    get_ticklocs = get_majorticklocs

    def _texts(self, places: list[float]) -> list[str] | None:
        """What the ticks say; None where the figure says it."""
        if self.view.formatter is not None:
            return self.view.formatter.format_ticks(places)
        if self.view.categories is not None:
            names = {float(i): name for name, i in self.view.categories.items()}
            return [names.get(place, "") for place in places]
        return None

    def get_ticklabels(self, *_: Any, **__: Any) -> list[Text]:
        """Texts of the ticks."""
        places = self.get_majorticklocs().tolist()
        texts = self._texts(places) or plain_texts(places)
        return [
            Text(place, 0, text) if self.name == "x" else Text(0, place, text)
            for place, text in zip(places, texts)
        ]

    get_majorticklabels = get_ticklabels

    def set_ticks(self, ticks: Any, labels: Any = None, *, minor: bool = False, **kw: Any) -> None:
        """Ticks at given places, with texts of one's own if given."""
        if minor:
            return
        places = self.convert(ticks)
        self.view.locator = FixedLocator(places)
        if labels is None:
            self.view.formatter = None
        if places and not self.view.scale == "log":
            low, high = self.view.limits()
            a, b = min(low, high, *places), max(low, high, *places)
            self.view.low, self.view.high = (a, b) if low <= high else (b, a)
        if labels is not None:
            self.set_ticklabels(labels, **kw)

    def set_ticklabels(self, ticklabels: Any, *, minor: bool = False, **kwargs: Any) -> None:
        """Texts of the ticks."""
        if minor:
            return
        given = [t.get_text() if isinstance(t, Text) else str(t) for t in list(ticklabels)]
        locator = self.view.locator
        if isinstance(locator, FixedLocator):
            if len(locator.locs) != len(given) and given:
                raise ValueError(
                    f"The number of FixedLocator locations ({len(locator.locs)}), usually from a "
                    f"call to set_ticks, does not match the number of ticklabels ({len(given)})."
                )
        else:
            self.view.locator = FixedLocator(self.get_majorticklocs())
        self.view.formatter = FixedFormatter(given)
        self.set_tick_params(**kwargs)

    def set_tick_params(self, **kwargs: Any) -> None:
        """The looks of the ticks that are drawn here: size, rotation and whether they are shown."""
        for key, value in kwargs.items():
            if key in ("rotation", "labelrotation"):
                self.rotation = (
                    {"vertical": 90.0, "horizontal": 0.0}.get(value)
                    if isinstance(value, str)
                    else float(value)
                )
            elif key in ("labelsize", "fontsize", "size") and not (
                key == "size" and "labelsize" in kwargs
            ):
                self.tick_size = points(value)
            elif key == ("labelbottom" if self.name == "x" else "labelleft"):
                self.texts_shown = bool(value)
            elif key == ("bottom" if self.name == "x" else "left"):
                self.marks_shown = bool(value)

    def set_major_locator(self, locator: Locator) -> None:
        """Another way to place ticks."""
        if not isinstance(locator, Locator):
            raise TypeError(
                "locator must be an instance of matplotlib.ticker.Locator, not a "
                + type(locator).__name__
            )
        self.view.locator = locator

    def set_major_formatter(self, formatter: Any) -> None:
        """Another way to write ticks: a formatter, a function, or a format such as '{x:.1f}'."""
        if isinstance(formatter, str):
            formatter = StrMethodFormatter(formatter)
        elif not isinstance(formatter, Formatter):
            formatter = FuncFormatter(formatter)
        self.view.formatter = None if isinstance(formatter, ScalarFormatter) else formatter

    def set_minor_locator(self, locator: Any) -> None:
        """Minor ticks are drawn on logarithmic axes only."""

    set_minor_formatter = set_minor_locator

    def get_major_locator(self) -> Locator:
        """The way ticks are placed."""
        return self.view.locator or (LogLocator() if self.view.scale == "log" else AutoLocator())

    def set_scale(self, value: str, **kwargs: Any) -> None:
        """'linear' or 'log'."""
        check_in("scale", value, SCALES)
        if value not in ("linear", "log") or kwargs.get("base", 10) != 10:
            raise lacks(f"The scale {value!r}" + (" with another base" if value == "log" else ""))
        self.view.scale = value
        self.view.locator = self.view.formatter = None
        self.view.stale = True

    # Looks.

    def grid(self, visible: Any = None, which: str = "major", **kwargs: Any) -> None:
        """Switches grid lines on or off; without an argument over."""
        if which == "minor":
            return
        on = True if kwargs and visible is None else visible
        if on is None:
            on = self.grid_style is None
        if not on:
            self.grid_style = None
            return
        width = float(kwargs.get("linewidth", kwargs.get("lw", 0.8)))
        paint = kwargs.get("color", kwargs.get("c"))
        self.grid_style = {
            # Without a colour of its own a grid has the page's.
            "color": None if paint is None else ink(paint),
            "width": width,
            "dash": dashes(kwargs.get("linestyle", kwargs.get("ls", "-")), width) or [],
            "alpha": float(kwargs["alpha"]) if kwargs.get("alpha") is not None else 1.0,
        }

    def set_visible(self, visible: bool) -> None:
        """Whether ticks, their texts and the label are drawn."""
        self.visible = bool(visible)

    def get_visible(self) -> bool:
        """Whether they are drawn."""
        return self.visible

    def set_label_text(self, label: str, **kwargs: Any) -> Text:
        """The label."""
        self.label.set(text=label, **kwargs)
        return self.label

    def get_label_text(self) -> str:
        """The label."""
        return self.label.get_text()

    def set_label_position(self, position: str) -> None:
        """The side of the label, and of the ticks with it."""
        self.side = position

    def tick_right(self) -> None:
        """Ticks on the right."""
        self.side = "right"

    def tick_top(self) -> None:
        """Ticks at the top."""
        self.side = "top"

    def _spec(self) -> dict:
        low, high = self.view.limits()
        locator = self.view.locator
        rule = {"bins": None, "steps": [1, 2, 2.5, 5, 10], "integer": False, "least": 2}
        own = rule if locator is None else locator._spec()
        is_asked = (
            own is None or self.view.formatter is not None or self.view.categories is not None
        )
        ticks = None
        if is_asked:
            inside = [
                at
                for at in self.get_majorticklocs().tolist()
                if min(low, high) - 1e-9 * abs(high - low)
                <= at
                <= max(low, high) + 1e-9 * abs(high - low)
            ]
            every = self.get_majorticklocs().tolist()
            texts = self._texts(every)
            ticks = {
                "at": inside,
                "texts": None
                if texts is None
                else [t for at, t in zip(every, texts) if at in inside],
            }
        return {
            "limits": [low, high],
            "scale": self.view.scale,
            "label": self.label._words(),
            "ticks": ticks,
            "rule": own or rule,
            "rotation": self.rotation,
            "size": self.tick_size,
            "texts": self.texts_shown,
            "marks": self.marks_shown,
            "visible": self.visible,
            "side": self.side,
            "grid": self.grid_style,
        }
