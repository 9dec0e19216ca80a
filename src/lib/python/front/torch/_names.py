"""Functions and methods of all operations in the registry, made of their names there."""

import json

from torch import _calls, _output

OPERATIONS = json.loads(_calls.engine.names())
BY_NAME = {op["name"]: op for op in OPERATIONS}
# Methods of PyTorch's tensors that change them: those that `torch` has as functions too, and the
# others; but none that refuses a backward pass afterwards.
IN_PLACE_FUNCTIONS = (
    "abs_ acos_ acosh_ addmv_ arccos_ arccosh_ arcsin_ arcsinh_ arctan_ arctanh_ as_strided_ "
    "asin_ asinh_ atan_ atanh_ ceil_ clamp_ clamp_max_ clamp_min_ clip_ conj_physical_ cos_ cosh_ "
    "deg2rad_ detach_ erf_ erfc_ exp2_ exp_ expm1_ fill_ fix_ floor_ frac_ gcd_ i0_ index_put_ "
    "lcm_ ldexp_ log10_ log1p_ log2_ log_ logit_ nan_to_num_ neg_ negative_ rad2deg_ reciprocal_ "
    "relu_ resize_as_ resize_as_sparse_ round_ rsqrt_ sigmoid_ sin_ sinc_ sinh_ sqrt_ square_ "
    "tan_ tanh_ trunc_ xlogy_ zero_"
).split()
IN_PLACE_METHODS = {
    *IN_PLACE_FUNCTIONS,
    *(
        "absolute_ add_ addbmm_ addcdiv_ addcmul_ addmm_ addr_ apply_ arctan2_ atan2_ baddbmm_ "
        "bernoulli_ bitwise_and_ bitwise_left_shift_ bitwise_not_ bitwise_or_ bitwise_right_shift_ "
        "bitwise_xor_ cauchy_ copy_ copysign_ cumprod_ cumsum_ digamma_ div_ divide_ eq_ erfinv_ "
        "exponential_ fill_diagonal_ float_power_ fmod_ ge_ geometric_ greater_ "
        "greater_equal_ gt_ hypot_ igamma_ igammac_ index_add_ index_copy_ index_fill_ "
        "index_reduce_ le_ lerp_ less_ less_equal_ lgamma_ log_normal_ logical_and_ logical_not_ "
        "logical_or_ logical_xor_ lt_ map2_ map_ masked_fill_ masked_scatter_ mul_ multiply_ "
        "mvlgamma_ ne_ nextafter_ normal_ not_equal_ polygamma_ pow_ put_ random_ remainder_ rename_ "
        "renorm_ requires_grad_ resize_ scatter_ scatter_add_ scatter_reduce_ set_ sgn_ share_memory_ "
        "sign_ sparse_resize_ sparse_resize_and_clear_ squeeze_ sub_ subtract_ swapaxes_ swapdims_ t_ "
        "transpose_ tril_ triu_ true_divide_ uniform_ unsqueeze_"
    ).split(),
}
# Functions of `torch.nn.functional` that take `inplace`, last.
_IN_PLACE = set(
    "relu relu6 hardtanh elu selu celu leaky_relu silu mish hardswish hardsigmoid threshold".split()
)


def _documented(function, op, name, module):
    function.__name__ = name
    function.__qualname__ = name
    function.__module__ = module
    function.__doc__ = f"{name}({op['signature']})\n\n{op['summary']}\n\nSource: {op['source']}"
    return function


def function(op, dotted):
    """The operation as a function of the module that its dotted name says."""
    name = op["name"]
    module, _, alias = dotted.rpartition(".")
    run = _calls.run

    if module == "torch.nn.functional" and alias in _IN_PLACE:
        most = len(op["signature"].split(", "))

        def call(*args, inplace=False, **kwargs):
            if len(args) == most + 1:
                *args, inplace = args
            if inplace:
                return _calls.run_in_place(name, alias, args, kwargs)
            return run(name, alias, False, args, kwargs)

    elif module == "torch.nn.functional":

        def call(*args, **kwargs):
            return run(name, alias, False, args, kwargs)

    else:

        def call(*args, out=None, **kwargs):
            if out is None:
                return run(name, alias, False, args, kwargs)
            return _output.written(alias, out, args, lambda: run(name, alias, False, args, kwargs))

    return _documented(call, op, alias, module)


def method(op, alias):
    """The operation as a method of tensors."""
    name = op["name"]
    run = _calls.run

    def call(*args, **kwargs):
        return run(name, alias, True, args, kwargs)

    return _documented(call, op, alias, "torch.Tensor")


def in_place(op, alias):
    """The operation as a method that changes its tensor, e.g. `add_`."""
    name = op["name"]
    run = _calls.run_in_place

    def call(*args, **kwargs):
        return run(name, alias, args, kwargs)

    return _documented(call, op, alias, "torch.Tensor")


def fill(namespace, module, over=False):
    """Puts all functions of a module into its namespace, e.g. `torch.nn.functional`.

    With `over` they take the place of those that have the same name there.
    """
    for op in OPERATIONS:
        for dotted in op["functions"]:
            where, _, alias = dotted.rpartition(".")
            if where == module and (over or alias not in namespace):
                namespace[alias] = function(op, dotted)
