"""The array: a shape, a dtype and a tensor that holds the elements.

Source: https://numpy.org/doc/stable/reference/arrays.ndarray.html
"""

from . import _dtype as dt
from ._engine import Tensor, cast, filled, flat, is_contiguous
from ._lacking import method_lacks
from ._scalar import of_number

_AMBIGUOUS = (
    "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"
)
# What numpy's arrays have and these don't; their absence is Backflow's.
_LACKING = frozenset(
    "byteswap choose compress conjugate conj ctypes data dump dumps getfield newbyteorder "
    "partition resize setfield setflags tobytes tofile tostring view".split()
)


class ndarray:
    """Elements of one dtype in a grid. Arrays of the same tensor share memory.

    What PyTorch's ``t.numpy()`` gives; ``torch.from_numpy(a)`` is the way back.
    Differs from numpy where the engine does: a slice with a negative step is a copy, not a view.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.ndarray.html
    """

    __slots__ = ("_elements", "_shape", "dtype", "base", "_locked", "__weakref__")
    __module__ = "numpy"
    # Tensors go before arrays, as in PyTorch: `array * tensor` is the tensor's affair.
    __array_priority__ = 0

    def __new__(cls, shape, dtype=float, buffer=None, offset=0, strides=None, order=None):
        if buffer is not None or strides is not None or offset:
            raise TypeError("Backflow's numpy makes no arrays from buffers")
        from ._create import empty

        return empty(shape, dtype)

    @property
    def shape(self):
        return self._shape

    @shape.setter
    def shape(self, shape):
        reshaped = self.reshape(shape)
        if reshaped.base is None:
            raise AttributeError(
                "Incompatible shape for in-place modification. Use `.reshape()` to make a copy "
                "with the desired shape."
            )
        self._elements, self._shape = reshaped._elements, reshaped._shape

    @property
    def ndim(self):
        return len(self._shape)

    @property
    def size(self):
        size = 1
        for one in self._shape:
            size *= one
        return size

    @property
    def itemsize(self):
        return self.dtype.itemsize

    @property
    def nbytes(self):
        return self.size * self.dtype.itemsize

    @property
    def strides(self):
        return tuple(step * self.dtype.itemsize for step in self._elements.stride())

    @property
    def T(self):
        return self.transpose()

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return wrap(filled(self._shape, 0, self.dtype), self.dtype, self._shape)

    @property
    def flags(self):
        from ._flat import Flags

        return Flags(self)

    @property
    def flat(self):
        from ._flat import flatiter

        return flatiter(self)

    @flat.setter
    def flat(self, value):
        self.flat[:] = value

    @property
    def _tensor(self):
        """A tensor of its own over the same memory, for `torch.from_numpy`."""
        return self._elements.detach()

    @property
    def _is_contiguous(self):
        return is_contiguous(self._shape, self._elements.stride())

    def __getattr__(self, name):
        if name in _LACKING:
            raise method_lacks("numpy.ndarray", name)
        raise AttributeError(f"'numpy.ndarray' object has no attribute '{name}'", name=name)

    def __array__(self, dtype=None):
        return self if dtype is None else self.astype(dtype, copy=False)

    def __len__(self):
        if not self._shape:
            raise TypeError("len() of unsized object")
        return self._shape[0]

    def __iter__(self):
        if not self._shape:
            raise TypeError("iteration over a 0-d array")
        if len(self._shape) == 1:
            return iter([of_number(one, self.dtype) for one in self._elements.tolist()])
        return (self[k] for k in range(self._shape[0]))

    def __contains__(self, value):
        return bool((self == value).any())

    def __bool__(self):
        if self.size > 1:
            raise ValueError(_AMBIGUOUS)
        if self.size == 0:
            from ._errors import warn

            warn(
                "The truth value of an empty array is ambiguous. Returning False, but in future "
                "this will result in an error. Use `array.size > 0` to check that an array is not "
                "empty.",
                DeprecationWarning,
            )
            return False
        return bool(flat(self._elements)[0])

    def _only(self):
        if self.size != 1:
            raise TypeError("only size-1 arrays can be converted to Python scalars")
        return flat(self._elements)[0]

    def __float__(self):
        return float(self._only())

    def __int__(self):
        return int(self._only())

    def __complex__(self):
        return complex(self._only())

    def __index__(self):
        if self._shape or self.dtype.kind != "i":
            raise TypeError("only integer scalar arrays can be converted to a scalar index")
        return int(self._only())

    def __str__(self):
        from ._print import array_str

        return array_str(self)

    def __repr__(self):
        from ._print import array_repr

        return array_repr(self)

    def __format__(self, spec):
        if not self._shape:
            return format(self[()], spec)
        if spec:
            raise TypeError("unsupported format string passed to numpy.ndarray.__format__")
        return str(self)

    def __hash__(self):
        raise TypeError("unhashable type: 'numpy.ndarray'")

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, memo):
        return self.copy()

    def __reduce__(self):
        from ._create import from_values

        return (from_values, (flat(self._elements), self._shape, self.dtype))

    def __getitem__(self, key):
        return _index().getitem(self, key)

    def __setitem__(self, key, value):
        _index().setitem(self, key, value)

    def tolist(self):
        """The elements as Python numbers in nested lists; a number for a 0-d array."""
        return self._elements.tolist() if self._shape else self._elements.item()

    def item(self, *args):
        """One element as a Python number, by its place or its indices."""
        if args:
            key = args[0] if len(args) == 1 else args
            return (self[key] if isinstance(key, tuple) else self.flat[key]).item()
        if self.size != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return flat(self._elements)[0]

    def itemset(self, *args):
        *place, value = args
        if len(place) == 1 and not isinstance(place[0], tuple):
            self.flat[place[0]] = value
        else:
            self[tuple(place[0] if len(place) == 1 else place)] = value

    def copy(self, order="C"):
        """The same elements in memory of their own."""
        return wrap(self._elements.contiguous().clone(), self.dtype, self._shape)

    def astype(self, dtype, order="K", casting="unsafe", subok=True, copy=True):
        """The elements in another dtype; floats become ints towards zero."""
        dtype = dt.find(dtype)
        if dtype is self.dtype:
            return self.copy() if copy else self
        return wrap(cast(self._elements, dtype), dtype, self._shape)

    def fill(self, value):
        """Writes one value everywhere."""
        self[...] = value


_indexing = []


def _index():
    if not _indexing:
        from . import _index as module

        _indexing.append(module)
    return _indexing[0]


def wrap(tensor, dtype=None, shape=None, base=None):
    """The array of a tensor that isn't recorded by autograd; of `base` it is a view."""
    made = object.__new__(ndarray)
    made._elements = tensor
    made._shape = tuple(tensor.shape) if shape is None else shape
    made.dtype = dt.of_tensor(tensor) if dtype is None else dtype
    made._locked = False
    if base is None:
        made.base = None
    else:
        made.base = base if base.base is None else base.base
        made._locked = base._locked
    return made


def result(tensor, dtype, shape):
    """What a function gives: an array, or a single number where there are no axes."""
    if shape == ():
        return of_number(tensor.item(), dtype)
    return wrap(tensor, dtype, shape)


def from_tensor(tensor):
    """The array over a tensor's memory; what `Tensor.numpy` gives."""
    if not isinstance(tensor, Tensor):
        raise TypeError(f"expected a tensor, not {type(tensor).__name__}")
    # Of its own, so that the tensor may require a gradient later on.
    return wrap(tensor.detach())
