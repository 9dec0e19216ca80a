"""Artists that belong together, as in https://matplotlib.org/3.6.0/api/container_api.html"""

from typing import Any


class Container(tuple):
    """A tuple of artists with one label."""

    label: str
    axes: Any

    def __new__(cls, artists: Any, label: str | None = None, **_: Any) -> "Container":
        made = super().__new__(cls, artists)
        made.label = label or ""
        made.axes = None
        return made

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object of {len(self)} artists>"

    def get_label(self) -> str:
        """What the legend says of it."""
        return self.label

    def set_label(self, label: Any) -> None:
        """Another label."""
        self.label = "" if label is None else str(label)

    def get_children(self) -> list[Any]:
        """All artists in it."""
        found: list[Any] = []
        for part in self:
            found += [part] if not isinstance(part, (tuple, list)) else list(part)
        return [artist for artist in found if artist is not None]

    def remove(self) -> None:
        """Takes all out of their axes."""
        for artist in self.get_children():
            artist.remove()

    def _sample(self) -> dict | None:
        children = self.get_children()
        return children[0]._sample() if children else None


class BarContainer(Container):
    """The bars of `bar`, `barh` or `hist`."""

    def __new__(
        cls,
        patches: list[Any],
        errorbar: Any = None,
        *,
        datavalues: list[float] | None = None,
        orientation: str = "vertical",
        label: str | None = None,
    ) -> "BarContainer":
        """A container of rectangles; `datavalues` are their heights or widths."""
        made = super().__new__(cls, patches, label)
        made.patches, made.errorbar = patches, errorbar
        made.datavalues, made.orientation = datavalues, orientation
        return made

    def _spec(self, shown: list[Any]) -> dict:
        """What a figure says of those of its bars that are shown."""
        paints = [bar._paints() for bar in shown]
        label = self.label
        return {
            **shown[0]._common("bars"),
            "label": label if label and not label.startswith("_") else None,
            "x": [bar.get_x() for bar in shown],
            "y": [bar.get_y() for bar in shown],
            "widths": [bar.get_width() for bar in shown],
            "heights": [bar.get_height() for bar in shown],
            "fills": [paint["fill"] for paint in paints],
            "edges": [paint["edge"] for paint in paints],
            "upright": self.orientation == "vertical",
        }


class ErrorbarContainer(Container):
    """The line, the caps and the bars of `errorbar`."""

    def __new__(
        cls, lines: tuple, has_xerr: bool = False, has_yerr: bool = False, label: Any = None
    ) -> "ErrorbarContainer":
        """A container of three: line, caps, bars."""
        made = super().__new__(cls, lines, label)
        made.lines, made.has_xerr, made.has_yerr = lines, has_xerr, has_yerr
        return made

    def _sample(self) -> dict | None:
        line, _, bars = self
        sample = line._sample() if line is not None else bars[0]._sample()
        return sample


class StemContainer(Container):
    """The markers, the stems and the base of `stem`."""

    def __new__(cls, lines: tuple, label: Any = None) -> "StemContainer":
        """A container of three: markers, stems, base."""
        made = super().__new__(cls, lines, label)
        made.markerline, made.stemlines, made.baseline = lines
        return made


class silent_list(list):
    """A list that says only what it holds."""

    def __init__(self, type: str, seq: Any = ()) -> None:
        self.type = type
        super().__init__(seq)

    def __repr__(self) -> str:
        return f"<a list of {len(self)} {self.type} objects>"
