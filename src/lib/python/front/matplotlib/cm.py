"""Colour maps by name, as in https://matplotlib.org/3.6.0/api/cm_api.html"""

from collections.abc import Iterator
from typing import Any

from ._data import check_in, leaves, number, plain
from ._maps import CONTINUOUS, LISTED, SAME
from ._rc import rcParams
from .colors import Colormap, ListedColormap, Normalize

_names = sorted(
    [*CONTINUOUS, *LISTED, *SAME, *(f"{name}_r" for name in [*CONTINUOUS, *LISTED, *SAME])]
)
_registered: dict[str, Colormap] = {}


def _named(name: str) -> Colormap:
    if name in _registered:
        return _registered[name]
    check_in("cmap", name, [*_names, *_registered])
    is_reversed = name.endswith("_r")
    plain_name = name[:-2] if is_reversed else name
    base = SAME.get(plain_name, plain_name)
    if base in LISTED:
        colors = LISTED[base]
        return ListedColormap(colors[::-1] if is_reversed else colors, name)
    made = Colormap(plain_name, [(at / 255, color) for at, color in CONTINUOUS[base]])
    return made.reversed() if is_reversed else made


def get_cmap(name: Any = None, lut: int | None = None) -> Colormap:
    """The map of that name, by default that of `rcParams["image.cmap"]`; `lut` counts its steps."""
    if isinstance(name, Colormap):
        return name
    found = _named(rcParams["image.cmap"] if name is None else name)
    return found if lut is None else found.resampled(lut)


class _Registry:
    """All maps: `matplotlib.colormaps["viridis"]`."""

    def __getitem__(self, name: str) -> Colormap:
        try:
            return _named(name)
        except ValueError:
            raise KeyError(f"{name!r} is not a known colormap name") from None

    def __iter__(self) -> Iterator[str]:
        return iter([*_names, *_registered])

    def __len__(self) -> int:
        return len(_names) + len(_registered)

    def __call__(self) -> list[str]:
        return list(self)

    def get_cmap(self, cmap: Any) -> Colormap:
        """The map of that name."""
        return get_cmap(cmap)

    def register(self, cmap: Colormap, *, name: str | None = None, force: bool = False) -> None:
        """Adds a map of the learner's own."""
        name = name or cmap.name
        if name in _registered and not force:
            raise ValueError(f'A colormap named "{name}" is already registered.')
        _registered[name] = cmap


colormaps = _Registry()


class ScalarMappable:
    """Values with the map and the norm that colour them."""

    def __init__(self, norm: Any = None, cmap: Any = None) -> None:
        self.cmap = get_cmap(cmap)
        self.norm = norm if norm is not None else Normalize()
        self._array: list[float] = []

    def set_array(self, A: Any) -> None:
        """The values, whatever their shape."""
        self._array = [] if A is None else [number(item) for item in leaves(plain(A))]
        self.norm.autoscale_None(self._array)

    def get_array(self) -> Any:
        """The values as a flat array."""
        from ._data import array

        return array(self._array)

    def set_clim(self, vmin: Any = None, vmax: Any = None) -> None:
        """The ends of the norm."""
        if vmax is None and vmin is not None:
            try:
                vmin, vmax = vmin
            except TypeError:
                pass
        if vmin is not None:
            self.norm.vmin = float(vmin)
        if vmax is not None:
            self.norm.vmax = float(vmax)

    def get_clim(self) -> tuple[float | None, float | None]:
        """The ends of the norm."""
        return self.norm.vmin, self.norm.vmax

    def set_cmap(self, cmap: Any) -> None:
        """The map, by name or as an object."""
        self.cmap = get_cmap(cmap)

    def get_cmap(self) -> Colormap:
        """The map."""
        return self.cmap

    def to_rgba(self, x: Any, alpha: float | None = None, bytes: bool = False) -> Any:
        """The colours of values."""
        return self.cmap(self.norm(x), alpha, bytes)

    def _tint(self) -> dict:
        """What a figure says of it."""
        low, high = self.norm.vmin, self.norm.vmax
        if low is None or high is None:
            low, high = (0.0, 1.0)
        if self.norm.kind == "log" and low <= 0:
            raise ValueError("Invalid vmin or vmax")
        return {"map": self.cmap.spec(), "from": low, "to": high, "scale": self.norm.kind}


def norm_of(norm: Any, vmin: Any, vmax: Any) -> Normalize:
    """The norm of a drawing's arguments."""
    if norm is None or isinstance(norm, str):
        if norm not in (None, "linear", "log"):
            check_in("norm", norm, ["linear", "log"])
        from .colors import LogNorm

        return (LogNorm if norm == "log" else Normalize)(vmin, vmax)
    if vmin is not None or vmax is not None:
        raise ValueError(
            "Passing a Normalize instance simultaneously with vmin/vmax is not supported.  "
            "Please pass vmin/vmax directly to the norm when creating it."
        )
    return norm


def __getattr__(name: str) -> Any:
    if name in _names:
        return _named(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_names])
