"""Functions of functions: derivatives as functions, and functions mapped over a dimension.

Source: https://pytorch.org/docs/stable/func.html
"""

import functools

import torch
from _backflow_missing import missing
from torch import autograd

# How many derivatives are being computed around the current one.
_depth = [0]


def _leaves(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, (list, tuple)):
        return [leaf for one in value for leaf in _leaves(one)]
    return []


def _rebuilt(value, leaves):
    """The same containers with other tensors, taken from an iterator."""
    if isinstance(value, torch.Tensor):
        return next(leaves)
    if isinstance(value, dict):
        return type(value)((key, _rebuilt(one, leaves)) for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return type(value)([_rebuilt(one, leaves) for one in value])
    return value


def _input(tensor):
    """The tensor as an input of its own, which a derivative around this one still sees."""
    return tensor.view_as(tensor) if tensor.requires_grad else tensor.detach().requires_grad_()


def _chosen(args, argnums):
    return tuple(args[k] for k in argnums) if isinstance(argnums, tuple) else args[argnums]


def _replaced(args, argnums, value):
    made = list(args)
    places, values = (argnums, value) if isinstance(argnums, tuple) else ((argnums,), (value,))
    for place, one in zip(places, values):
        made[place] = one
    return made


def _detached(value, is_kept):
    if is_kept:
        return value
    return _rebuilt(value, iter([leaf.detach() for leaf in _leaves(value)]))


def _filled(found, like):
    """Gradients, 0 where there is none."""
    return [torch.zeros_like(x) if one is None else one for x, one in zip(like, found)]


def _require_scalar(value):
    if not isinstance(value, torch.Tensor):
        raise RuntimeError(
            f"grad_and_value(f)(*args): Expected f(*args) to return tensor, got {type(value)}"
        )
    if value.dim() != 0:
        raise RuntimeError(
            "grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, "
            f"got tensor with {value.dim()} dims. Maybe you wanted to use the vjp or jacrev APIs "
            "instead?"
        )


def grad_and_value(func, argnums=0, has_aux=False):
    """As `grad`, and the function's value: (gradient, value) or (gradient, (value, aux)).

    Source: https://pytorch.org/docs/stable/generated/torch.func.grad_and_value.html
    """

    @functools.wraps(func)
    def call(*args, **kwargs):
        wanted = _chosen(args, argnums)
        given = _leaves(wanted)
        is_kept = _depth[0] > 0 or any(leaf.requires_grad for leaf in given)
        _depth[0] += 1
        try:
            with torch.enable_grad():
                inputs = [_input(leaf) for leaf in given]
                own = _rebuilt(wanted, iter(inputs))
                output = func(*_replaced(args, argnums, own), **kwargs)
                value, aux = output if has_aux else (output, None)
                _require_scalar(value)
                found = [None] * len(inputs)
                if value.requires_grad:
                    found = autograd.grad(value, inputs, create_graph=True, allow_unused=True)
        finally:
            _depth[0] -= 1
        gradient = _detached(_rebuilt(wanted, iter(_filled(found, given))), is_kept)
        value = _detached(value, is_kept)
        return gradient, (value, _detached(aux, is_kept)) if has_aux else value

    return call


def grad(func, argnums=0, has_aux=False):
    """A function that answers the gradient of `func`, which answers a scalar tensor.

    `argnums` says with respect to which arguments; with `has_aux`, `func` answers (value, aux), and
    the result is (gradient, aux). Raises RuntimeError for a value that is no scalar tensor.
    Source: https://pytorch.org/docs/stable/generated/torch.func.grad.html
    """
    both = grad_and_value(func, argnums, has_aux)

    @functools.wraps(func)
    def call(*args, **kwargs):
        gradient, value = both(*args, **kwargs)
        return (gradient, value[1]) if has_aux else gradient

    return call


def _size(args, dims):
    for arg, dim in zip(args, dims):
        for leaf in _leaves(arg):
            if dim is not None:
                return leaf.size(dim)
    raise ValueError(
        "vmap: at least one input has to be mapped over; `in_dims` says None of all of them"
    )


def _slice(arg, dim, k):
    if dim is None:
        return arg
    return _rebuilt(arg, iter([leaf.select(dim, k) for leaf in _leaves(arg)]))


def vmap(func, in_dims=0, out_dims=0, randomness="error", *, chunk_size=None):
    """A function that runs `func` on each slice along a dimension and stacks the results.

    Here the slices run one after the other, so that it is no faster than a loop.
    Source: https://pytorch.org/docs/stable/generated/torch.func.vmap.html
    """

    @functools.wraps(func)
    def call(*args, **kwargs):
        dims = in_dims if isinstance(in_dims, (list, tuple)) else (in_dims,) * len(args)
        results = [
            func(*(_slice(arg, dim, k) for arg, dim in zip(args, dims)), **kwargs)
            for k in range(_size(args, dims))
        ]
        columns = zip(*(_leaves(one) for one in results))
        stacked = [torch.stack(column, out_dims) for column in columns]
        return _rebuilt(results[0], iter(stacked))

    return call


def vjp(func, *primals, has_aux=False):
    """The value, and a function that multiplies vectors by the Jacobian from the left.

    Source: https://pytorch.org/docs/stable/generated/torch.func.vjp.html
    """
    with torch.enable_grad():
        inputs = [_input(one) for one in primals]
        output = func(*inputs)
    value, aux = output if has_aux else (output, None)
    is_kept = _depth[0] > 0 or any(one.requires_grad for one in primals)

    def product(*cotangents):
        found = autograd.grad(
            _leaves(value), inputs, _leaves(cotangents), create_graph=True, allow_unused=True
        )
        return _detached(tuple(_filled(found, primals)), is_kept)

    shown = _detached(value, is_kept)
    return (shown, product, aux) if has_aux else (shown, product)


def jvp(func, primals, tangents):
    """The value, and the Jacobian times vectors.

    Source: https://pytorch.org/docs/stable/generated/torch.func.jvp.html
    """
    many, given = tuple(primals), tuple(tangents)
    return autograd.functional.jvp(func, many, given, create_graph=_depth[0] > 0)


def jacrev(func, argnums=0):
    """A function that answers the Jacobian of `func` with respect to one argument.

    Source: https://pytorch.org/docs/stable/generated/torch.func.jacrev.html
    """

    @functools.wraps(func)
    def call(*args):
        x = args[argnums]
        is_kept = _depth[0] > 0 or x.requires_grad
        _depth[0] += 1
        try:
            with torch.enable_grad():
                own = _input(x)
                value = func(*_replaced(args, argnums, own))
                rows = [
                    autograd.grad(one, own, create_graph=True, allow_unused=True)[0]
                    if one.requires_grad
                    else None
                    for one in value.reshape(-1).unbind()
                ]
        finally:
            _depth[0] -= 1
        filled = _filled(rows, [x] * len(rows))
        return _detached(torch.stack(filled).view(*value.shape, *x.shape), is_kept)

    return call


# Forward mode isn't faster here: both go backward.
jacfwd = jacrev


def hessian(func, argnums=0):
    """A function that answers the Hessian of `func`, which answers a scalar.

    Source: https://pytorch.org/docs/stable/generated/torch.func.hessian.html
    """
    return jacfwd(jacrev(func, argnums), argnums)


def functional_call(module, parameters_and_buffers, args=None, kwargs=None):
    """Calls a module with other parameters than its own.

    Source: https://pytorch.org/docs/stable/generated/torch.func.functional_call.html
    """
    owners = []
    for name, tensor in parameters_and_buffers.items():
        path, _, last = name.rpartition(".")
        owner = module.get_submodule(path)
        table = owner._parameters if last in owner._parameters else owner._buffers
        owners.append((table, last, table[last]))
        table[last] = tensor
    given = args if isinstance(args, tuple) else (() if args is None else (args,))
    try:
        return module(*given, **(kwargs or {}))
    finally:
        for table, last, tensor in owners:
            table[last] = tensor


def __getattr__(name):
    raise missing("torch.func", name)
