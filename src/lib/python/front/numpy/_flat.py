"""`a.flat` and `a.flags`."""

from ._create import asarray
from ._index import getitem


class flatiter:
    """The elements of an array in row-major order, to be read and written one after another.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.flatiter.html
    """

    __module__ = "numpy"

    def __init__(self, base):
        self.base = base
        self._next = 0

    def __len__(self):
        return self.base.size

    def __iter__(self):
        return self

    def __next__(self):
        if self._next >= self.base.size:
            raise StopIteration
        self._next += 1
        return self[self._next - 1]

    def __array__(self, dtype=None):
        return self.base.flatten()

    def _indices(self, place):
        size = self.base.size
        if not -size <= place < size:
            raise IndexError(f"index {place} is out of bounds for axis 0 with size {size}")
        place %= size
        indices = []
        for one in reversed(self.base.shape):
            place, last = divmod(place, one)
            indices.insert(0, last)
        return tuple(indices)

    def __getitem__(self, key):
        if hasattr(key, "__index__"):
            return self.base[self._indices(key.__index__())]
        return getitem(self.base.flatten(), key)

    def __setitem__(self, key, value):
        if hasattr(key, "__index__"):
            self.base[self._indices(key.__index__())] = value
            return
        line = self.base.flatten()
        given = asarray(value).ravel()
        places = asarray(range(line.size))[key]
        for k, place in enumerate(places.ravel().tolist()):
            line[place] = given[k % given.size]
        self.base[...] = line.reshape(self.base.shape)

    def copy(self):
        """All elements along one axis."""
        return self.base.flatten()


class Flags:
    """How an array lies in memory, and whether it may be written into."""

    def __init__(self, array):
        self._array = array

    @property
    def c_contiguous(self):
        return self._array._is_contiguous

    @property
    def f_contiguous(self):
        return self._array.transpose()._is_contiguous

    @property
    def owndata(self):
        return self._array.base is None

    @property
    def writeable(self):
        return not self._array._locked

    @writeable.setter
    def writeable(self, value):
        base = self._array.base
        if value and base is not None and base._locked:
            raise ValueError("cannot set WRITEABLE flag to True of this array")
        self._array._locked = not value

    def __getitem__(self, name):
        return getattr(self, name.lower())

    def __setitem__(self, name, value):
        setattr(self, name.lower(), value)

    def __repr__(self):
        names = ("c_contiguous", "f_contiguous", "owndata", "writeable")
        lines = [f"  {name.upper()} : {getattr(self, name)}" for name in names]
        return "\n".join([*lines, "  ALIGNED : True", "  WRITEBACKIFCOPY : False", ""])
