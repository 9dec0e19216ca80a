"""What is drawn, with its properties, as in https://matplotlib.org/3.6.0/api/artist_api.html"""

from collections.abc import Callable
from typing import Any

from ._data import lacks
from ._rc import points
from .colors import is_color_like

Check = Callable[[Any], Any]


class Space:
    """Coordinates of something: `ax.transData`, `ax.transAxes` or `fig.transFigure`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<{self.name} coordinates>"


DATA, AXES, FIGURE = Space("data"), Space("axes"), Space("figure")


def anything(value: Any) -> Any:
    """Taken as it is."""
    return value


def real(value: Any) -> float:
    """A number, of Python or with one element."""
    return float(value)


def color(value: Any) -> Any:
    """One colour, 'none' or None."""
    if value is None or is_color_like(value):
        return value
    raise ValueError(f"{value!r} is not a valid value for color")


def opacity(value: Any) -> float | None:
    """From 0 to 1, or None."""
    if value is None:
        return None
    if not 0 <= float(value) <= 1:
        raise ValueError(f"alpha ({value}) is outside 0-1 range")
    return float(value)


def font_size(value: Any) -> float:
    """In points."""
    return points(value)


def _space(value: Any) -> Space:
    if not isinstance(value, Space):
        raise lacks("This transform")
    return value


def ignored(*names: str) -> dict[str, Check]:
    """Properties that are taken and change nothing here."""
    return {name: anything for name in names}


class Artist:
    """Something in a figure. `_properties` names what can be set, each with a check."""

    _properties: dict[str, Check] = {
        "label": lambda value: None if value is None else str(value),
        "alpha": opacity,
        "zorder": real,
        "visible": bool,
        "transform": _space,
        **ignored("clip_on", "clip_path", "clip_box", "rasterized", "animated", "picker", "gid"),
        **ignored("url", "snap", "sketch_params", "path_effects", "in_layout", "mouseover"),
    }
    _aliases: dict[str, str] = {}
    zorder: float = 1

    def __init__(self) -> None:
        self.axes: Any = None
        self.figure: Any = None
        self._values: dict[str, Any] = {}
        # Values that margins don't go beyond.
        self._sticky: dict[str, list[float]] = {"x": [], "y": []}

    def _default(self, name: str) -> Any:
        return {"label": "", "visible": True, "zorder": self.zorder, "transform": DATA}.get(name)

    def _get(self, name: str) -> Any:
        value = self._values.get(name)
        return self._default(name) if value is None else value

    def __getattr__(self, name: str) -> Any:
        verb, prop = name[:4], name[4:]
        if verb in ("set_", "get_"):
            prop = self._aliases.get(prop, prop)
            own = getattr(type(self), verb + prop, None)
            if own is not None:
                return own.__get__(self)
            if prop in self._properties:
                if verb == "get_":
                    return lambda: self._get(prop)
                return lambda value: self._values.__setitem__(prop, self._properties[prop](value))
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def set(self, **kwargs: Any) -> None:
        """Sets properties by name; an unknown name raises AttributeError."""
        for key, value in kwargs.items():
            prop = self._aliases.get(key, key)
            own = getattr(type(self), "set_" + prop, None)
            if own is not None:
                own(self, value)
            elif prop in self._properties:
                if prop == "linestyle":
                    self._check_style(key, value)
                self._values[prop] = self._properties[prop](value)
            else:
                raise AttributeError(
                    f"{type(self).__name__}.set() got an unexpected keyword argument {key!r}"
                )

    update = set

    def _check_style(self, key: str, value: Any) -> None:
        from .lines import dashes

        dashes(value, 1.0, key)

    def remove(self) -> None:
        """Takes it out of its axes."""
        holder = self.axes if self.axes is not None else self.figure
        if holder is None or self not in holder._artists:
            raise NotImplementedError("cannot remove artist")
        holder._artists.remove(self)

    def set_visible(self, visible: bool) -> None:
        """Whether it is drawn."""
        self._values["visible"] = bool(visible)

    def get_visible(self) -> bool:
        """Whether it is drawn."""
        return self._get("visible")

    # What drawing asks for.

    def _extent(self) -> tuple[list[float], list[float]]:
        """Values in x and in y that the limits of the axes have to include."""
        return [], []

    def _size(self) -> int:
        """How many points it has, for the bound of a figure."""
        return 1

    def _spec(self) -> dict | None:
        """What a figure says of it; None where nothing is drawn."""
        raise NotImplementedError

    def _common(self, kind: str) -> dict:
        label = self._get("label")
        return {
            "kind": kind,
            "label": label if label and not label.startswith("_") else None,
            "alpha": 1.0 if self._get("alpha") is None else self._get("alpha"),
            "order": self._get("zorder"),
        }

    def _sample(self) -> dict | None:
        """What stands for it in a legend."""
        return None


def setp(obj: Any, *args: Any, **kwargs: Any) -> None:
    """Sets properties of an artist, or of each of a list."""
    properties = {**dict(zip(args[::2], args[1::2])), **kwargs}
    for artist in [obj] if isinstance(obj, Artist) else obj:
        artist.set(**properties)


def getp(obj: Artist, property: str) -> Any:
    """One property of an artist."""
    return getattr(obj, "get_" + property)()
