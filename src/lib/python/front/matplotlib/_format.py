"""Format strings of `plot`, such as 'r--' or 'C2o', as matplotlib reads them."""

from typing import Any

from ._names import NAMED
from ._rc import rcParams
from .colors import to_rgba
from .lines import LINE_STYLES, MARKERS

_SYMBOLS = [style for style in LINE_STYLES if style.strip() and len(style) < 3]


def parse(fmt: str) -> tuple[str | None, str | None, Any]:
    """Line style, marker and colour; 'None' stands for none, None for what isn't said.

    Raises ValueError where a character means nothing or the same is said twice.
    """
    try:
        color = to_rgba(fmt)
    except ValueError:
        pass
    else:
        # '1' is a marker, '1.0' a grey.
        if not fmt.isdecimal() or fmt != str(int(fmt)):
            return None, None, color

    def fail(why: str) -> ValueError:
        return ValueError(f"{fmt!r} is not a valid format string ({why})")

    style = marker = color = None
    at = 0
    while at < len(fmt):
        c = fmt[at]
        pair = fmt[at : at + 2]
        length = 1
        if pair in _SYMBOLS or c in _SYMBOLS or c == " ":
            if style is not None:
                raise fail("two linestyle symbols")
            style = pair if pair in _SYMBOLS else c
            length = len(style)
        elif c in MARKERS:
            if marker is not None:
                raise fail("two marker symbols")
            marker = c
        elif c in NAMED:
            if color is not None:
                raise fail("two color symbols")
            color = c
        elif c == "C" and at < len(fmt) - 1:
            color = to_rgba(f"C{int(fmt[at + 1])}")
            length = 2
        else:
            raise fail(f"unrecognized character {c!r}")
        at += length
    if style is None and marker is None:
        style = rcParams["lines.linestyle"]
    return style or "None", marker or "None", color
