"""The view along one direction of axes."""

import math
from bisect import bisect_left
from typing import Any

from ._data import warn
from .ticker import Formatter, Locator, nonsingular


class View:
    """The limits and the scale along one direction, of one axes or of several that share them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.members: list[Any] = []
        self.low, self.high = 0.0, 1.0
        self.auto, self.stale, self.chosen = True, False, False
        self.scale = "linear"
        self.locator: Locator | None = None
        self.formatter: Formatter | None = None
        self.categories: dict[str, int] | None = None

    def limits(self) -> tuple[float, float]:
        """Both ends; the first is the larger where the axis is turned round."""
        if self.auto and self.stale:
            self.autoscale()
        self.stale = False
        return self.low, self.high

    def set_limits(self, low: float, high: float) -> None:
        """Other ends, as `set_xlim` takes them."""
        if not (math.isfinite(low) and math.isfinite(high)):
            raise ValueError("Axis limits cannot be NaN or Inf")
        if self.scale == "log":
            before = self.limits()
            for given in (low, high):
                if given <= 0:
                    warn(
                        f"Attempt to set non-positive {self.name}lim on a log-scaled axis will be "
                        "ignored."
                    )
            low = low if low > 0 else before[0]
            high = high if high > 0 else before[1]
        if low == high:
            warn(
                f"Attempting to set identical low and high {self.name}lims makes transformation "
                "singular; automatically expanding."
            )
            if self.scale == "log":
                low, high = low / 10, high * 10
        if self.scale != "log":
            low, high = nonsingular(low, high, 0.05, 1e-15, increasing=False)
        self.low, self.high, self.chosen = low, high, True

    def autoscale(self) -> None:
        """Limits from the data of all members, with their margins."""
        spans = [member._data_limits[self.name] for member in self.members]
        ends = [end for span in spans for end in span[:2] if math.isfinite(end)]
        if not ends and self.chosen:
            return
        low, high = (min(ends), max(ends)) if ends else (-math.inf, math.inf)
        smallest = min((span[2] for span in spans), default=math.inf)
        low, high = self._proper(low, high, smallest)
        member = self.members[0]
        margin = member._margins[self.name]
        stickies = []
        if margin and member.use_sticky_edges:
            stickies = sorted(
                edge
                for axes in self.members
                for artist in axes._artists
                for edge in artist._sticky[self.name]
                if self.scale != "log" or edge > 0
            )
        tolerance = 1e-5 * max(abs(low), abs(high), abs(high - low))
        below = bisect_left(stickies, low + tolerance) - 1
        above = bisect_left(stickies, high - tolerance)
        a, b = (math.log10(low), math.log10(high)) if self.scale == "log" else (low, high)
        delta = (b - a) * margin
        wide = (a - delta, b + delta)
        new_low, new_high = (10 ** wide[0], 10 ** wide[1]) if self.scale == "log" else wide
        if below >= 0:
            new_low = max(new_low, stickies[below])
        if above < len(stickies):
            new_high = min(new_high, stickies[above])
        if self.scale != "log":
            new_low, new_high = nonsingular(new_low, new_high, 1e-12, 1e-13)
        is_turned = self.low > self.high
        self.low, self.high = (new_high, new_low) if is_turned else (new_low, new_high)

    def _proper(self, low: float, high: float, smallest: float) -> tuple[float, float]:
        if self.scale != "log":
            if not (math.isfinite(low) and math.isfinite(high)):
                return -0.05, 0.05
            return nonsingular(low, high, 0.05, 1e-15)
        if not (math.isfinite(low) and math.isfinite(high)):
            return 1.0, 10.0
        if high <= 0:
            warn("Data has no positive values, and therefore cannot be log-scaled.")
            return 1.0, 10.0
        if low <= 0:
            low = smallest if math.isfinite(smallest) else 1e-300
        if low == high:
            low = 10.0 ** (math.ceil(math.log10(low)) - 1)
            high = 10.0 ** (math.floor(math.log10(high)) + 1)
        return low, high
