"""Pictures, as in https://matplotlib.org/3.6.0/api/image_api.html"""

from typing import Any

from ._data import array, leaves, lacks, number, plain, shape_of
from .artist import Artist, ignored
from .cm import ScalarMappable
from .colors import Normalize

# A picture of more cells is shown by some of its rows and columns.
MOST_CELLS = 250_000


class AxesImage(Artist, ScalarMappable):
    """A picture in the axes: numbers through a colour map, or colours."""

    zorder = 0
    _properties = {
        **Artist._properties,
        **ignored("interpolation", "interpolation_stage", "filternorm", "filterrad", "resample"),
    }

    def __init__(
        self, data: Any, norm: Normalize, cmap: Any, origin: str, extent: list[float] | None
    ) -> None:
        Artist.__init__(self)
        ScalarMappable.__init__(self, norm, cmap)
        self.origin = origin
        self._given_extent = extent
        self.set_data(data)

    def set_data(self, A: Any) -> None:
        """Another picture: shape (M, N), or (M, N, 3) or (M, N, 4) with colours."""
        if callable(getattr(A, "convert", None)) and hasattr(A, "getpixel"):
            raise lacks("A picture of PIL")
        nested = plain(A)
        shape = shape_of(nested)
        while len(shape) == 3 and shape[2] == 1:
            nested = [[cell[0] for cell in row] for row in nested]
            shape = shape[:2]
        if len(shape) not in (2, 3) or (len(shape) == 3 and shape[2] not in (3, 4)):
            raise TypeError(f"Invalid shape {shape} for image data")
        if 0 in shape:
            raise lacks("A picture without pixels")
        self._shape = shape
        self._nested = nested
        self._is_whole = all(isinstance(v, (int, bool)) for v in leaves(nested))
        if len(shape) == 2:
            self.set_array(nested)

    def get_size(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._shape[0], self._shape[1]

    def get_array(self) -> Any:
        """The numbers or colours."""
        return array(self._nested)

    def get_extent(self) -> tuple[float, float, float, float]:
        """Left, right, bottom and top, in data coordinates."""
        if self._given_extent is not None:
            left, right, bottom, top = self._given_extent
            return (left, right, bottom, top)
        rows, columns = self.get_size()
        if self.origin == "upper":
            return (-0.5, columns - 0.5, rows - 0.5, -0.5)
        return (-0.5, columns - 0.5, -0.5, rows - 0.5)

    def set_extent(self, extent: Any) -> None:
        """Another place: left, right, bottom and top."""
        self._given_extent = [number(v) for v in plain(extent)]
        if self.axes is not None:
            self.axes._place_image(self)

    def _extent(self) -> tuple[list[float], list[float]]:
        left, right, bottom, top = self.get_extent()
        return [left, right], [bottom, top]

    def _size(self) -> int:
        # Pictures have a bound of their own, see `_kept`.
        return 1

    def _kept(self) -> tuple[list, int]:
        """The rows that are shown, and of how many in each direction one is kept."""
        rows, columns = self.get_size()
        step = 1
        while (rows // step) * (columns // step) > MOST_CELLS:
            step += 1
        return [row[::step] for row in self._nested[::step]], step

    def _notes(self) -> list[str]:
        rows, columns = self.get_size()
        step = self._kept()[1]
        if step == 1:
            return []
        return [f"Of the picture's {rows} × {columns} pixels one in {step * step} is drawn."]

    def _spec(self) -> dict | None:
        kept, _ = self._kept()
        spec = {
            **self._common("image"),
            "extent": list(self.get_extent()),
            "fromTop": self.origin == "upper",
            "cells": None,
            "tint": None,
            "pixels": None,
        }
        if len(self._shape) == 2:
            cells = [[number(cell) for cell in row] for row in kept]
            return {**spec, "cells": cells, "tint": self._tint()}
        scale = 1 if self._is_whole else 255

        def part(value: Any) -> str:
            return f"{round(max(0.0, min(255.0, number(value) * scale))):02x}"

        rows = ["".join(part(v) for cell in row for v in cell) for row in kept]
        return {**spec, "pixels": rows, "channels": self._shape[2]}
