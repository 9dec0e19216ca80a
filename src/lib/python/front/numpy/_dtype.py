"""Element types: the four that Backflow's engine has, and clear words about those it lacks.

Source: https://numpy.org/doc/stable/reference/arrays.dtypes.html
"""

import torch

_LACKING = {
    **dict.fromkeys(("i1", "b", "byte"), "int8"),
    **dict.fromkeys(("i2", "h", "short"), "int16"),
    **dict.fromkeys(("i4", "i", "intc"), "int32"),
    **dict.fromkeys(("u1", "B", "ubyte"), "uint8"),
    **dict.fromkeys(("u2", "H", "ushort"), "uint16"),
    **dict.fromkeys(("u4", "I", "uintc"), "uint32"),
    **dict.fromkeys(("u8", "L", "Q", "uint", "ulonglong"), "uint64"),
    **dict.fromkeys(("f2", "e", "half"), "float16"),
    **dict.fromkeys(("f16", "g", "longdouble", "float128"), "longdouble"),
    **dict.fromkeys(("c8", "F", "csingle"), "complex64"),
    **dict.fromkeys(("c16", "D", "complex", "cdouble"), "complex128"),
    **dict.fromkeys(("O", "object"), "object"),
    **dict.fromkeys(("U", "str", "unicode"), "str"),
    **dict.fromkeys(("S", "bytes", "a", "V", "void"), "bytes"),
    **dict.fromkeys(("M", "M8", "m", "m8", "timedelta64"), "datetime64"),
}
_LACKING.update((name, name) for name in set(_LACKING.values()))

_LIMITS = "Backflow's numpy has the dtypes float64, float32, int64 and bool"


def lacking(name):
    """The error for a dtype of numpy's that Backflow's engine doesn't have."""
    return TypeError(f"{_LIMITS}, not {name}")


class dtype:
    """The type of an array's elements: ``np.dtype('float64')``, ``np.dtype(int)``.

    Raises TypeError for what names no dtype, and for dtypes of numpy's that Backflow lacks.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.dtype.html
    """

    __slots__ = ("name", "kind", "char", "str", "itemsize", "rank", "torch", "type")
    __module__ = "numpy"

    byteorder = "="
    names = fields = subdtype = None
    shape = ()
    ndim = 0
    hasobject = False

    def __new__(cls, dtype, align=False, copy=False):
        return find(dtype)

    @property
    def num(self):
        return {"bool": 0, "int64": 7, "float32": 11, "float64": 12}[self.name]

    @property
    def alignment(self):
        return self.itemsize

    def newbyteorder(self, new_order="S"):
        raise TypeError("Backflow's numpy has no byte orders other than the machine's own")

    def __repr__(self):
        return f"dtype('{self.name}')"

    def __str__(self):
        return self.name

    def __hash__(self):
        return hash(self.name)

    def __eq__(self, other):
        if isinstance(other, dtype) or other is None:
            return self is other
        try:
            return find(other) is self
        except TypeError:
            return False

    def __ne__(self, other):
        return not self == other

    def __lt__(self, other):
        return self != other and self <= other

    def __le__(self, other):
        return promote(self, find(other)) is find(other)

    def __gt__(self, other):
        return find(other) < self

    def __ge__(self, other):
        return find(other) <= self

    def __reduce__(self):
        return (find, (self.name,))


def _define(name, kind, char, code, itemsize, rank, tensor_type):
    made = object.__new__(dtype)
    made.name, made.kind, made.char, made.str = name, kind, char, code
    made.itemsize, made.rank, made.torch = itemsize, rank, tensor_type
    return made


BOOL = _define("bool", "b", "?", "|b1", 1, 0, torch.bool)
INT64 = _define("int64", "i", "l", "<i8", 8, 1, torch.int64)
FLOAT32 = _define("float32", "f", "f", "<f4", 4, 2, torch.float32)
FLOAT64 = _define("float64", "f", "d", "<f8", 8, 3, torch.float64)

# How far a kind reaches: what has it decides whether a scalar next to an array counts.
CATEGORY = {BOOL: 0, INT64: 1, FLOAT32: 2, FLOAT64: 2}

_BY_TORCH = {one.torch: one for one in (BOOL, INT64, FLOAT32, FLOAT64)}

_FOUND = {
    None: FLOAT64,
    float: FLOAT64,
    int: INT64,
    bool: BOOL,
    **dict.fromkeys(("float64", "f8", "d", "float", "double", "float_"), FLOAT64),
    **dict.fromkeys(("float32", "f4", "f", "single"), FLOAT32),
    **dict.fromkeys(("int64", "i8", "l", "q", "p", "int", "int_", "intp", "longlong"), INT64),
    **dict.fromkeys(("bool", "b1", "?", "bool_", "bool8"), BOOL),
}


def of_tensor(tensor):
    """The dtype of a tensor's elements. Raises TypeError for a tensor of any other."""
    found = _BY_TORCH.get(tensor.dtype)
    if found is None:
        raise lacking(str(tensor.dtype).removeprefix("torch."))
    return found


def register(scalar_type, own):
    """Makes a scalar type the one of its dtype."""
    own.type = scalar_type
    _FOUND[scalar_type] = own


def refuse(scalar_type, name):
    """Notes a scalar type of numpy's whose dtype Backflow lacks."""
    _LACKING[scalar_type] = name


def find(spec):
    """The dtype that something names. Raises TypeError as numpy does, or in Backflow's words."""
    if isinstance(spec, dtype):
        return spec
    try:
        found = _FOUND.get(spec)
    except TypeError:
        found = None
    if found is not None:
        return found
    if isinstance(spec, str):
        return _named(spec)
    if spec in (complex, str, bytes, object):
        raise lacking(spec.__name__)
    if isinstance(spec, type):
        if spec in _LACKING:
            raise lacking(_LACKING[spec])
        if "number" in (base.__name__ for base in spec.__mro__):
            return _abstract(spec)
        raise lacking("object")
    own = getattr(spec, "dtype", None)
    if isinstance(own, dtype):
        return own
    if isinstance(spec, torch.dtype) or isinstance(spec, (int, float)):
        raise TypeError(f"Cannot interpret '{spec!r}' as a data type")
    raise lacking("structured dtypes")


def _named(name):
    plain = name[1:] if name[:1] in "<=|>" else name
    found = _FOUND.get(plain)
    if found is not None and name[:1] != ">":
        return found
    if plain in _LACKING or plain.rstrip("0123456789") in ("U", "S", "V", "a"):
        raise lacking(_LACKING.get(plain, plain))
    if "," in name:
        raise lacking("structured dtypes")
    raise TypeError(f"data type '{name}' not understood")


def _abstract(kind):
    for name, concrete in (("signedinteger", INT64), ("integer", INT64)):
        if kind.__name__ == name:
            return concrete
    return FLOAT64


def promote(a, b):
    """The smallest dtype that holds the values of both."""
    if a is b:
        return a
    if a.rank > b.rank:
        a, b = b, a
    return FLOAT64 if a is INT64 and b is FLOAT32 else b


def common(arrays, scalars):
    """The dtype of a result: scalars count only where they are of a higher kind than every array.

    Source: https://numpy.org/doc/1.24/reference/generated/numpy.result_type.html
    """
    result = None
    for one in arrays:
        result = one if result is None else promote(result, one)
    if result is not None and scalars:
        highest = max(CATEGORY[one] for one in arrays)
        if max(CATEGORY[one] for one in scalars) <= highest:
            return result
    for one in scalars:
        result = one if result is None else promote(result, one)
    return FLOAT64 if result is None else result
