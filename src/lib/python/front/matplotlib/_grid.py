"""The array of axes that `subplots` answers; it is used like numpy's array of objects."""

from collections.abc import Iterator
from typing import Any


class AxesArray:
    """Axes in one or two dimensions."""

    def __init__(self, items: list[Any], shape: tuple[int, ...]) -> None:
        self._items, self.shape = items, shape

    @property
    def ndim(self) -> int:
        """1 or 2."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """How many axes there are."""
        return len(self._items)

    @property
    def flat(self) -> Iterator[Any]:
        """All axes, row by row."""
        return iter(self._items)

    @property
    def T(self) -> "AxesArray":
        """Rows and columns exchanged."""
        if self.ndim == 1:
            return self
        rows, columns = self.shape
        turned = [self._items[r * columns + c] for c in range(columns) for r in range(rows)]
        return AxesArray(turned, (columns, rows))

    def ravel(self, *_: Any) -> "AxesArray":
        """All axes in one dimension, row by row."""
        return AxesArray(list(self._items), (self.size,))

    flatten = ravel

    def reshape(self, *shape: Any) -> "AxesArray":
        """The same axes in another shape; one length may be -1."""
        wanted = tuple(shape[0]) if len(shape) == 1 and isinstance(shape[0], tuple) else shape
        known = 1
        for length in wanted:
            known *= length if length != -1 else 1
        full = tuple(self.size // known if length == -1 else length for length in wanted)
        count = 1
        for length in full:
            count *= length
        if count != self.size or len(full) not in (1, 2):
            raise ValueError(f"cannot reshape array of size {self.size} into shape {wanted}")
        return AxesArray(list(self._items), full)

    def tolist(self) -> list[Any]:
        """The axes as a list, or as a list of rows."""
        if self.ndim == 1:
            return list(self._items)
        columns = self.shape[1]
        return [self._items[i : i + columns] for i in range(0, self.size, columns)]

    def _pick(self, key: Any, axis: int) -> tuple[list[int], bool]:
        """The places along a direction that a key means, and whether it means just one."""
        count = self.shape[axis]
        if isinstance(key, slice):
            return list(range(count))[key], False
        try:
            place = key.__index__()
        except AttributeError:
            raise IndexError(
                "only integers and slices (`:`) are valid indices of an array of axes"
            ) from None
        if not -count <= place < count:
            raise IndexError(f"index {place} is out of bounds for axis {axis} with size {count}")
        return [place % count], True

    def __getitem__(self, key: Any) -> Any:
        keys = key if isinstance(key, tuple) else (key,)
        if len(keys) > self.ndim:
            raise IndexError(
                f"too many indices for array: array is {self.ndim}-dimensional, but {len(keys)} "
                "were indexed"
            )
        keys = (*keys, *(slice(None) for _ in range(self.ndim - len(keys))))
        picked = [self._pick(part, axis) for axis, part in enumerate(keys)]
        columns = self.shape[1] if self.ndim == 2 else 1
        rows, across = picked[0][0], picked[1][0] if self.ndim == 2 else [0]
        items = [self._items[r * columns + c] for r in rows for c in across]
        shape = tuple(len(places) for places, is_one in picked if not is_one)
        return AxesArray(items, shape) if shape else items[0]

    def __len__(self) -> int:
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(len(self)))

    def __repr__(self) -> str:
        rows = self.tolist()
        if self.ndim == 1:
            return f"array([{', '.join(map(repr, rows))}], dtype=object)"
        texts = [f"[{', '.join(map(repr, row))}]" for row in rows]
        return f"array([{(',' + chr(10) + ' ' * 7).join(texts)}], dtype=object)"
