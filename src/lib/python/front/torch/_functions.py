"""Functions that are no single operation of the registry: several results, several forms."""

import collections
import itertools
import math

from torch import _types
from torch._calls import ask, engine, line, run, to_js, warn, wrap
from torch._making import made, tensor
from torch._tensor import Tensor


def _pair(name, fields="values indices"):
    kind = collections.namedtuple(name, fields)

    def shown(self):
        rows = ",\n".join(f"{field}={getattr(self, field)!r}" for field in self._fields)
        return f"torch.return_types.{name}(\n{rows})"

    kind.__repr__ = shown
    kind.__qualname__ = name
    kind.__module__ = "torch.return_types"
    return kind


RETURN_TYPES = {
    name: _pair(name) for name in "max min sort topk median mode kthvalue cummax cummin".split()
}


def _extreme(name, other_name):
    kind = RETURN_TYPES[name]

    def call(input, *args, dim=None, keepdim=False, **kwargs):
        other = kwargs.pop("other", None)
        dim = kwargs.pop("axis", dim)
        keepdim = kwargs.pop("keepdims", keepdim)
        args = list(args)
        if args and isinstance(args[0], Tensor):
            other = args.pop(0)
        if other is not None:
            return run(other_name, name, False, (input, other), kwargs)
        if args:
            dim = args.pop(0)
        if args:
            keepdim = args.pop(0)
        if dim is None:
            return run(name, name, False, (input,), kwargs)
        values = run(name, name, False, (input, dim, keepdim), kwargs)
        places = run(f"arg{name}", name, False, (input.detach(), dim, keepdim), None)
        return kind(values, places)

    call.__name__ = call.__qualname__ = name
    return call


max = _extreme("max", "maximum")
min = _extreme("min", "minimum")


def _sizes(args):
    if len(args) == 1 and isinstance(args[0], (list, tuple)):
        return tuple(args[0])
    return args


def _parts(kind, input, size, dim):
    if isinstance(size, (list, tuple)):
        size = to_js(list(size))
    found = ask(engine.parts, kind, input._t, size, dim, line())
    return tuple(wrap(one) for one in found)


def split(tensor, split_size_or_sections=None, dim=0, *, split_size=None):
    """Parts of a dimension, views of the tensor.

    Source: https://pytorch.org/docs/stable/generated/torch.split.html
    """
    size = split_size if split_size_or_sections is None else split_size_or_sections
    return _parts("split", tensor, size, dim)


def chunk(input, chunks, dim=0):
    """So many parts of a dimension, views of the tensor.

    Source: https://pytorch.org/docs/stable/generated/torch.chunk.html
    """
    return _parts("chunk", input, chunks, dim)


def unbind(input, dim=0):
    """All layers along a dimension, views of the tensor.

    Source: https://pytorch.org/docs/stable/generated/torch.unbind.html
    """
    return _parts("unbind", input, 0, dim)


def tensor_split(input, indices_or_sections, dim=0):
    """Parts of nearly one size, or cut at places.

    Source: https://pytorch.org/docs/stable/generated/torch.tensor_split.html
    """
    size = input.size(dim)
    if isinstance(indices_or_sections, int):
        base, more = divmod(size, indices_or_sections)
        sizes = [base + (k < more) for k in range(indices_or_sections)]
        ends = list(itertools.accumulate(sizes))
    else:
        ends = [*indices_or_sections, size]
    starts = [0, *ends[:-1]]
    return tuple(input.narrow(dim, a, builtin_max(b - a, 0)) for a, b in zip(starts, ends))


builtin_max = __builtins__["max"] if isinstance(__builtins__, dict) else __builtins__.max


def where(condition, input=None, other=None):
    """Elements of `input` where the condition holds, else of `other`.

    The condition alone: the places where it holds.

    Source: https://pytorch.org/docs/stable/generated/torch.where.html
    """
    if input is None and other is None:
        return nonzero(condition, as_tuple=True)
    if input is None or other is None:
        given = ", ".join("Tensor" for one in (condition, input, other) if one is not None)
        raise TypeError(
            f"where() received an invalid combination of arguments - got ({given}), but expected "
            "one of:\n * (Tensor condition)\n * (Tensor condition, Tensor input, Tensor other)\n"
        )
    if not isinstance(input, Tensor) and not isinstance(other, Tensor):
        # Two numbers have the type that they would have as tensors.
        input, other = tensor([input, other]).unbind()
    return run("where", "where", False, (condition, input, other), None)


def nonzero(input, *, out=None, as_tuple=False):
    """Places of the elements that aren't 0.

    Source: https://pytorch.org/docs/stable/generated/torch.nonzero.html
    """
    values = _flat(input)
    rank = builtin_max(input.ndim, 1) if as_tuple else input.ndim
    shape = tuple(input.shape) or (1,)
    rows = []
    for k, value in enumerate(values):
        if value:
            row = []
            for size in reversed(shape):
                k, at = divmod(k, size)
                row.append(at)
            rows.append(row[::-1])
    if as_tuple:
        return tuple(_ints([row[d] for row in rows]) for d in range(rank))
    if input.ndim == 0:
        return _ints([], (len(rows), 0))
    return _ints([at for row in rows for at in row], (len(rows), rank))


def argwhere(input):
    """As `nonzero`."""
    return nonzero(input)


def _flat(input):
    return engine.values(input._t).to_py().tolist()


def _ints(flat, shape=None):
    return _ints_of(to_js(flat), (len(flat),) if shape is None else shape)


def _ints_of(values, shape):
    return wrap(engine.make(values, to_js(list(shape)), "int64", False, line()))


def count_nonzero(input, dim=None):
    """How many elements aren't 0."""
    return (input != 0).sum() if dim is None else (input != 0).sum(dim)


def randint(*args, generator=None, dtype=None, device=None, requires_grad=False, **kwargs):
    """Whole numbers from `low` to below `high`.

    Source: https://pytorch.org/docs/stable/generated/torch.randint.html
    """
    names = ("low", "high", "size")
    given = dict(zip(names, args))
    if len(args) == 2 and isinstance(args[1], (list, tuple)):
        given = {"high": args[0], "size": args[1]}
    elif len(args) == 1:
        given = {"high": args[0]}
    given.update(kwargs)
    options = {} if dtype is None else {"dtype": dtype}
    if generator is not None:
        options["generator"] = generator
    found = run("randint", "randint", False, (), {"low": 0, **given, **options})
    return found.requires_grad_() if requires_grad else found


def arange(*args, **kwargs):
    """Whole or other numbers from `start` to below `end`.

    Source: https://pytorch.org/docs/stable/generated/torch.arange.html
    """
    for k, one in enumerate(args):
        if isinstance(one, str):
            name = "end" if len(args) == 1 else ("start", "end", "step")[k]
            raise TypeError(
                f"arange(): argument '{name}' (position {k + 1}) must be Number, not str"
            )
    if "end" in kwargs and not args and "start" not in kwargs:
        kwargs = {"start": 0, **kwargs}
    return run("arange", "arange", False, args, kwargs)


def randint_like(input, low, high=None, dtype=None):
    """`randint` of another tensor's shape and type."""
    low, high = (0, low) if high is None else (low, high)
    return randint(low, high, tuple(input.shape)).to(dtype or input.dtype)


def meshgrid(*tensors, indexing=None):
    """Grids of coordinates.

    Source: https://pytorch.org/docs/stable/generated/torch.meshgrid.html
    """
    axes = list(tensors[0] if len(tensors) == 1 and not isinstance(tensors[0], Tensor) else tensors)
    if indexing is None:
        warn(
            "torch.meshgrid: in an upcoming release, it will be required to pass the indexing "
            "argument."
        )
    swaps = indexing == "xy" and len(axes) >= 2
    if swaps:
        axes[0], axes[1] = axes[1], axes[0]
    sizes = [axis.numel() for axis in axes]
    grids = []
    for k, axis in enumerate(axes):
        shape = [1] * len(axes)
        shape[k] = sizes[k]
        grids.append(axis.view(shape).expand(sizes))
    if swaps:
        grids = [grid.transpose(0, 1) for grid in grids]
        grids[0], grids[1] = grids[1], grids[0]
    return tuple(grids)


def cartesian_prod(*tensors):
    """All combinations of elements."""
    grids = meshgrid(*tensors, indexing="ij")
    import torch

    return torch.stack([grid.reshape(-1) for grid in grids], dim=1)


def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Whether all elements are as good as equal.

    Source: https://pytorch.org/docs/stable/generated/torch.allclose.html
    """
    return bool(isclose(input, other, rtol, atol, equal_nan).all())


def isclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Which elements are as good as equal.

    Source: https://pytorch.org/docs/stable/generated/torch.isclose.html
    """
    if input.dtype is not other.dtype:
        raise RuntimeError(
            f"{input.dtype._title} did not match {other.dtype._title}"
        )
    same = input == other
    with_nan = (input != input) & (other != other) if equal_nan else None
    near = (input - other).abs() <= atol + (rtol * other).abs()
    finite = (input - other).abs() < math.inf
    result = same | (near & finite)
    return result | with_nan if equal_nan else result


def equal(input, other):
    """Whether shapes and all elements are the same."""
    return input.shape == other.shape and bool((input == other).all())


def numel(input):
    """The number of elements."""
    return input.numel()


def is_tensor(obj):
    """Whether it is a tensor."""
    return isinstance(obj, Tensor)


def is_floating_point(input):
    """Whether its elements are floating point numbers."""
    return input.is_floating_point()


def is_nonzero(input):
    """Whether its only element isn't 0."""
    if input.numel() != 1:
        raise RuntimeError(
            "Boolean value of Tensor with "
            + ("no values" if input.numel() == 0 else "more than one value")
            + " is ambiguous"
        )
    return bool(input.item())


def result_type(one, two):
    """The element type of a result of both."""
    return (one + two).dtype


def promote_types(type1, type2):
    """The smallest element type that holds both."""
    return (made([], type1) + made([], type2)).dtype


def can_cast(from_, to):
    """Whether values may be written from one type into the other."""
    return from_._rank <= to._rank


def add(input, other, *, alpha=1):
    """The sum; `other` times `alpha` first.

    Source: https://pytorch.org/docs/stable/generated/torch.add.html
    """
    return run("add", "add", False, (input, _scaled(other, alpha)), None)


def sub(input, other, *, alpha=1):
    """The difference; `other` times `alpha` first.

    Source: https://pytorch.org/docs/stable/generated/torch.sub.html
    """
    return run("sub", "sub", False, (input, _scaled(other, alpha)), None)


def _scaled(other, alpha):
    return other if alpha == 1 else other * alpha


def rsub(input, other, *, alpha=1):
    """`other - input`."""
    return other - _scaled(input, alpha)


def bincount(input, weights=None, minlength=0):
    """How often each whole number occurs."""
    values = [int(one) for one in _flat(input)]
    size = builtin_max([minlength, *(one + 1 for one in values)])
    counts = [0] * size
    for k, value in enumerate(values):
        counts[value] += 1 if weights is None else weights[k].item()
    return made(counts, _types.int64 if weights is None else None)


def unique(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    """The elements, each once, in order.

    Source: https://pytorch.org/docs/stable/generated/torch.unique.html
    """
    flat = input.detach().reshape(-1).tolist()
    counts = collections.Counter(flat)
    ordered = list(counts)
    ordered.sort()
    found = [made(ordered, input.dtype)]
    if return_inverse:
        places = {value: k for k, value in enumerate(ordered)}
        found.append(_ints([places[value] for value in flat], tuple(input.shape)))
    if return_counts:
        found.append(_ints([counts[value] for value in ordered]))
    return found[0] if len(found) == 1 else tuple(found)


def searchsorted(sorted_sequence, input, *, right=False):
    """Where elements belong in an ordered sequence."""
    import bisect

    place = bisect.bisect_right if right else bisect.bisect_left
    row = sorted_sequence.tolist()
    return _ints([place(row, value) for value in _flat(input)], tuple(input.shape))


def atleast_1d(input):
    """At least one dimension."""
    return input if input.ndim else input.reshape(1)


def atleast_2d(input):
    """At least two dimensions."""
    return input if input.ndim > 1 else input.reshape(1, -1)


def broadcast_tensors(*tensors):
    """Views of one common shape."""
    shape = broadcast_shapes(*(one.shape for one in tensors))
    return tuple(one.expand(shape) for one in tensors)


def broadcast_shapes(*shapes):
    """The common shape.

    Raises RuntimeError where there is none.
    """
    result = []
    for sizes in itertools.zip_longest(*(reversed(tuple(shape)) for shape in shapes), fillvalue=1):
        wide = {size for size in sizes if size != 1}
        if len(wide) > 1:
            raise RuntimeError(
                "Shape mismatch: objects cannot be broadcast to a single shape"
            )
        result.append(wide.pop() if wide else 1)
    return _types.Size(result[::-1])


def chain_matmul(*matrices):
    """The product of several matrices."""
    product = matrices[0]
    for one in matrices[1:]:
        product = product @ one
    return product


def range_(start, end, step=1, **options):
    """As `arange`, up to and with the end; PyTorch advises against it."""
    import torch

    warn(
        "torch.range is deprecated and will be removed in a future release because its behavior "
        "is inconsistent with Python's range builtin. Instead, use torch.arange, which produces "
        "values in [start, end)."
    )

    count = int((end - start) / step) + 1
    return torch.arange(0, count, **options).to(_types.float32) * step + start
