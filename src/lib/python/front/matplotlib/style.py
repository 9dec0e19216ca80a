"""Style sheets: https://matplotlib.org/3.6.0/api/style_api.html

A figure has the page's looks; of a style its grid is drawn.
"""

from typing import Any

from ._rc import rc_context, rcdefaults, rcParams

_SEABORN = (
    "bright colorblind dark dark-palette darkgrid deep muted notebook paper pastel poster talk "
    "ticks white whitegrid"
).split()
_GRIDDED = {"bmh", "fivethirtyeight", "ggplot", "seaborn", "seaborn-v0_8"}
available = sorted(
    [
        *("Solarize_Light2", "_classic_test_patch", "bmh", "classic", "dark_background", "fast"),
        *("fivethirtyeight", "ggplot", "grayscale", "seaborn-v0_8", "tableau-colorblind10"),
        *(f"seaborn-v0_8-{name}" for name in _SEABORN),
    ]
)


def use(style: Any) -> None:
    """Takes a style by name, a list of them, or a dictionary of settings."""
    if isinstance(style, dict):
        rcParams.update(style)
        return
    if isinstance(style, (list, tuple)):
        for part in style:
            use(part)
        return
    name = str(style)
    known = {*available, "default", "seaborn", *(f"seaborn-{part}" for part in _SEABORN)}
    if name not in known:
        raise OSError(
            f"{name!r} not found in the style library and input is not a valid URL or path; see "
            "`style.available` for list of available styles"
        )
    if name == "default":
        rcdefaults()
    elif name in _GRIDDED or name.endswith("grid"):
        rcParams["axes.grid"] = True


class context(rc_context):
    """A style that holds within a `with` block."""

    def __init__(self, style: Any, after_reset: bool = False) -> None:
        super().__init__()
        self._style = style

    def __enter__(self) -> None:
        super().__enter__()
        use(self._style)
