"""Single numbers as numpy's functions give them: float64, float32, int64 and bool_.

They are Python numbers too, float32 included (in numpy only float64 is), so that whatever takes a
number takes them. They print as in numpy 1.24: ``1.5``; numpy 2 writes ``np.float64(1.5)``.
Source: https://numpy.org/doc/stable/reference/arrays.scalars.html
"""

from array import array as _cells

from . import _dtype as dt

_cell = _cells("f", (0.0,))


def round_to_single(value):
    """The nearest float32."""
    _cell[0] = value
    return _cell[0]


class generic:
    """What all single numbers have."""

    __slots__ = ()
    __module__ = "numpy"

    shape = ()
    strides = ()
    ndim = 0
    size = 1
    base = None

    def __new__(cls, *args):
        raise TypeError(f"cannot create '{cls.__module__}.{cls.__name__}' instances")

    def __init_subclass__(cls, dtype=None, **keywords):
        super().__init_subclass__(**keywords)
        cls.__module__ = "numpy"
        if dtype is not None:
            cls.dtype = dtype
            dt.register(cls, dtype)

    @property
    def itemsize(self):
        return self.dtype.itemsize

    nbytes = itemsize

    @property
    def T(self):
        return self

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return type(self)(0)

    @property
    def _tensor(self):
        return self._array._tensor

    @property
    def _array(self):
        from ._create import from_values

        return from_values([self.item()], (), self.dtype)

    def __array__(self, dtype=None):
        return self._array if dtype is None else self._array.astype(dtype)

    def __getitem__(self, key):
        if key == () or key is Ellipsis or key is None:
            return self._array[key]
        raise IndexError("invalid index to scalar variable.")

    def __getattr__(self, name):
        from ._array import ndarray

        if name.startswith("_") or not hasattr(ndarray, name):
            raise AttributeError(f"'{_path(type(self))}' object has no attribute '{name}'")
        found = getattr(self._array, name)
        if not callable(found):
            return found

        def method(*args, **keywords):
            made = found(*args, **keywords)
            return made[()] if isinstance(made, ndarray) else made

        return method

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return (type(self), (self.item(),))


def _path(kind):
    return f"{kind.__module__}.{kind.__name__}"


class number(generic):
    __slots__ = ()


class integer(number):
    __slots__ = ()


class signedinteger(integer):
    __slots__ = ()


class unsignedinteger(integer):
    __slots__ = ()


class inexact(number):
    __slots__ = ()


class floating(inexact):
    __slots__ = ()


class complexfloating(inexact):
    __slots__ = ()


class flexible(generic):
    __slots__ = ()


class character(flexible):
    __slots__ = ()


def _made(cls, base, value):
    """A number of this type; of nested lists and arrays an array of this dtype."""
    if hasattr(value, "__len__") and not isinstance(value, (str, bytes)):
        from ._create import array

        made = array(value, cls.dtype)
        return made if made.ndim else made[()]
    return base.__new__(cls, value)


class float64(floating, float, dtype=dt.FLOAT64):
    """Double precision, which numpy computes with unless told otherwise."""

    __slots__ = ()

    def __new__(cls, value=0.0):
        if type(value) is float:
            return float.__new__(cls, value)
        return _made(cls, float, value)

    def item(self, *args):
        return float(self)

    tolist = item
    __hash__ = float.__hash__
    __str__ = __repr__ = float.__repr__

    def __format__(self, spec):
        return format(float(self), spec)


class float32(floating, float, dtype=dt.FLOAT32):
    """Single precision, PyTorch's default."""

    __slots__ = ()

    def __new__(cls, value=0.0):
        if not isinstance(value, (int, float)):
            value = _made(cls, float, value)
            if not isinstance(value, float):
                return value
        return float.__new__(cls, round_to_single(value))

    def item(self, *args):
        return float(self)

    tolist = item
    __hash__ = float.__hash__

    def __repr__(self):
        from ._floats import single_text

        return single_text(float(self))

    __str__ = __repr__

    def __format__(self, spec):
        return format(float(self), spec)


class int64(signedinteger, int, dtype=dt.INT64):
    """A whole number; Backflow's engine keeps it exactly up to 2**53."""

    __slots__ = ()

    def __new__(cls, value=0):
        made = _made(cls, int, value)
        if type(made) is cls and not -(2**63) <= made < 2**63:
            raise OverflowError("Python int too large to convert to C long")
        return made

    def item(self, *args):
        return int(self)

    tolist = item
    __hash__ = int.__hash__
    __str__ = __repr__ = int.__repr__

    def __format__(self, spec):
        return format(int(self), spec)


class bool_(generic, int, dtype=dt.BOOL):
    """True or False as numpy's comparisons give them."""

    __slots__ = ()

    def __new__(cls, value=False):
        if hasattr(value, "__len__") and not isinstance(value, (str, bytes)):
            return _made(cls, int, value)
        return _TRUE if value else _FALSE

    def item(self, *args):
        return self is _TRUE

    tolist = item
    __hash__ = int.__hash__

    def __bool__(self):
        return self is _TRUE

    def __repr__(self):
        return "True" if self else "False"

    __str__ = __repr__

    def __format__(self, spec):
        return format(bool(self), spec)


_TRUE = int.__new__(bool_, 1)
_FALSE = int.__new__(bool_, 0)
CLASSES = {kind.dtype: kind for kind in (float64, float32, int64, bool_)}


def of_number(value, dtype):
    """A scalar of this dtype."""
    if dtype is dt.FLOAT64:
        return float.__new__(float64, value)
    return CLASSES[dtype](value)


def _lacking(name, parent):
    def refuse(cls, *args):
        raise dt.lacking(name)

    made = type(name, (parent,), {"__new__": refuse, "__slots__": ()})
    dt.refuse(made, name)
    return made


LACKING = {
    name: _lacking(name, parent)
    for parent, names in (
        (signedinteger, ("int8", "int16", "int32")),
        (unsignedinteger, ("uint8", "uint16", "uint32", "uint64")),
        (floating, ("float16", "longdouble")),
        (complexfloating, ("complex64", "complex128")),
        (character, ("str_", "bytes_")),
        (generic, ("object_", "datetime64", "timedelta64")),
    )
    for name in names
}
