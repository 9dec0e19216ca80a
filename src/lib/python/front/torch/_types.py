"""Element types, sizes and devices."""

import math


class dtype:
    """An element type; Backflow computes with four of them.

    Source: https://pytorch.org/docs/stable/tensor_attributes.html#torch.dtype
    """

    def __init__(self, name, itemsize, is_floating_point, is_supported=True):
        self._name = name
        self.itemsize = itemsize
        self.is_floating_point = is_floating_point
        self.is_complex = name.startswith("complex")
        self.is_signed = name not in ("bool", "uint8")
        self._is_supported = is_supported
        # Conditions, whole, floating point and complex numbers: each is cast to its own kind and on.
        self._rank = 3 if self.is_complex else 2 if is_floating_point else 0 if name == "bool" else 1

    @property
    def _title(self):
        """What messages call it, e.g. `Float`."""
        return TENSOR_TYPES[self._name].removesuffix("Tensor")

    def _checked(self):
        """The name of the type that elements have here.

        Narrower whole numbers are kept as int64, with a warning: their values are the same as long
        as none overflows. Raises RuntimeError for types whose values would be others.
        """
        if self._name in _NARROWER:
            from torch._calls import warn

            warn(
                f"Backflow's torch has no tensors of {self!r} and makes one of torch.int64: "
                "the numbers are the same, but they don't overflow, and their dtype isn't printed"
            )
            return "int64"
        if not self._is_supported:
            raise RuntimeError(
                f"Backflow's torch has no tensors of {self!r}: "
                "it has float32, float64, int64 and bool"
            )
        return self._name

    def __repr__(self):
        return f"torch.{self._name}"

    def __reduce__(self):
        return self._name


float32 = dtype("float32", 4, True)
float64 = dtype("float64", 8, True)
int64 = dtype("int64", 8, False)
bool_ = dtype("bool", 1, False)
_others = [
    dtype("float16", 2, True, False),
    dtype("bfloat16", 2, True, False),
    dtype("int8", 1, False, False),
    dtype("int16", 2, False, False),
    dtype("int32", 4, False, False),
    dtype("uint8", 1, False, False),
    dtype("complex64", 8, False, False),
    dtype("complex128", 16, False, False),
]
BY_NAME = {one._name: one for one in (float32, float64, int64, bool_, *_others)}
ALIASES = {
    "float": float32,
    "double": float64,
    "long": int64,
    "half": BY_NAME["float16"],
    "short": BY_NAME["int16"],
    "int": BY_NAME["int32"],
    "cfloat": BY_NAME["complex64"],
    "cdouble": BY_NAME["complex128"],
}
TENSOR_TYPES = {
    "float32": "FloatTensor",
    "float64": "DoubleTensor",
    "int64": "LongTensor",
    "bool": "BoolTensor",
}


_NARROWER = {
    "int8": "CharTensor",
    "int16": "ShortTensor",
    "int32": "IntTensor",
    "uint8": "ByteTensor",
}
TENSOR_TYPES.update(_NARROWER)


class Size(tuple):
    """The shape of a tensor.

    Source: https://pytorch.org/docs/stable/size.html
    """

    def numel(self):
        """How many elements a tensor of this shape has."""
        return math.prod(self)

    def __repr__(self):
        return f"torch.Size([{', '.join(map(str, self))}])"

    __str__ = __repr__

    def __add__(self, other):
        return Size(tuple(self) + tuple(other))

    def __getitem__(self, key):
        part = tuple.__getitem__(self, key)
        return Size(part) if isinstance(key, slice) else part


class device:
    """Where a tensor lives: here always on the CPU.

    Source: https://pytorch.org/docs/stable/tensor_attributes.html#torch.device
    """

    def __init__(self, type="cpu", index=None):
        if isinstance(type, device):
            type, index = type.type, type.index
        name, _, number = str(type).partition(":")
        if name != "cpu":
            known = "cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, ort, xla, lazy, vulkan, mps, meta, hpu, privateuseone"
            if name not in known.split(", "):
                raise RuntimeError(
                    f"Expected one of {known} device type at start of device string: {name}"
                )
            raise RuntimeError(f"Backflow's torch has no device '{type}', only 'cpu'")
        self.type = name
        self.index = int(number) if number else index

    def __repr__(self):
        where = "" if self.index is None else f", index={self.index}"
        return f"device(type='{self.type}'{where})"

    def __str__(self):
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __eq__(self, other):
        return isinstance(other, device) and str(self) == str(other)

    def __hash__(self):
        return hash(str(self))


for _kind in (dtype, Size, device):
    _kind.__module__ = "torch"
# Python's messages about objects of it say so.
Size.__name__ = "torch.Size"
CPU = device("cpu")


class layout:
    """How elements lie in memory."""

    def __repr__(self):
        return "torch.strided"


strided = layout()


class memory_format:
    """In which order dimensions lie in memory; taken, and without a meaning here."""

    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return f"torch.{self._name}"


class finfo:
    """Limits of a floating type.

    Source: https://pytorch.org/docs/stable/type_info.html#torch.finfo
    """

    def __init__(self, type=None):
        type = type or float32
        if not type.is_floating_point:
            raise TypeError(
                f"torch.finfo() requires a floating point input type. Use torch.iinfo to handle '{type!r}'"
            )
        is_double = type is float64
        digits = 52 if is_double else 23
        self.dtype = type._name
        self.bits = 64 if is_double else 32
        self.eps = 2.0**-digits
        self.max = (2 - self.eps) * 2.0 ** (1023 if is_double else 127)
        self.min = -self.max
        self.tiny = self.smallest_normal = 2.0 ** (-1022 if is_double else -126)
        self.resolution = 1e-15 if is_double else 1e-06

    def __repr__(self):
        numbers = "resolution min max eps smallest_normal tiny".split()
        shown = ", ".join(f"{name}={getattr(self, name):g}" for name in numbers)
        return f"finfo({shown}, dtype={self.dtype})"


class iinfo:
    """Limits of an integer type.

    Source: https://pytorch.org/docs/stable/type_info.html#torch.iinfo
    """

    def __init__(self, type):
        if type.is_floating_point:
            raise TypeError(
                f"torch.iinfo() requires an integer input type. Use torch.finfo to handle '{type!r}'"
            )
        self.dtype = type._name
        self.bits = type.itemsize * 8
        self.max = 2 ** (self.bits - 1) - 1
        self.min = -(2 ** (self.bits - 1))

    def __repr__(self):
        return f"iinfo(min={self.min:g}, max={self.max:g}, dtype={self.dtype})"
