"""Comparisons of whole arrays, and questions about objects.

Source: https://numpy.org/doc/stable/reference/routines.logic.html
"""

from . import _dtype as dt
from ._array import ndarray
from ._broadcast import broadcast_shapes
from ._create import asarray
from ._scalar import generic
from ._scalar_math import number_dtype
from ._shape import broadcast_to
from ._ufuncs import absolute, equal, isfinite, isnan, less_equal, logical_and, logical_or


def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Where ``|a - b| <= atol + rtol * |b|``; infinities of one sign are close.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.isclose.html
    """
    from ._errors import errstate

    x, y = asarray(a), asarray(b)
    if y.dtype.kind != "f":
        y = y.astype(float)
    with errstate(invalid="ignore", over="ignore"):
        near = less_equal(absolute(x - y), atol + rtol * absolute(y))
    made = logical_or(logical_and(near, isfinite(y)), equal(x, y))
    if equal_nan:
        made = logical_or(made, logical_and(isnan(x), isnan(y)))
    return made


def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Whether all elements are close."""
    return bool(asarray(isclose(a, b, rtol, atol, equal_nan)).all())


def array_equal(a1, a2, equal_nan=False):
    """Whether shapes and all elements are the same."""
    a, b = asarray(a1), asarray(a2)
    if a.shape != b.shape:
        return False
    same = equal(a, b)
    if equal_nan:
        same = logical_or(same, logical_and(isnan(a), isnan(b)))
    return bool(asarray(same).all())


def array_equiv(a1, a2):
    """Whether elements are the same after broadcasting."""
    a, b = asarray(a1), asarray(a2)
    try:
        broadcast_shapes(a.shape, b.shape)
    except ValueError:
        return False
    return bool(asarray(equal(a, b)).all())


def isposinf(x, out=None):
    """Where an element is infinite and positive."""
    return equal(x, float("inf"), out=out)


def isneginf(x, out=None):
    """Where an element is infinite and negative."""
    return equal(x, -float("inf"), out=out)


def isreal(x):
    """True everywhere: there are no complex numbers here."""
    a = asarray(x)
    return equal(a, a) | True


def iscomplexobj(x):
    """False: there are no complex numbers here."""
    return False


def isrealobj(x):
    """True: there are no complex numbers here."""
    return True


def isscalar(element):
    """Whether it is a single number, or a string."""
    return isinstance(element, (generic, int, float, complex, str, bytes))


def iterable(y):
    """Whether one can go through its elements."""
    try:
        iter(y)
    except TypeError:
        return False
    return True


def shape(a):
    """The sizes along the axes; also of lists and numbers."""
    return asarray(a).shape


def ndim(a):
    """The number of axes."""
    return asarray(a).ndim


def size(a, axis=None):
    """The number of elements, or the size along an axis."""
    a = asarray(a)
    return a.size if axis is None else a.shape[axis]


def broadcast_arrays(*args, subok=False):
    """Arrays spread over their common shape."""
    arrays = [asarray(one) for one in args]
    common = broadcast_shapes(*(one.shape for one in arrays))
    return [broadcast_to(one, common) for one in arrays]


def shares_memory(a, b, max_work=None):
    """Whether two arrays look into the memory of the same one."""
    roots = [one if one.base is None else one.base for one in (a, b)]
    return roots[0] is roots[1]


may_share_memory = shares_memory


def result_type(*arrays_and_dtypes):
    """The dtype of what comes of these together."""
    arrays, scalars = [], []
    for one in arrays_and_dtypes:
        if isinstance(one, ndarray):
            (arrays if one.ndim else scalars).append(one.dtype)
        elif number_dtype(one) is not None:
            scalars.append(number_dtype(one))
        else:
            arrays.append(dt.find(one))
    return dt.common(arrays, scalars)


def promote_types(type1, type2):
    """The smallest dtype that holds the values of both."""
    return dt.promote(dt.find(type1), dt.find(type2))


def can_cast(from_, to, casting="safe"):
    """Whether a dtype can become another by a rule."""
    given = from_.dtype if isinstance(from_, ndarray) else number_dtype(from_) or dt.find(from_)
    wanted = dt.find(to)
    if casting == "unsafe" or given is wanted:
        return True
    if casting in ("no", "equiv"):
        return False
    if casting == "same_kind":
        return dt.CATEGORY[given] <= dt.CATEGORY[wanted]
    return dt.promote(given, wanted) is wanted


def issubdtype(arg1, arg2):
    """Whether a dtype is of a kind, e.g. ``np.issubdtype(a.dtype, np.floating)``."""
    kind = arg1 if isinstance(arg1, type) and issubclass(arg1, generic) else dt.find(arg1).type
    wanted = arg2 if isinstance(arg2, type) and issubclass(arg2, generic) else dt.find(arg2).type
    return issubclass(kind, wanted)
