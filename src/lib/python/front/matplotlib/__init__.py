"""Backflow's part of matplotlib: figures are handed to the page as data, which draws them.

Functions answer as in matplotlib 3.6, https://matplotlib.org/3.6.0/api/index.html
"""

import importlib
from typing import Any

from . import _rc
from ._rc import rc, rc_context, rcdefaults, rcParams, rcParamsDefault  # noqa: F401

__version__ = "3.6.3"

_MODULES = (
    "artist axes axis cm collections colorbar colors container contour figure gridspec image "
    "legend lines patches pylab pyplot quiver style text ticker"
).split()


def use(backend: str, *, force: bool = True) -> None:
    """Figures are drawn by the page, whatever is asked for."""


def get_backend() -> str:
    """Where figures are drawn."""
    return "backflow"


def interactive(b: bool) -> None:
    """Figures appear when they are shown."""


def is_interactive() -> bool:
    """Figures appear when they are shown."""
    return False


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    if name == "colormaps":
        from .cm import colormaps

        return colormaps
    if name == "cycler":
        return _rc.cycler
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
