"""The settings that drawing reads.

A part of https://matplotlib.org/3.6.0/users/explain/customizing.html
"""

from typing import Any

CYCLE = "#1f77b4 #ff7f0e #2ca02c #d62728 #9467bd #8c564b #e377c2 #7f7f7f #bcbd22 #17becf".split()

_DRAWN: dict[str, Any] = {
    "axes.grid": False,
    "axes.labelsize": "medium",
    "axes.prop_cycle": CYCLE,
    "axes.titlesize": "large",
    "axes.xmargin": 0.05,
    "axes.ymargin": 0.05,
    "figure.dpi": 100.0,
    "figure.figsize": [6.4, 4.8],
    "font.size": 10.0,
    "image.cmap": "viridis",
    "image.origin": "upper",
    "legend.fontsize": "medium",
    "legend.loc": "best",
    "lines.linestyle": "-",
    "lines.linewidth": 1.5,
    "lines.marker": "None",
    "lines.markersize": 6.0,
    "xtick.labelsize": "medium",
    "ytick.labelsize": "medium",
}
# Settings that exist and change nothing here: taken, so that programs that set them run.
_FAMILIES = (
    "agg. animation. axes. axes3d. backend boxplot. contour. date. docstring. errorbar. figure. "
    "font. grid. hatch. hist. image. interactive keymap. legend. lines. markers. mathtext. patch. "
    "path. pcolor pdf. pgf. polaraxes. ps. savefig. scatter. svg. text. timezone toolbar "
    "webagg. xaxis. xtick. yaxis. ytick."
).split()


class RcParams(dict):
    """Settings by name; names that matplotlib doesn't have raise KeyError."""

    def __setitem__(self, key: str, value: Any) -> None:
        is_known = any(
            key.startswith(family) if family.endswith(".") else key.startswith(family)
            for family in _FAMILIES
        )
        if not is_known:
            raise KeyError(
                f"{key} is not a valid rc parameter (see rcParams.keys() for a list of valid "
                "parameters)"
            )
        if key == "axes.prop_cycle":
            value = _cycle(value)
        super().__setitem__(key, value)

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Sets several."""
        for key, value in dict(*args, **kwargs).items():
            self[key] = value

    def copy(self) -> "RcParams":
        """A copy of its own."""
        other = RcParams()
        for key, value in self.items():
            dict.__setitem__(other, key, value)
        return other


def _cycle(value: Any) -> list[Any]:
    """Colours of a cycler (of this package or the real one), or of a list."""
    by_key = getattr(value, "by_key", None)
    if callable(by_key):
        return list(by_key().get("color", ["k"]))
    return list(value)


class Cycler:
    """What `cycler(color=[…])` makes."""

    def __init__(self, values: dict[str, list[Any]]) -> None:
        self._values = values

    def by_key(self) -> dict[str, list[Any]]:
        """The values by property."""
        return self._values


def cycler(*args: Any, **kwargs: Any) -> Cycler:
    """A cycle of a property; the colours of it are used."""
    if len(args) == 1 and isinstance(args[0], Cycler):
        return args[0]
    if len(args) == 2:
        kwargs = {args[0]: args[1]}
    return Cycler({key: list(value) for key, value in kwargs.items()})


rcParams = RcParams()
for _key, _value in _DRAWN.items():
    rcParams[_key] = _value
rcParamsDefault = rcParams.copy()


def rcdefaults() -> None:
    """Takes all settings back."""
    rcParams.clear()
    for key, value in rcParamsDefault.items():
        rcParams[key] = value


def rc(group: Any, **kwargs: Any) -> None:
    """Sets settings of a group: `rc("lines", linewidth=2)`."""
    short = {"lw": "linewidth", "ls": "linestyle", "c": "color", "fc": "facecolor"}
    for name in (group,) if isinstance(group, str) else group:
        for key, value in kwargs.items():
            rcParams[f"{name}.{short.get(key, key)}"] = value


class rc_context:
    """Settings that hold within a `with` block."""

    def __init__(self, rc: dict | None = None, fname: Any = None) -> None:
        self._set = rc or {}

    def __enter__(self) -> None:
        self._before = rcParams.copy()
        rcParams.update(self._set)

    def __exit__(self, *_: Any) -> None:
        rcParams.clear()
        for key, value in self._before.items():
            rcParams[key] = value


_SIZES = {
    "xx-small": 0.579,
    "x-small": 0.694,
    "smaller": 0.833,
    "small": 0.833,
    "medium": 1.0,
    "large": 1.2,
    "larger": 1.2,
    "x-large": 1.44,
    "xx-large": 1.728,
}


def points(size: Any) -> float:
    """A font size in points."""
    if size is None:
        return float(rcParams["font.size"])
    if isinstance(size, str):
        if size in _SIZES:
            return float(rcParams["font.size"]) * _SIZES[size]
        try:
            return float(size)
        except ValueError:
            known = ", ".join(repr(name) for name in _SIZES)
            raise ValueError(
                f"{size!r} is not a valid value for fontsize; supported values are {known}"
            ) from None
    return float(size)
