"""Functions of single elements, spread over whole arrays.

Source: https://numpy.org/doc/stable/reference/ufuncs.html
"""

import math

from . import _dtype as dt
from ._array import ndarray, wrap
from ._broadcast import broadcast_shapes, shape_text
from ._create import asarray, fitted
from ._engine import Tensor, cast, filled, flat, make, where
from ._errors import floating_point, listens, output_cast, unsupported
from ._scalar import of_number
from ._scalar_math import number_dtype


def _floats(dtype):
    return dt.FLOAT64 if dtype.rank < 2 else dtype


# What a function computes with and what it gives, by the common dtype of its operands.
RULES = {
    "same": lambda name, d: (d, d),
    "number": lambda name, d: (_number(name, d),) * 2,
    "float": lambda name, d: (_floats(d), _floats(d)),
    "compare": lambda name, d: (d, dt.BOOL),
    "test": lambda name, d: (_floats(d), dt.BOOL),
    "logical": lambda name, d: (dt.BOOL, dt.BOOL),
    "bits": lambda name, d: (_bits(name, d),) * 2,
    "whole": lambda name, d: (_whole(name, d),) * 2,
}


def _number(name, dtype):
    if dtype is dt.BOOL:
        raise TypeError(f"Backflow's numpy lacks {name} of bools, which is int8 in numpy")
    return dtype


def _bits(name, dtype):
    if dtype.rank > 1:
        raise unsupported(name)
    return dtype


def _whole(name, dtype):
    return dt.INT64 if _bits(name, dtype) else dtype


class ufunc:
    """A function of elements: takes arrays of any shapes that broadcast, lists and numbers.

    `where` says which elements are computed, `out` is the array that they are written into.
    """

    __module__ = "numpy"
    nout = 1

    def __init__(self, name, nin, rule, number, kernel=None, **more):
        self.__name__ = self.__qualname__ = name
        self.nin, self.nargs = nin, nin + 1
        self.identity = more.get("identity")
        self._rule, self._number, self._kernel = RULES[rule], number, kernel
        self._takes_numbers = more.get("takes_numbers", False)
        self._is_watched = more.get("is_watched", False)
        self._pole = more.get("pole")
        self.__doc__ = more.get("doc")

    def __repr__(self):
        return f"<ufunc '{self.__name__}'>"

    def __reduce__(self):
        return self.__name__

    def __call__(self, *args, out=None, where=True, dtype=None, casting="same_kind", **others):
        args, out = self._arguments(args, out)
        dtypes = [number_dtype(one) for one in args]
        if out is None and where is True and all(dtypes):
            return self._of_numbers(args, self._types(dt.common((), dtypes), dtype))
        is_tensor = any(isinstance(one, Tensor) for one in args)
        operands = [one if kind is not None else asarray(one) for one, kind in zip(args, dtypes)]
        shape, dtypes, scalars = self._survey(operands, dtypes)
        types = self._types(dt.common(dtypes, scalars), dtype)
        tensor = self._of_arrays(operands, types, shape, where is True)
        if out is None and where is True:
            if shape == ():
                return of_number(tensor.item(), types[1])
            made = wrap(tensor, types[1], shape)
            return made._tensor if is_tensor else made
        return self._written(tensor, types[1], shape, out, where, casting)

    def _arguments(self, args, out):
        if not self.nin <= len(args) <= self.nargs:
            raise TypeError(
                f"{self.__name__}() takes from {self.nin} to {self.nargs} positional arguments "
                f"but {len(args)} were given"
            )
        if len(args) == self.nargs:
            *args, out = args
        if isinstance(out, tuple):
            (out,) = out
        if out is not None and not isinstance(out, ndarray):
            raise TypeError("return arrays must be of ArrayType")
        return args, out

    def _types(self, common, wanted):
        computed, given = self._rule(self.__name__, common)
        if wanted is None or given is dt.BOOL:
            return computed, given
        wanted = dt.find(wanted)
        if dt.CATEGORY[wanted] < dt.CATEGORY[computed]:
            raise output_cast(self.__name__, computed, wanted)
        return wanted, wanted

    def _survey(self, operands, dtypes):
        """The shape of the result, the dtypes of arrays and those of scalars and 0-d arrays."""
        shapes, arrays, scalars = [], [], []
        for one, kind in zip(operands, dtypes):
            if kind is not None:
                scalars.append(kind)
            else:
                shapes.append(one._shape)
                (arrays if one._shape else scalars).append(one.dtype)
        first = shapes[0]
        if len(shapes) > 1 and any(shape != first for shape in shapes):
            try:
                first = broadcast_shapes(*shapes)
            except ValueError:
                text = " ".join(
                    shape_text(() if kind else one._shape) for one, kind in zip(operands, dtypes)
                )
                raise ValueError(
                    f"operands could not be broadcast together with shapes {text} "
                ) from None
        return first, arrays, scalars

    def _of_numbers(self, args, types):
        computed, given = types
        args = fitted(args, computed)
        value = self._number(*args)
        made = of_number(value, given)
        if self._is_watched and given.rank > 1 and not math.isfinite(made):
            self._watch([made], [args])
        return made

    def _of_arrays(self, operands, types, shape, is_everywhere):
        computed, given = types
        is_watched = self._is_watched is True and is_everywhere and listens()
        tensors = []
        has_tensor = False
        for one in operands:
            if type(one) is ndarray:
                tensors.append(cast(one._elements, computed))
                has_tensor = True
            else:
                (value,) = fitted([one], computed)
                tensors.append(value)
        if self._kernel is None:
            return self._element_by_element(tensors, given, shape, is_watched)
        if not self._takes_numbers or not has_tensor:
            tensors = [
                one if isinstance(one, Tensor) else filled((), one, computed) for one in tensors
            ]
        tensor = self._kernel(*tensors)
        if is_watched and given.rank > 1:
            total = tensor.sum().item()
            if not math.isfinite(total):
                self._watch(flat(tensor), zip(*self._columns(tensors, shape)))
        return tensor

    def _columns(self, tensors, shape):
        count = math.prod(shape)
        return [
            flat(one.expand(shape)) if isinstance(one, Tensor) else [one] * count for one in tensors
        ]

    def _element_by_element(self, tensors, given, shape, is_watched):
        """The way without a kernel of the engine's: Python computes each element."""
        columns = self._columns(tensors, shape)
        values = list(map(self._number, *columns))
        if is_watched:
            if given.rank < 2:
                if self._pole and any(map(self._pole, *columns)):
                    floating_point("divide", self.__name__)
            elif not all(map(math.isfinite, values)):
                self._watch(values, zip(*columns))
        return make(values, shape, given)

    def _watch(self, values, operands):
        """Says once of each kind where a finite computation went to infinity or to NaN."""
        kinds = set()
        for value, given in zip(values, operands):
            if math.isnan(value):
                if not any(map(math.isnan, given)):
                    kinds.add("invalid")
            elif math.isinf(value) and all(map(math.isfinite, given)):
                kinds.add("divide" if self._pole and self._pole(*given) else "over")
        for kind in ("divide", "over", "invalid"):
            if kind in kinds:
                floating_point(kind, self.__name__)

    def _written(self, tensor, given, shape, out, mask, casting):
        if out is None:
            out = wrap(filled(shape, 0, given), given, shape)
        if dt.CATEGORY[given] > dt.CATEGORY[out.dtype] and casting != "unsafe":
            raise output_cast(self.__name__, given, out.dtype)
        if out._locked:
            raise ValueError("output array is read-only")
        if broadcast_shapes(shape, out._shape) != out._shape:
            raise ValueError(
                f"non-broadcastable output operand with shape {shape_text(out._shape)} doesn't "
                f"match the broadcast shape {shape_text(broadcast_shapes(shape, out._shape))}"
            )
        tensor = cast(tensor, out.dtype)
        if mask is not True:
            tensor = where(asarray(mask, bool)._elements, tensor, out._elements)
        out._elements.copy_(tensor)
        return out

    def reduce(self, array, axis=0, dtype=None, out=None, keepdims=False, **others):
        """Takes an axis together by this function, e.g. ``np.add.reduce``."""
        from ._folding import reduce

        return reduce(self, array, axis, dtype, out, keepdims)

    def accumulate(self, array, axis=0, dtype=None, out=None):
        """The results on the way along an axis, e.g. ``np.maximum.accumulate``."""
        from ._folding import accumulate

        return accumulate(self, array, axis, dtype, out)

    def outer(self, A, B, **others):
        """The function of all pairs of an element of A and one of B."""
        first, second = asarray(A), asarray(B)
        return self(first.reshape(first.shape + (1,) * second.ndim), second, **others)

    def at(self, a, indices, b=None):
        """Applies the function in place, once for each index, even where one comes twice."""
        from ._folding import at

        at(self, a, indices, b)
