"""Backflow's small numpy: arrays over the tensors of its engine, with numpy 1.24's names and words.

What is missing says so by name. Source of every function: https://numpy.org/doc/1.24/reference/
"""

from importlib import import_module as _import_module
from math import e, inf, nan, pi

from . import _delegated, _operators
from ._array import from_tensor as _from_tensor
from ._array import ndarray
from ._create import array, asarray, empty, full, ones, zeros
from ._dtype import dtype
from ._lacking import lacks as _lacks
from ._scalar import LACKING as _LACKING
from ._scalar import (
    bool_,
    complexfloating,
    flexible,
    float32,
    float64,
    floating,
    generic,
    inexact,
    int64,
    integer,
    number,
    signedinteger,
    unsignedinteger,
)
from ._ufunc import ufunc

__version__ = "1.24.2"

euler_gamma = 0.5772156649015329
newaxis = None
Inf = Infinity = PINF = infty = inf
NINF = -inf
NaN = NAN = nan
True_, False_ = bool_(True), bool_(False)
float_ = double = float64
single = float32
int_ = intp = longlong = int64
bool8 = bool_
globals().update(_LACKING)

# Where each name lives; a file is read when one of its names is first used.
_HOMES = {
    "_create": ("asanyarray ascontiguousarray copy empty_like full_like ones_like zeros_like"),
    "_ranges": "arange geomspace identity eye linspace logspace meshgrid",
    "_patterns": ("diag diagflat fromfunction fromiter indices mgrid ogrid tri tril triu vander"),
    "_shape": (
        "broadcast_to diagonal expand_dims moveaxis ravel repeat reshape squeeze swapaxes take "
        "transpose"
    ),
    "_join": (
        "append array_split atleast_1d atleast_2d atleast_3d column_stack concatenate dsplit "
        "dstack hsplit hstack row_stack split stack tile vsplit vstack"
    ),
    "_builders": "c_ r_",
    "_select": (
        "choose compress copyto delete extract flip fliplr flipud insert pad place put "
        "put_along_axis putmask roll rot90 select take_along_axis where"
    ),
    "_reduce": "all amax amin any max mean min prod ptp std sum var",
    "_accumulate": "cumprod cumsum",
    "_order": (
        "argmax argmin argpartition argsort argwhere count_nonzero digitize flatnonzero lexsort "
        "nonzero partition searchsorted sort=sorted_copy"
    ),
    "_rounding": "around clip fix round round_",
    "_products": "cross dot einsum inner kron matmul outer tensordot trace vdot",
    "_logic": (
        "allclose array_equal array_equiv broadcast_arrays can_cast iscomplexobj isclose isneginf "
        "isposinf isreal isrealobj isscalar issubdtype iterable may_share_memory ndim "
        "promote_types result_type shape shares_memory size"
    ),
    "_broadcast": "broadcast_shapes",
    "_calculus": ("convolve correlate diff ediff1d gradient interp nan_to_num sinc trapz unwrap"),
    "_sets": (
        "in1d intersect1d isin ravel_multi_index setdiff1d setxor1d union1d unique unravel_index"
    ),
    "_statistics": (
        "average bincount corrcoef cov histogram histogram_bin_edges median percentile quantile"
    ),
    "_nans": (
        "nanargmax nanargmin nancumsum nanmax nanmean nanmedian nanmin nanprod nanstd nansum nanvar"
    ),
    "_polynomials": "polyadd polyder polyfit polyint polymul polyval",
    "_functional": "apply_along_axis apply_over_axes ndenumerate ndindex piecewise vectorize",
    "_types": "finfo format_float_positional format_float_scientific iinfo",
    "_errors": "AxisError errstate geterr seterr",
    "_print": ("array2string array_repr array_str get_printoptions printoptions set_printoptions"),
    "_flat": "flatiter",
    "_ufuncs": (
        "abs absolute add ceil cos divide equal exp floor floor_divide greater greater_equal "
        "isfinite isinf isnan less less_equal log logical_and logical_not logical_or logical_xor "
        "maximum minimum mod multiply negative not_equal positive power remainder rint sign sin "
        "sqrt square subtract tanh true_divide"
    ),
    "_ufuncs_more": (
        "arccos arccosh arcsin arcsinh arctan arctan2 arctanh bitwise_and bitwise_not bitwise_or "
        "bitwise_xor cbrt conj conjugate copysign cosh deg2rad degrees divmod exp2 expm1 fabs "
        "float_power fmax fmin fmod gcd heaviside hypot invert lcm left_shift log10 log1p log2 "
        "logaddexp logaddexp2 modf nextafter rad2deg radians reciprocal right_shift signbit sinh "
        "tan trunc"
    ),
}
_MODULES = ("linalg", "random", "testing")
_found = {}
for _home, _names in _HOMES.items():
    for _name in _names.split():
        _public, _, _own = _name.partition("=")
        _found[_public] = (_home, _own or _public)

# As in numpy, `from numpy import *` leaves these of Python alone.
_BUILTINS = {"abs", "max", "min", "round"}
__all__ = sorted(
    {name for name in (*globals(), *_found, "linalg", "random") if not name.startswith("_")}
    - _BUILTINS
)


def __getattr__(name):
    if name in _MODULES:
        return _import_module(f"{__name__}.{name}")
    if name not in _found:
        raise _lacks("numpy", name)
    home, own = _found[name]
    value = getattr(_import_module(f"{__name__}.{home}"), own)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*__all__, *_BUILTINS, "testing"})
