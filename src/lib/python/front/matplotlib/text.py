"""Texts and notes with arrows, as in https://matplotlib.org/3.6.0/api/text_api.html"""

import math
from typing import Any

from ._data import check_in, lacks
from ._rc import points
from .artist import DATA, Artist, anything, color, font_size, ignored
from .colors import ink


class Text(Artist):
    """A text at a place."""

    zorder = 3
    _properties = {
        **Artist._properties,
        "color": color,
        "fontsize": font_size,
        "rotation": anything,
        "horizontalalignment": anything,
        "verticalalignment": anything,
        "fontweight": anything,
        "fontstyle": anything,
        "bbox": anything,
        "backgroundcolor": color,
        **ignored("fontfamily", "fontname", "fontvariant", "fontstretch", "font_properties"),
        **ignored("linespacing", "multialignment", "wrap", "usetex", "rotation_mode"),
        **ignored("math_fontfamily", "parse_math", "transform_rotates_text", "fontproperties"),
    }
    _aliases = {
        "c": "color",
        "size": "fontsize",
        "ha": "horizontalalignment",
        "va": "verticalalignment",
        "weight": "fontweight",
        "style": "fontstyle",
        "family": "fontfamily",
        "name": "fontname",
        "ma": "multialignment",
    }

    def __init__(self, x: Any = 0, y: Any = 0, text: Any = "", **kwargs: Any) -> None:
        super().__init__()
        self._x, self._y, self._text = x, y, "" if text is None else str(text)
        self.set(**kwargs)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._x}, {self._y}, {self._text!r})"

    def _default(self, name: str) -> Any:
        if name == "fontsize":
            return points(None)
        defaults = {
            "horizontalalignment": "left",
            "verticalalignment": "baseline",
            "rotation": 0,
            "color": "black",
            "fontweight": "normal",
            "fontstyle": "normal",
        }
        return defaults.get(name, super()._default(name))

    def set_text(self, s: Any) -> None:
        """Other words."""
        self._text = "" if s is None else str(s)

    def get_text(self) -> str:
        """The words."""
        return self._text

    def set_horizontalalignment(self, align: str) -> None:
        """'left', 'center' or 'right'."""
        check_in("align", align, ["center", "right", "left"])
        self._values["horizontalalignment"] = align

    def set_verticalalignment(self, align: str) -> None:
        """'baseline', 'bottom', 'center', 'center_baseline' or 'top'."""
        check_in("align", align, ["top", "bottom", "center", "baseline", "center_baseline"])
        self._values["verticalalignment"] = align

    def set_position(self, xy: Any) -> None:
        """Another place."""
        self._x, self._y = xy

    def get_position(self) -> tuple[Any, Any]:
        """The place."""
        return self._x, self._y

    def set_x(self, x: Any) -> None:
        """Another place across."""
        self._x = x

    def set_y(self, y: Any) -> None:
        """Another height."""
        self._y = y

    def _turn(self) -> float:
        rotation = self._get("rotation")
        if isinstance(rotation, str):
            return {"vertical": 90.0, "horizontal": 0.0}.get(rotation) or float(rotation)
        return float(rotation)

    def _is_bold(self) -> bool:
        weight = self._get("fontweight")
        if isinstance(weight, (int, float)):
            return weight >= 600
        return weight in ("bold", "heavy", "black", "semibold", "demibold", "demi", "extra bold")

    def _words(self) -> dict | None:
        """What a figure says of a title or label; None where there is none."""
        if not self._text or not self.get_visible():
            return None
        return {
            "text": self._text,
            "size": self._get("fontsize"),
            "color": ink(self._get("color"), self._get("alpha")) or "#000000",
            "bold": self._is_bold(),
            "italic": self._get("fontstyle") in ("italic", "oblique"),
            "rotation": self._turn(),
        }

    def _box(self) -> dict | None:
        box = self._get("bbox")
        ground = self._get("backgroundcolor")
        if box is None and ground is None:
            return None
        box = {"facecolor": ground, "edgecolor": "none"} if box is None else dict(box)
        both = box.get("color")
        alpha = box.get("alpha")
        return {
            "fill": ink(box.get("facecolor", box.get("fc", both or "C0"))),
            "edge": ink(box.get("edgecolor", box.get("ec", both or "black"))),
            "alpha": 1.0 if alpha is None else float(alpha),
            "round": str(box.get("boxstyle", "square")).startswith("round"),
        }

    def _place(self) -> tuple[float, float, str]:
        space: Any = self._get("transform")
        x, y = self._x, self._y
        if self.axes is not None and space is DATA:
            x, y = self.axes.xaxis.convert(x)[0], self.axes.yaxis.convert(y)[0]
        return float(x), float(y), space.name

    def _spec(self) -> dict | None:
        words = self._words()
        if words is None:
            return None
        x, y, space = self._place()
        if not (math.isfinite(x) and math.isfinite(y)):
            return None
        return {
            **self._common("text"),
            "words": words,
            "x": x,
            "y": y,
            "space": space,
            "shift": [0.0, 0.0],
            "align": self._get("horizontalalignment"),
            "stand": self._get("verticalalignment"),
            "box": self._box(),
            "arrow": None,
        }


_COORDINATES = {
    "data": "data",
    "axes fraction": "axes",
    "figure fraction": "figure",
    "offset points": "points",
    "offset pixels": "pixels",
}


class Annotation(Text):
    """A text that says something of a point, with an arrow to it if wanted."""

    def __init__(
        self,
        text: Any,
        xy: Any,
        xytext: Any = None,
        xycoords: Any = "data",
        textcoords: Any = None,
        arrowprops: dict | None = None,
        annotation_clip: Any = None,
        **kwargs: Any,
    ) -> None:
        self.xy = tuple(xy)
        textcoords = xycoords if textcoords is None else textcoords
        for coordinates in (xycoords, textcoords):
            if coordinates not in _COORDINATES:
                raise lacks(f"The coordinates {coordinates!r}")
        self._xycoords, self._textcoords = _COORDINATES[xycoords], _COORDINATES[textcoords]
        self.arrowprops = arrowprops
        x, y = self.xy if xytext is None else xytext
        super().__init__(x, y, text, **kwargs)

    def __repr__(self) -> str:
        return f"Text({self._x}, {self._y}, {self._text!r})"

    def _point(self, x: Any, y: Any, coordinates: str) -> tuple[float, float]:
        if coordinates == "data" and self.axes is not None:
            return self.axes.xaxis.convert(x)[0], self.axes.yaxis.convert(y)[0]
        return float(x), float(y)

    def _spec(self) -> dict | None:
        spec = super()._spec()
        tip_x, tip_y = self._point(*self.xy, self._xycoords)
        if spec is None:
            # An arrow needs no words.
            if self.arrowprops is None:
                return None
            kept, self._text = self._text, " "
            spec = super()._spec()
            self._text = kept
        if spec is None:
            return None
        if self._textcoords in ("points", "pixels"):
            # A pixel of matplotlib's is 0.72 points.
            scale = 1.0 if self._textcoords == "points" else 0.72
            x, y = self._point(*self.xy, self._xycoords)
            spec["x"], spec["y"], spec["space"] = x, y, self._xycoords
            spec["shift"] = [float(self._x) * scale, float(self._y) * scale]
        else:
            x, y = self._point(self._x, self._y, self._textcoords)
            spec["x"], spec["y"], spec["space"] = x, y, self._textcoords
        if not all(map(math.isfinite, (tip_x, tip_y, x, y))):
            return None
        if self.arrowprops is not None:
            spec["arrow"] = self._arrow(tip_x, tip_y)
        return spec

    def _place(self) -> tuple[float, float, str]:
        return 0.0, 0.0, "data"

    def _arrow(self, x: float, y: float) -> dict:
        props = self.arrowprops or {}
        style = str(props.get("arrowstyle", "")).split(",")[0]
        is_simple = "arrowstyle" not in props
        paint = props.get("color", props.get("facecolor", props.get("fc")))
        line = props.get("color", props.get("edgecolor", props.get("ec")))
        # The style without a name is a broad arrow in the first colour of the cycle.
        fallback = "C0" if is_simple else "black"
        width = props.get(
            "linewidth", props.get("lw", props.get("width", 4.0) if is_simple else 1.0)
        )
        alpha = props.get("alpha")
        return {
            "x": x,
            "y": y,
            "space": self._xycoords,
            "color": ink(paint if is_simple and paint is not None else line or paint or fallback),
            "width": float(width),
            "head": is_simple or ">" in style or style in ("simple", "fancy", "wedge"),
            "tail": "<" in style,
            "shrink": float(props.get("shrink", 0.0)) if is_simple else 0.0,
            "alpha": 1.0 if alpha is None else float(alpha),
        }
