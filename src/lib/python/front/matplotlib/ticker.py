"""Where ticks stand and what they say, as in https://matplotlib.org/3.6.0/api/ticker_api.html"""

import math
from collections.abc import Callable
from typing import Any

from ._data import array, numbers

_NICE = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
# A double's smallest normal number.
_TINY = 2.2250738585072014e-308


def nonsingular(
    low: float, high: float, expander: float, tiny: float, increasing: bool = True
) -> tuple[float, float]:
    """An interval that isn't too small to be divided, widened where it is."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return -expander, expander
    is_turned = high < low
    if is_turned:
        low, high = high, low
    size = max(abs(low), abs(high))
    if size < 1e6 / tiny * _TINY:
        low, high = -expander, expander
    elif high - low <= size * tiny:
        low -= expander * abs(low)
        high += expander * abs(high)
    return (high, low) if is_turned and not increasing else (low, high)


class Locator:
    """Finds the places of ticks."""

    def tick_values(self, vmin: float, vmax: float) -> Any:
        """Places between two ends, maybe one beyond each."""
        raise NotImplementedError

    def _spec(self) -> dict | None:
        """What a figure says of it; None where it has to be asked for its places."""
        return None


class MaxNLocator(Locator):
    """At most so many intervals between nice numbers; 'auto' follows the length of the axis."""

    def __init__(
        self,
        nbins: Any = 10,
        steps: Any = None,
        integer: bool = False,
        symmetric: bool = False,
        prune: str | None = None,
        min_n_ticks: int = 2,
    ) -> None:
        self._nbins: Any = 10 if nbins is None else nbins
        self._steps = _NICE if steps is None else [float(step) for step in steps]
        if self._steps[0] != 1:
            self._steps = [1, *self._steps]
        if self._steps[-1] != 10:
            self._steps = [*self._steps, 10]
        self._integer, self._symmetric, self._prune = integer, symmetric, prune
        self._least = max(1, min_n_ticks)

    def _spec(self) -> dict | None:
        if self._symmetric or self._prune:
            return None
        return {
            "bins": None if self._nbins == "auto" else int(self._nbins),
            "steps": self._steps,
            "integer": self._integer,
            "least": self._least,
        }

    def tick_values(self, vmin: float, vmax: float, space: int = 9) -> Any:
        """Nice places; `space` is how many intervals fit where that isn't said."""
        if self._symmetric:
            vmax = max(abs(vmin), abs(vmax))
            vmin = -vmax
        low, high = nonsingular(vmin, vmax, 1e-13, 1e-14)
        least = max(1, self._least - 1)
        bins = min(9, max(least, space)) if self._nbins == "auto" else int(self._nbins)
        ticks = self._raw(low, high, bins)
        first = 1 if self._prune in ("lower", "both") else 0
        last = len(ticks) - (1 if self._prune in ("upper", "both") else 0)
        return array(ticks[first:last])

    def _raw(self, vmin: float, vmax: float, bins: int) -> list[float]:
        length, middle = abs(vmax - vmin), (vmax + vmin) / 2
        offset = 0.0
        if abs(middle) / length >= 100:
            offset = math.copysign(10.0 ** (math.log10(abs(middle)) // 1), middle)
        scale = 10.0 ** (math.log10(length / bins) // 1)
        low, high = vmin - offset, vmax - offset
        stairs = [*(0.1 * s for s in self._steps[:-1]), *self._steps, 10 * self._steps[1]]
        steps = [scale * step for step in stairs]
        if self._integer:
            steps = [s for s in steps if s < 1 or abs(s - round(s)) < 0.001]
        start = next(i for i, step in enumerate(steps) if step >= (high - low) / bins)
        ticks: list[float] = []
        for step in reversed(steps[: start + 1]):
            if self._integer and math.floor(high) - math.ceil(low) >= self._least - 1:
                step = max(1, step)
            base = low // step * step
            first = _edge(low - base, step, offset, upper=False)
            last = _edge(high - base, step, offset, upper=True)
            ticks = [k * step + base for k in range(first, last + 1)]
            if sum(low <= tick <= high for tick in ticks) >= self._least:
                break
        return [tick + offset for tick in ticks]


def _edge(x: float, step: float, offset: float, upper: bool) -> int:
    """The multiple of the step at or beyond x, with room for rounding far from 0."""
    d, m = divmod(x, step)
    if offset:
        digits = math.log10(abs(offset) / step)
        room = min(0.4999, max(1e-10, 10 ** (digits - 12)))
    else:
        room = 1e-10
    if upper:
        return int(d if abs(m / step) < room else d + 1)
    return int(d + 1 if abs(m / step - 1) < room else d)


class AutoLocator(MaxNLocator):
    """What axes have when nothing else was set."""

    def __init__(self) -> None:
        super().__init__("auto", steps=[1, 2, 2.5, 5, 10])


class MultipleLocator(Locator):
    """At the multiples of a number."""

    def __init__(self, base: float = 1.0) -> None:
        self._base = float(base)

    def tick_values(self, vmin: float, vmax: float) -> Any:
        """The multiples between the ends, and one beyond each."""
        low, high = sorted((vmin, vmax))
        first = math.ceil(low / self._base - 1e-10) - 1
        count = math.floor((high - (first + 1) * self._base) / self._base + 1e-3) + 3
        if count > 1000:
            raise RuntimeError(f"Locator attempting to generate {count} ticks, more than 1000")
        return array([(first + k) * self._base for k in range(count)])


class FixedLocator(Locator):
    """At given places."""

    def __init__(self, locs: Any) -> None:
        self.locs = numbers(locs)

    def tick_values(self, vmin: float, vmax: float) -> Any:
        """The given places."""
        return array(self.locs)


class NullLocator(FixedLocator):
    """Nowhere."""

    def __init__(self) -> None:
        super().__init__([])


class LinearLocator(Locator):
    """So many, at equal distances from end to end."""

    def __init__(self, numticks: int = 11) -> None:
        self._count = numticks

    def tick_values(self, vmin: float, vmax: float) -> Any:
        """The places."""
        steps = max(1, self._count - 1)
        return array([vmin + (vmax - vmin) * k / steps for k in range(self._count)])


class LogLocator(Locator):
    """At powers of 10."""

    def __init__(self, base: float = 10.0, *_: Any, **__: Any) -> None:
        self._base = float(base)

    def tick_values(self, vmin: float, vmax: float, space: int = 9) -> Any:
        """The powers between the ends and one stride beyond."""
        if vmin <= 0:
            raise ValueError("Data has no positive values, and therefore can not be log-scaled.")
        low, high = (math.log(v) / math.log(self._base) for v in sorted((vmin, vmax)))
        decades = math.floor(high) - math.ceil(low)
        stride = (decades + 1) // min(9, max(2, space)) + 1
        if stride >= decades:
            stride = max(1, decades - 1)
        powers = range(math.floor(low) - stride, math.ceil(high) + 2 * stride, stride)
        return array([self._base**power for power in powers])


Format = Callable[[float, int], str]


class Formatter:
    """Writes ticks."""

    def format_ticks(self, values: list[float]) -> list[str]:
        """The texts of all ticks of an axis."""
        return [str(self(value, i)) for i, value in enumerate(values)]

    def __call__(self, x: float, pos: int | None = None) -> str:
        raise NotImplementedError


class FuncFormatter(Formatter):
    """As a function of value and position says."""

    def __init__(self, func: Format) -> None:
        self.func = func

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self.func(x, pos)


class FormatStrFormatter(Formatter):
    """As an old-style format such as '%.2f' says."""

    def __init__(self, fmt: str) -> None:
        self.fmt = fmt

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self.fmt % x


class StrMethodFormatter(Formatter):
    """As a format such as '{x:.2f}' says."""

    def __init__(self, fmt: str) -> None:
        self.fmt = fmt

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self.fmt.format(x=x, pos=pos)


class PercentFormatter(Formatter):
    """In percent of `xmax`."""

    def __init__(self, xmax: float = 100, decimals: int | None = None, symbol: str = "%") -> None:
        self.xmax, self.decimals, self.symbol = xmax, decimals, symbol

    def __call__(self, x: float, pos: int | None = None) -> str:
        share = 100.0 * x / self.xmax
        text = f"{share:.{self.decimals}f}" if self.decimals is not None else f"{share:.10g}"
        return text + (self.symbol or "")


class NullFormatter(Formatter):
    """With nothing."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return ""


class FixedFormatter(Formatter):
    """With given texts, in order."""

    def __init__(self, seq: Any) -> None:
        self.seq = [str(text) for text in seq]

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self.seq[pos] if pos is not None and pos < len(self.seq) else ""


class ScalarFormatter(Formatter):
    """With as many decimals as tell neighbours apart; a figure writes its ticks so by itself."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def format_ticks(self, values: list[float]) -> list[str]:
        """The texts of all ticks of an axis."""
        return plain_texts(values)


def plain_texts(values: list[float]) -> list[str]:
    """Texts with as many decimals as tell neighbours apart."""
    if not values:
        return []
    span = max(values) - min(values) or abs(values[0]) or 1.0
    decimals = max(0, 3 - math.floor(math.log10(span)))
    error = 1e-3 * 10 ** math.floor(math.log10(span))
    while decimals > 0 and all(abs(v - round(v, decimals - 1)) < error for v in values):
        decimals -= 1
    return [f"{value:.{decimals}f}".replace("-", "\N{MINUS SIGN}") for value in values]
