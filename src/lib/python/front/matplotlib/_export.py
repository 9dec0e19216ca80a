"""Hands figures over as JSON. Outside Backflow they are collected in `shown`."""

import json
import math
from typing import Any

try:
    from _backflow import figure as _show
except ImportError:
    shown: list[str] = []
    _show = shown.append

MOST_FIGURES = 20
MOST_POINTS = 200_000
# Lists of a line or of points that have one entry for each.
_COLUMNS = ("x", "y", "sizes", "values", "faces", "edges")

_count = 0


def hand_over(figure: Any) -> None:
    """Shows a figure; one without axes has nothing to show. RuntimeError beyond the bound."""
    global _count
    if not any(axes._visible for axes in figure.axes):
        return
    if _count >= MOST_FIGURES:
        raise RuntimeError(f"Backflow shows at most {MOST_FIGURES} figures in one run.")
    spec = figure._spec()
    _thin(figure, spec)
    _count += 1
    _show(_text(spec))


def start_over() -> None:
    """Counts from 0 again: another run begins."""
    global _count
    _count = 0


def _thin(figure: Any, spec: dict) -> None:
    """Leaves out points of the longest lines, evenly, until a figure isn't too large."""
    total = sum(artist._size() for axes in figure.axes for artist in axes._artists)
    if total <= MOST_POINTS:
        return
    long = [
        artist
        for axes in spec["axes"]
        for artist in axes["artists"]
        if artist["kind"] in ("line", "points") and len(artist["x"]) > 1000
    ]
    before = sum(len(artist["x"]) for artist in long)
    room = MOST_POINTS - (total - before)
    if room < 1000 * len(long) or not long:
        raise ValueError(
            f"This figure has {total:,} points; Backflow draws at most {MOST_POINTS:,}."
        )
    step = math.ceil(before / room)
    for artist in long:
        count = len(artist["x"])
        for column in _COLUMNS:
            values = artist.get(column)
            if isinstance(values, list) and len(values) == count:
                artist[column] = values[::step]
    spec["notes"].append(f"Of {before:,} points one in {step} is drawn.")


def _text(spec: dict) -> str:
    try:
        return json.dumps(spec, allow_nan=False, separators=(",", ":"))
    except ValueError:
        return json.dumps(_without_nan(spec), separators=(",", ":"))


def _without_nan(value: Any) -> Any:
    """JSON has neither NaN nor infinity: they become null, a gap."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(item) for item in value]
    return value
