"""Limits, scales, labels and ticks of axes, for x and for y alike."""

from typing import Any

from ._data import is_many, plain
from ._base import AxesBase


def _limits(axes: Any, name: str, first: Any, second: Any, auto: Any) -> tuple[float, float]:
    axis = axes._axis(name)
    if second is None and first is not None and not isinstance(first, str) and is_many(first):
        first, second = plain(first)
    before = axis.view.limits()
    low = before[0] if first is None else axis.convert(first)[0]
    high = before[1] if second is None else axis.convert(second)[0]
    axis.view.set_limits(low, high)
    if auto is not None:
        axis.view.auto = bool(auto)
    return axis.view.low, axis.view.high


class LimitsMixin(AxesBase):
    """Getters and setters by name."""

    def set_xlim(
        self,
        left: Any = None,
        right: Any = None,
        emit: bool = True,
        auto: Any = False,
        *,
        xmin: Any = None,
        xmax: Any = None,
    ) -> tuple[float, float]:
        """Left and right end; what is None stays."""
        return _limits(
            self, "x", left if xmin is None else xmin, right if xmax is None else xmax, auto
        )

    def set_ylim(
        self,
        bottom: Any = None,
        top: Any = None,
        emit: bool = True,
        auto: Any = False,
        *,
        ymin: Any = None,
        ymax: Any = None,
    ) -> tuple[float, float]:
        """Lower and upper end; what is None stays."""
        return _limits(
            self, "y", bottom if ymin is None else ymin, top if ymax is None else ymax, auto
        )

    def get_xlim(self) -> tuple[float, float]:
        """Left and right end."""
        return self.xaxis.view.limits()

    def get_ylim(self) -> tuple[float, float]:
        """Lower and upper end."""
        return self.yaxis.view.limits()

    def get_xbound(self) -> tuple[float, float]:
        """The smaller end, then the larger."""
        low, high = sorted(self.get_xlim())
        return low, high

    def get_ybound(self) -> tuple[float, float]:
        """The smaller end, then the larger."""
        low, high = sorted(self.get_ylim())
        return low, high

    def set_xbound(self, lower: Any = None, upper: Any = None) -> None:
        """The smaller end and the larger, in the direction that the axis has."""
        ends = self.get_xbound()
        low, high = ends[0] if lower is None else lower, ends[1] if upper is None else upper
        self.set_xlim(*((high, low) if self.xaxis_inverted() else (low, high)))

    def set_ybound(self, lower: Any = None, upper: Any = None) -> None:
        """The smaller end and the larger, in the direction that the axis has."""
        ends = self.get_ybound()
        low, high = ends[0] if lower is None else lower, ends[1] if upper is None else upper
        self.set_ylim(*((high, low) if self.yaxis_inverted() else (low, high)))

    def invert_xaxis(self) -> None:
        """Turns the axis round."""
        low, high = self.get_xlim()
        self.set_xlim(high, low, auto=None)

    def invert_yaxis(self) -> None:
        """Turns the axis round."""
        low, high = self.get_ylim()
        self.set_ylim(high, low, auto=None)

    def xaxis_inverted(self) -> bool:
        """Whether the axis is turned round."""
        low, high = self.get_xlim()
        return high < low

    def yaxis_inverted(self) -> bool:
        """Whether the axis is turned round."""
        low, high = self.get_ylim()
        return high < low

    def set_xscale(self, value: str, **kwargs: Any) -> None:
        """'linear' or 'log'."""
        self.xaxis.set_scale(value, **kwargs)

    def set_yscale(self, value: str, **kwargs: Any) -> None:
        """'linear' or 'log'."""
        self.yaxis.set_scale(value, **kwargs)

    def get_xscale(self) -> str:
        """'linear' or 'log'."""
        return self.xaxis.view.scale

    def get_yscale(self) -> str:
        """'linear' or 'log'."""
        return self.yaxis.view.scale

    def set_xlabel(
        self,
        xlabel: Any,
        fontdict: Any = None,
        labelpad: Any = None,
        *,
        loc: Any = None,
        **kwargs: Any,
    ) -> Any:
        """The label below."""
        return self.xaxis.set_label_text(xlabel, **(fontdict or {}), **kwargs)

    def set_ylabel(
        self,
        ylabel: Any,
        fontdict: Any = None,
        labelpad: Any = None,
        *,
        loc: Any = None,
        **kwargs: Any,
    ) -> Any:
        """The label at the left."""
        return self.yaxis.set_label_text(ylabel, **(fontdict or {}), **kwargs)

    def get_xlabel(self) -> str:
        """The label below."""
        return self.xaxis.get_label_text()

    def get_ylabel(self) -> str:
        """The label at the left."""
        return self.yaxis.get_label_text()

    def set_xticks(
        self, ticks: Any, labels: Any = None, *, minor: bool = False, **kwargs: Any
    ) -> None:
        """Ticks at given places, with texts of one's own if given."""
        self.xaxis.set_ticks(ticks, labels, minor=minor, **kwargs)

    def set_yticks(
        self, ticks: Any, labels: Any = None, *, minor: bool = False, **kwargs: Any
    ) -> None:
        """Ticks at given places, with texts of one's own if given."""
        self.yaxis.set_ticks(ticks, labels, minor=minor, **kwargs)

    def set_xticklabels(self, labels: Any, *, minor: bool = False, **kwargs: Any) -> None:
        """Texts of the ticks."""
        self.xaxis.set_ticklabels(labels, minor=minor, **kwargs)

    def set_yticklabels(self, labels: Any, *, minor: bool = False, **kwargs: Any) -> None:
        """Texts of the ticks."""
        self.yaxis.set_ticklabels(labels, minor=minor, **kwargs)

    def get_xticks(self, *, minor: bool = False) -> Any:
        """Places of the ticks."""
        return self.xaxis.get_majorticklocs()

    def get_yticks(self, *, minor: bool = False) -> Any:
        """Places of the ticks."""
        return self.yaxis.get_majorticklocs()

    def get_xticklabels(self, *_: Any, **__: Any) -> list[Any]:
        """Texts of the ticks."""
        return self.xaxis.get_ticklabels()

    def get_yticklabels(self, *_: Any, **__: Any) -> list[Any]:
        """Texts of the ticks."""
        return self.yaxis.get_ticklabels()

    def get_xaxis(self) -> Any:
        """The axis itself."""
        return self.xaxis

    def get_yaxis(self) -> Any:
        """The axis itself."""
        return self.yaxis

    def get_shared_x_axes(self) -> Any:
        """Sharing is set where axes are made."""
        raise AttributeError("Axes share their axis by sharex= of subplots() here.")

    get_shared_y_axes = get_shared_x_axes

    def axis(self, *args: Any, emit: bool = True, **kwargs: Any) -> tuple[float, ...]:
        """Limits or a word.

        https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.axis.html
        """
        if len(args) > 1:
            raise TypeError(f"axis() takes 0 or 1 positional arguments but {len(args)} were given")
        if args and isinstance(args[0], (str, bool)):
            self._word(args[0])
        elif args and args[0] is not None:
            limits = plain(args[0])
            if len(limits) != 4:
                raise TypeError(
                    "the first argument to axis() must be an iterable of the form "
                    "[xmin, xmax, ymin, ymax]"
                )
            self.set_xlim(limits[0], limits[1])
            self.set_ylim(limits[2], limits[3])
        else:
            ends = {name: kwargs.pop(name, None) for name in ("xmin", "xmax", "ymin", "ymax")}
            if kwargs:
                name = next(iter(kwargs))
                raise TypeError(f"axis() got an unexpected keyword argument '{name}'")
            if ends["xmin"] is not None or ends["xmax"] is not None:
                self.set_xlim(ends["xmin"], ends["xmax"])
            if ends["ymin"] is not None or ends["ymax"] is not None:
                self.set_ylim(ends["ymin"], ends["ymax"])
        return (*self.get_xlim(), *self.get_ylim())

    def _word(self, word: str | bool) -> None:
        s = {True: "on", False: "off"}.get(word, word) if isinstance(word, bool) else word.lower()
        if s in ("on", "off"):
            self._axis_on = s == "on"
            return
        if s not in ("equal", "tight", "scaled", "auto", "image", "square"):
            raise ValueError(f"Unrecognized string {word!r} to axis; try 'on' or 'off'")
        self.autoscale(True)
        self.set_aspect("auto")
        if s == "equal":
            self.set_aspect("equal", adjustable="datalim")
        elif s in ("tight", "image"):
            self.get_xlim(), self.get_ylim()
            self.xaxis.view.auto = self.yaxis.view.auto = False
        if s in ("scaled", "image"):
            self.set_aspect("equal", adjustable="box")
            self.get_xlim(), self.get_ylim()
            self.xaxis.view.auto = self.yaxis.view.auto = False
        if s == "square":
            self.set_aspect("equal", adjustable="box")
            (left, right), (bottom, top) = self.get_xlim(), self.get_ylim()
            edge = max(abs(right - left), abs(top - bottom))
            self.set_xlim(left, left + edge)
            self.set_ylim(bottom, bottom + edge)
