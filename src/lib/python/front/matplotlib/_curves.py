"""Methods of axes that draw lines through points."""

from typing import Any

from ._base import AxesBase
from ._data import check_in, is_many, warn
from ._format import parse
from .lines import Line2D, columns


class CurvesMixin(AxesBase):
    """plot, step, and plot on logarithmic scales."""

    def plot(
        self, *args: Any, scalex: bool = True, scaley: bool = True, data: Any = None, **kwargs: Any
    ) -> list[Line2D]:
        """https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.axes.Axes.plot.html

        y, or x and y, each with a format string after it if wanted, again and again. Columns of a
        two-dimensional argument are lines of their own.
        """
        if data is not None:
            args = tuple(data[a] if isinstance(a, str) and a in data else a for a in args)
        for name in "xy":
            if name in kwargs:
                raise TypeError(f"plot got an unexpected keyword argument {name!r}")
        made: list[Line2D] = []
        rest = list(args)
        if len(rest) >= 4 and isinstance(kwargs.get("label"), (list, tuple)):
            raise ValueError(
                "plot() with multiple groups of data (i.e., pairs of x and y) does not support "
                "multiple labels"
            )
        while rest:
            group, rest = rest[:2], rest[2:]
            if rest and isinstance(rest[0], str):
                group.append(rest.pop(0))
            made += self._group(group, kwargs)
        for line in made:
            self._add(line, scalex, scaley)
        return made

    def _group(self, group: list[Any], kwargs: dict) -> list[Line2D]:
        words: dict[str, Any] = {}
        if len(group) > 1 and isinstance(group[-1], str):
            fmt = group.pop()
            for name, value in zip(("linestyle", "marker", "color"), parse(fmt)):
                if value is None:
                    continue
                if name in kwargs and value != "None" and fmt.lower() != "none":
                    warn(
                        f"{name} is redundantly defined by the '{name}' keyword argument and the "
                        f'fmt string "{fmt}" (-> {name}={value!r}). The keyword argument will take '
                        "precedence."
                    )
                words[name] = value
        elif len(group) == 3:
            raise ValueError("third arg must be a format string")
        if any(value is None for value in group):
            raise ValueError("x, y, and format string must not be None")
        ys, y_shape = columns(group[-1], self.yaxis.convert)
        if len(group) == 2:
            xs, x_shape = columns(group[0], self.xaxis.convert)
        else:
            xs, x_shape = [[float(i) for i in range(y_shape[0])]], (y_shape[0],)
        if x_shape[0] != y_shape[0]:
            raise ValueError(
                f"x and y must have same first dimension, but have shapes {x_shape} and {y_shape}"
            )
        if len(x_shape) > 2 or len(y_shape) > 2:
            raise ValueError(
                f"x and y can be no greater than 2D, but have shapes {x_shape} and {y_shape}"
            )
        if len(xs) > 1 and len(ys) > 1 and len(xs) != len(ys):
            raise ValueError(f"x has {len(xs)} columns but y has {len(ys)} columns")
        if not xs or not ys:
            return []
        count = max(len(xs), len(ys))
        labels = spread_labels(kwargs.get("label"), count)
        made = []
        for j in range(count):
            properties = {**words, **kwargs}
            if properties.get("color") is None and properties.get("c") is None:
                properties.pop("c", None)
                properties["color"] = self._next_color()
            line = Line2D(xs[j % len(xs)], ys[j % len(ys)], **{**properties, "label": labels[j]})
            made.append(self._named(line))
        return made

    def _named(self, artist: Any) -> Any:
        """Gives a nameless artist a name that legends leave out, as matplotlib does."""
        if artist._values.get("label") is None:
            artist._values["label"] = f"_child{len(self._artists)}"
        return artist

    def step(self, x: Any, y: Any, *args: Any, where: str = "pre", **kwargs: Any) -> list[Line2D]:
        """A line of steps; the value holds before ('pre'), after ('post') or around ('mid') x."""
        check_in("where", where, ["pre", "post", "mid"])
        return self.plot(x, y, *args, drawstyle="steps-" + where, **kwargs)

    def semilogx(self, *args: Any, **kwargs: Any) -> list[Line2D]:
        """`plot` with a logarithmic x axis."""
        self.set_xscale("log")
        return self.plot(*args, **kwargs)

    def semilogy(self, *args: Any, **kwargs: Any) -> list[Line2D]:
        """`plot` with a logarithmic y axis."""
        self.set_yscale("log")
        return self.plot(*args, **kwargs)

    def loglog(self, *args: Any, **kwargs: Any) -> list[Line2D]:
        """`plot` with two logarithmic axes."""
        self.set_xscale("log")
        self.set_yscale("log")
        return self.plot(*args, **kwargs)


def spread_labels(label: Any, count: int) -> list[Any]:
    """One label for each line."""
    if label is None or isinstance(label, str) or not is_many(label) or count == 1:
        return [label] * count
    labels = list(label)
    if len(labels) != count:
        raise ValueError(
            "label must be scalar or have the same length as the input data, but found "
            f"{len(labels)} for {count} datasets."
        )
    return labels
