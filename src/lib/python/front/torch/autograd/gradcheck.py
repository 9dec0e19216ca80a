"""Gradients against finite differences.

Source: https://pytorch.org/docs/stable/generated/torch.autograd.gradcheck.gradcheck.html
"""

from torch._calls import GradcheckError, ask, create_proxy, engine, to_js, warn, wrap

_SINGLE = (
    "Input #{} requires gradient and is not a double precision floating point or complex. "
    "This check will likely fail if all the inputs are not of double precision floating point "
    "or complex. "
)


def _checked(func, inputs, options, is_second):
    import torch

    given = (inputs,) if isinstance(inputs, torch.Tensor) else tuple(inputs)
    tensors = [k for k, one in enumerate(given) if isinstance(one, torch.Tensor)]
    if not any(given[k].requires_grad for k in tensors):
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, but none of the "
            "them have requires_grad=True."
        )
    for k in tensors:
        if given[k].requires_grad and given[k].dtype is torch.float32:
            warn(_SINGLE.format(k))

    def called(*args):
        full = list(given)
        for k, js in zip(tensors, args):
            full[k] = wrap(js)
        outputs = func(*full)
        listed = (outputs,) if isinstance(outputs, torch.Tensor) else tuple(outputs)
        return to_js([one._t for one in listed if isinstance(one, torch.Tensor)])

    proxy = create_proxy(called)
    try:
        return bool(
            ask(
                engine.gradcheck,
                proxy,
                to_js([given[k]._t for k in tensors]),
                to_js(options, dict_converter=engine.record),
                is_second,
            )
        )
    finally:
        proxy.destroy()


def gradcheck(
    func, inputs, *, eps=1e-6, atol=1e-5, rtol=1e-3, raise_exception=True, **others
):
    """Whether the gradients of a function agree with central differences.

    Raises GradcheckError where they don't, unless `raise_exception` is false.
    """
    options = dict(eps=eps, atol=atol, rtol=rtol, raiseException=raise_exception)
    return _checked(func, inputs, options, False)


def gradgradcheck(
    func,
    inputs,
    grad_outputs=None,
    *,
    eps=1e-6,
    atol=1e-5,
    rtol=1e-3,
    raise_exception=True,
    **others,
):
    """As `gradcheck`, of the gradients themselves."""
    options = dict(eps=eps, atol=atol, rtol=rtol, raiseException=raise_exception)
    return _checked(func, inputs, options, True)
