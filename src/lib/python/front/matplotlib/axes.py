"""Axes, as in https://matplotlib.org/3.6.0/api/axes_api.html"""

from typing import Any

from ._across import AcrossMixin
from ._bars import BarsMixin
from ._curves import CurvesMixin
from ._errors import ErrorsMixin
from ._fields import FieldsMixin
from ._hist import HistMixin
from ._limits import LimitsMixin
from ._missing import AXES_METHODS, attribute_error
from ._scatter import ScatterMixin


class Axes(
    LimitsMixin,
    CurvesMixin,
    ScatterMixin,
    AcrossMixin,
    ErrorsMixin,
    BarsMixin,
    HistMixin,
    FieldsMixin,
):
    """A drawing with its two axes, somewhere in a figure."""

    def twinx(self) -> "Axes":
        """Axes in the same place with the same x, and a y axis of their own at the right."""
        return self._twinned("x")

    def twiny(self) -> "Axes":
        """Axes in the same place with the same y, and an x axis of their own at the top."""
        return self._twinned("y")

    def _twinned(self, shares: str) -> "Axes":
        shared = {"sharex": self} if shares == "x" else {"sharey": self}
        twin = type(self)(self.figure, self._place, **shared)
        twin._twin = (self, shares)
        twin._axis("y" if shares == "x" else "x").side = "right" if shares == "x" else "top"
        twin._axis(shares).visible = False
        self.figure._adopt(twin)
        return twin

    def __getattr__(self, name: str) -> Any:
        raise attribute_error(f"{type(self).__name__!r} object", name, AXES_METHODS)

    def __repr__(self) -> str:
        parts = []
        if self.get_label():
            parts.append(f"label={self.get_label()!r}")
        for where, text in self._titles.items():
            if text.get_text():
                parts.append(
                    f"title={ {where: text.get_text()} }".replace("={ {", "={").replace("} }", "}")
                )
        for name in "xy":
            if self._axis(name).get_label_text():
                parts.append(f"{name}label={self._axis(name).get_label_text()!r}")
        return f"<{type(self).__name__}: {', '.join(parts)}>"

    def get_label(self) -> str:
        """The name it was given."""
        return self.__dict__.get("_label", "")

    def set_label(self, label: Any) -> None:
        """Another name."""
        self._label = str(label)


class AxesSubplot(Axes):
    """Axes in a cell of a grid."""
