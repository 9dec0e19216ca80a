"""The scale beside a coloured drawing: https://matplotlib.org/3.6.0/api/colorbar_api.html"""

from typing import Any

from ._data import check_in, lacks, numbers
from .contour import QuadContourSet
from .text import Text


class _BarAxes:
    """What learners do with `colorbar.ax`: they label it."""

    def __init__(self, bar: "Colorbar") -> None:
        self._bar = bar

    def set_ylabel(self, label: str, **kwargs: Any) -> None:
        """The label at its side."""
        self._bar.set_label(label, **kwargs)

    set_xlabel = set_ylabel

    def set_title(self, label: str, **kwargs: Any) -> None:
        """The label at its side."""
        self._bar.set_label(label)

    def tick_params(self, **_: Any) -> None:
        """The looks of its ticks stay."""

    def set_yticklabels(self, labels: Any, **_: Any) -> None:
        """Texts for the ticks."""
        self._bar.set_ticklabels(labels)

    set_xticklabels = set_yticklabels

    def __getattr__(self, name: str) -> Any:
        raise lacks(f"colorbar.ax.{name}")


class Colorbar:
    """The colours of a mappable with their values."""

    def __init__(
        self,
        mappable: Any,
        *,
        label: str = "",
        orientation: str | None = None,
        location: str | None = None,
        ticks: Any = None,
        format: Any = None,
        shrink: float = 1.0,
        extend: str | None = None,
        **_: Any,
    ) -> None:
        if orientation is None:
            orientation = "horizontal" if location in ("top", "bottom") else "vertical"
        check_in("orientation", orientation, ["vertical", "horizontal"])
        self.mappable, self.orientation = mappable, orientation
        self._label = Text(0, 0, label)
        self._places: list[float] | None = None
        self._texts: list[str] | None = None
        self._shrink, self._format = float(shrink), format
        if ticks is not None:
            self.set_ticks(ticks)
        self.ax = _BarAxes(self)

    def set_label(self, label: str, **kwargs: Any) -> None:
        """The label at its side."""
        known = {key: kwargs[key] for key in ("color", "fontsize", "size") if key in kwargs}
        self._label.set(text=label, **known)

    def set_ticks(self, ticks: Any, labels: Any = None, **_: Any) -> None:
        """Ticks at given values."""
        if hasattr(ticks, "tick_values"):
            low, high = self.mappable.get_clim()
            ticks = ticks.tick_values(low or 0.0, high or 1.0)
        self._places = numbers(ticks)
        if labels is not None:
            self.set_ticklabels(labels)

    def set_ticklabels(self, ticklabels: Any, **_: Any) -> None:
        """Texts for the ticks."""
        self._texts = [str(text) for text in ticklabels]

    def update_normal(self, mappable: Any) -> None:
        """Follows its mappable anyway."""

    def remove(self) -> None:
        """Takes it out of its axes."""
        for axes in self.mappable.axes.figure.axes if self.mappable.axes else []:
            if self in axes._colorbars:
                axes._colorbars.remove(self)

    def _spec(self) -> dict:
        mappable = self.mappable
        texts = self._texts
        if self._places is not None and texts is None and self._format is not None:
            texts = [self._written(value) for value in self._places]
        spec = {
            "orientation": self.orientation,
            "label": self._label._words(),
            "ticks": None if self._places is None else {"at": self._places, "texts": texts},
            "shrink": min(1.0, max(0.05, self._shrink)),
            "tint": None,
            "bands": None,
        }
        if isinstance(mappable, QuadContourSet):
            levels = mappable.levels.tolist()
            is_filled = mappable.filled
            colors = mappable._inks()
            if is_filled:
                # What lies beyond the levels has no length on the bar.
                first = 1 if mappable.extend in ("min", "both") else 0
                colors = colors[first : first + len(levels) - 1]
            return {**spec, "bands": {"levels": levels, "colors": colors, "filled": is_filled}}
        return {**spec, "tint": mappable._tint()}

    def _written(self, value: float) -> str:
        form = self._format
        if isinstance(form, str):
            return form % value if "%" in form else form.format(x=value)
        return str(form(value, None))
