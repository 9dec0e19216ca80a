"""Places in a figure: https://matplotlib.org/3.6.0/api/_as_gen/matplotlib.gridspec.GridSpec.html"""

from typing import Any


class SubplotSpec:
    """Cells of a grid that belong to one axes: rows and columns from a first to before a last."""

    def __init__(self, grid: "GridSpec", rows: tuple[int, int], columns: tuple[int, int]) -> None:
        self.grid, self.rows, self.columns = grid, rows, columns

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SubplotSpec) and (
            (self.grid.shape, self.rows, self.columns)
            == (other.grid.shape, other.rows, other.columns)
        )

    __hash__ = None  # type: ignore[assignment]

    def share(self) -> tuple[float, float]:
        """The part of the grid's width and height that it takes, gaps left out."""
        widths, heights = self.grid.widths, self.grid.heights
        return (
            sum(widths[slice(*self.columns)]) / sum(widths),
            sum(heights[slice(*self.rows)]) / sum(heights),
        )


class GridSpec:
    """A grid of cells; `grid[0, :]` is the whole of the first row."""

    def __init__(
        self,
        nrows: int,
        ncols: int,
        figure: Any = None,
        *,
        width_ratios: Any = None,
        height_ratios: Any = None,
        **_: Any,
    ) -> None:
        for name, count in (("rows", nrows), ("columns", ncols)):
            if not isinstance(count, int) or count <= 0:
                raise ValueError(f"Number of {name} must be a positive integer, not {count!r}")
        self.nrows, self.ncols, self.figure = nrows, ncols, figure
        self.widths = self._ratios(width_ratios, ncols, "width")
        self.heights = self._ratios(height_ratios, nrows, "height")

    @staticmethod
    def _ratios(ratios: Any, count: int, name: str) -> list[float]:
        if ratios is None:
            return [1.0] * count
        if len(ratios) != count:
            axis = "columns" if name == "width" else "rows"
            raise ValueError(
                f"Expected the given number of {name} ratios to match the number of {axis} of "
                "the grid"
            )
        return [float(ratio) for ratio in ratios]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.nrows, self.ncols

    def update(self, **_: Any) -> None:
        """Gaps follow from what stands in them."""

    def _range(self, key: Any, count: int) -> tuple[int, int]:
        if isinstance(key, slice):
            first, last, _ = key.indices(count)
            return first, last
        index = key + count if key < 0 else key
        if not 0 <= index < count:
            raise IndexError("GridSpec slice would result in no space allocated for subplot")
        return index, index + 1

    def __getitem__(self, key: Any) -> SubplotSpec:
        if isinstance(key, tuple):
            rows, columns = key
            return SubplotSpec(
                self, self._range(rows, self.nrows), self._range(columns, self.ncols)
            )
        first, last = self._range(key, self.nrows * self.ncols)
        (top, left), (bottom, right) = divmod(first, self.ncols), divmod(last - 1, self.ncols)
        return SubplotSpec(self, (top, bottom + 1), (min(left, right), max(left, right) + 1))
