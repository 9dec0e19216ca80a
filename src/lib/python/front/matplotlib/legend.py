"""The legend, as in https://matplotlib.org/3.6.0/api/legend_api.html"""

import sys
from typing import Any

from ._data import check_in, numbers
from ._rc import points, rcParams
from .artist import Artist, ignored
from .text import Text

LOCATIONS = [
    *("best", "upper right", "upper left", "lower left", "lower right", "right", "center left"),
    *("center right", "lower center", "upper center", "center"),
]


class Legend(Artist):
    """A box that says what the lines are."""

    zorder = 5
    _properties = {
        **Artist._properties,
        **ignored(
            "fancybox", "shadow", "borderpad", "labelspacing", "handlelength", "columnspacing"
        ),
        **ignored("handletextpad", "borderaxespad", "scatterpoints", "numpoints", "markerscale"),
        **ignored("mode", "handleheight", "labelcolor", "facecolor", "edgecolor", "prop"),
        **ignored(
            "alignment", "scatteryoffsets", "handler_map", "markerfirst", "title_fontproperties"
        ),
        **ignored("bbox_transform"),
    }

    def __init__(
        self,
        parent: Any,
        handles: Any,
        labels: Any,
        *,
        loc: Any = None,
        ncols: int = 1,
        ncol: int | None = None,
        title: Any = None,
        frameon: bool = True,
        framealpha: float | None = None,
        fontsize: Any = None,
        title_fontsize: Any = None,
        bbox_to_anchor: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        self.legendHandles = list(handles)
        self.texts = [Text(0, 0, label) for label in labels]
        self._loc = self._checked(rcParams["legend.loc"] if loc is None else loc, parent)
        self._columns = ncols if ncol is None else ncol
        self._title, self._frame = Text(0, 0, title), bool(frameon)
        self._opacity = 0.8 if framealpha is None else float(framealpha)
        self._size = points(rcParams["legend.fontsize"] if fontsize is None else fontsize)
        anchor = None if bbox_to_anchor is None else numbers(bbox_to_anchor)
        self._anchor = None if anchor is None else (anchor + [0.0, 0.0])[:4]
        self.set(**kwargs)

    def _checked(self, loc: Any, parent: Any) -> str | list[float]:
        if isinstance(loc, (tuple, list)):
            return numbers(loc)
        if isinstance(loc, int):
            return LOCATIONS[loc] if 0 <= loc < len(LOCATIONS) else "best"
        check_in("loc", loc, LOCATIONS)
        return "center right" if loc == "right" else loc

    def get_texts(self) -> list[Text]:
        """The labels."""
        return self.texts

    def get_title(self) -> Text:
        """The title."""
        return self._title

    def set_title(self, title: Any, prop: Any = None) -> None:
        """Another title."""
        self._title.set_text(title)

    def get_lines(self) -> list[Any]:
        """The handles."""
        return self.legendHandles

    def get_frame(self) -> Artist:
        """The box, whose properties stay as they are."""
        from .patches import Patch

        return Patch()

    def set_draggable(self, *_: Any) -> None:
        """Figures don't move here."""

    def _spec(self) -> dict | None:
        entries = []
        for handle, text in zip(self.legendHandles, self.texts):
            sample = handle._sample()
            if sample is not None:
                entries.append({"label": text.get_text(), "sample": sample})
        if not entries or not self.get_visible():
            return None
        return {
            "entries": entries,
            "loc": self._loc,
            "anchor": self._anchor,
            "columns": max(1, int(self._columns)),
            "title": self._title.get_text() or None,
            "frame": self._frame,
            "opacity": self._opacity,
            "size": self._size,
        }


def labelled(axes: list[Any]) -> tuple[list[Any], list[str]]:
    """Handles and labels of what has a label that doesn't start with an underscore."""
    handles = [
        handle
        for ax in axes
        for handle in [*ax._artists, *ax.containers]
        if (handle.get_label() or "")
        and not handle.get_label().startswith("_")
        and handle._sample() is not None
    ]
    return handles, [handle.get_label() for handle in handles]


def entries_of(axes: list[Any], args: tuple, kwargs: dict) -> tuple[list[Any], list[str]]:
    """Handles and labels from the arguments of `legend()`; takes theirs out of `kwargs`."""
    handles, labels = kwargs.pop("handles", None), kwargs.pop("labels", None)
    if handles is not None and labels is None and not args:
        return list(handles), [handle.get_label() for handle in handles]
    if handles is not None and labels is not None:
        pairs = list(zip(handles, labels))
        return [handle for handle, _ in pairs], [str(label) for _, label in pairs]
    if len(args) >= 2:
        pairs = list(zip(args[0], args[1]))
        return [handle for handle, _ in pairs], [str(label) for _, label in pairs]
    names = labels if labels is not None else args[0] if args else None
    if names is None:
        found = labelled(axes)
        if not found[0]:
            print(
                "No artists with labels found to put in legend.  Note that artists whose label "
                "start with an underscore are ignored when legend() is called with no argument.",
                file=sys.stderr,
            )
        return found
    if isinstance(names, str) or all(isinstance(name, Artist) for name in names):
        if isinstance(names, str):
            names = list(names)
        else:
            return list(names), [handle.get_label() for handle in names]
    candidates = [
        artist
        for ax in axes
        for artist in [*ax._artists, *ax.containers]
        if artist._sample() is not None and artist not in ax._contained()
    ]
    pairs = list(zip(candidates, names))
    return [handle for handle, _ in pairs], [str(label) for _, label in pairs]
