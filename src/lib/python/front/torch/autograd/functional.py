"""Derivatives of functions instead of tensors.

Source: https://pytorch.org/docs/stable/autograd.html#functional-higher-level-api
"""

import torch


def _tuple(value):
    return (value, False) if isinstance(value, tuple) else ((value,), True)


def _checked(inputs, name, where):
    given, is_single = _tuple(inputs)
    for k, one in enumerate(given):
        if not isinstance(one, torch.Tensor):
            word = f"The {name} given to {where} must be either a Tensor or a tuple of Tensors but"
            if is_single:
                raise TypeError(f"{word} the given {name} has type {type(one)}.")
            raise TypeError(
                f"{word} the value at index {k} in the given {name} has type {type(one)}."
            )
    return given, is_single


def _fresh(inputs, create_graph):
    return tuple(
        one.view_as(one) if create_graph and one.requires_grad else one.detach().requires_grad_()
        for one in inputs
    )


def _called(func, inputs, where):
    outputs, is_single = _checked(func(*inputs), "outputs of the user-provided function", where)
    return outputs, is_single


def _done(value, create_graph):
    if isinstance(value, tuple):
        return tuple(_done(one, create_graph) for one in value)
    return value if create_graph else value.detach()


def _strictly(found, strict, text):
    if strict and found is None:
        raise RuntimeError(text)


def _grads(output, inputs, v, create_graph):
    if not output.requires_grad:
        return [None] * len(inputs)
    return torch.autograd.grad(
        output, inputs, v, retain_graph=True, create_graph=create_graph, allow_unused=True
    )


def _zeros(found, like):
    return torch.zeros_like(like) if found is None else found


def vjp(func, inputs, v=None, create_graph=False, strict=False):
    """The outputs and v·J.

    Source: https://pytorch.org/docs/stable/generated/torch.autograd.functional.vjp.html
    """
    with torch.enable_grad():
        given, is_single = _checked(inputs, "inputs", "vjp")
        own = _fresh(given, create_graph)
        outputs, one_output = _called(func, own, "vjp")
        if v is None:
            if len(outputs) != 1 or outputs[0].nelement() != 1:
                raise RuntimeError(
                    "The vector v can only be None if the user-provided function returns a single "
                    "Tensor with a single element."
                )
            vectors = (torch.ones_like(outputs[0]),)
        else:
            vectors, _ = _checked(v, "v", "vjp")
            _same_shapes(vectors, outputs, one_output)
        live = [k for k, one in enumerate(outputs) if one.requires_grad]
        if live:
            found = torch.autograd.grad(
                [outputs[k] for k in live],
                own,
                [vectors[k] for k in live],
                create_graph=create_graph,
                allow_unused=True,
            )
        else:
            found = [None] * len(own)
        products = tuple(_zeros(one, like) for one, like in zip(found, own))
    outputs = _done(outputs, create_graph)
    products = _done(products, create_graph)
    return (
        outputs[0] if one_output else outputs,
        products[0] if is_single else products,
    )


def _same_shapes(v, other, is_single):
    if len(v) != len(other):
        if is_single:
            raise RuntimeError("The given v should be a single Tensor, got a tuple of v instead.")
        raise RuntimeError(
            "v is a tuple of invalid length: should be {} but got {}.".format(len(other), len(v))
        )
    for k, (one, two) in enumerate(zip(v, other)):
        if one.size() != two.size():
            entry = "" if len(v) == 1 else f"Entry {k} in "
            raise RuntimeError(
                f"{entry}v has invalid size: should be {two.size()} but got {one.size()}."
            )


def jvp(func, inputs, v=None, create_graph=False, strict=False):
    """The outputs and J·v, by two passes backward.

    Source: https://pytorch.org/docs/stable/generated/torch.autograd.functional.jvp.html
    """
    with torch.enable_grad():
        given, is_single = _checked(inputs, "inputs", "jvp")
        own = _fresh(given, create_graph)
        if v is None:
            if len(own) != 1 or own[0].nelement() != 1:
                raise RuntimeError(
                    "The vector v can only be None if the input to the user-provided function is "
                    "a single Tensor with a single element."
                )
            vectors = (torch.ones_like(own[0]),)
        else:
            vectors, _ = _checked(v, "v", "jvp")
            _same_shapes(vectors, own, is_single)
        outputs, one_output = _called(func, own, "jvp")
        products = tuple(_pushed(one, own, vectors, create_graph) for one in outputs)
    outputs = _done(outputs, create_graph)
    products = _done(products, create_graph)
    return (
        outputs[0] if one_output else outputs,
        products[0] if one_output else products,
    )


def _pushed(output, inputs, vectors, create_graph):
    """J·v of one output: v·J is linear in v, so it is differentiated by it."""
    dummy = torch.zeros_like(output, requires_grad=True)
    found = _grads(output, inputs, dummy, True)
    pairs = [
        (one, v) for one, v in zip(found, vectors) if one is not None and one.requires_grad
    ]
    if not pairs:
        return torch.zeros_like(output)
    (pushed,) = torch.autograd.grad(
        [one for one, _ in pairs],
        dummy,
        [v for _, v in pairs],
        create_graph=create_graph,
        allow_unused=True,
    )
    return _zeros(pushed, output)


def _rows(output, inputs, create_graph, strict):
    """Per input a tensor of shape output.shape + input.shape."""
    flat = output.reshape(-1)
    rows = []
    for k in range(output.nelement()):
        found = _grads(flat[k], inputs, None, create_graph)
        for at, one in enumerate(found):
            _strictly(
                one,
                strict,
                f"Output {k} of the user-provided function is independent of input {at}. "
                "This is not allowed in strict mode.",
            )
        rows.append([_zeros(one, like) for one, like in zip(found, inputs)])
    columns = list(zip(*rows)) if rows else [()] * len(inputs)
    return tuple(
        torch.stack(column).view(tuple(output.shape) + tuple(like.shape))
        if column
        else torch.zeros(tuple(output.shape) + tuple(like.shape))
        for column, like in zip(columns, inputs)
    )


def jacobian(
    func, inputs, create_graph=False, strict=False, vectorize=False, strategy="reverse-mode"
):
    """The derivative of every element of the outputs by every element of the inputs.

    Source: https://pytorch.org/docs/stable/generated/torch.autograd.functional.jacobian.html
    """
    with torch.enable_grad():
        given, is_single = _checked(inputs, "inputs", "jacobian")
        own = _fresh(given, create_graph)
        outputs, one_output = _called(func, own, "jacobian")
        found = tuple(_rows(one, own, create_graph, strict) for one in outputs)
        found = _done(found, create_graph)
    picked = tuple(row[0] if is_single else row for row in found)
    return picked[0] if one_output else picked


def _scalar(func, where):
    def checked(*inputs):
        output, is_single = _called(func, inputs, where)
        if not is_single or not isinstance(output[0], torch.Tensor):
            raise RuntimeError(
                f"The function given to {where} should return a single Tensor"
            )
        if output[0].nelement() != 1:
            raise RuntimeError(
                f"The Tensor returned by the function given to {where} should contain a single "
                "element"
            )
        return output[0].squeeze()

    return checked


def hessian(
    func,
    inputs,
    create_graph=False,
    strict=False,
    vectorize=False,
    outer_jacobian_strategy="reverse-mode",
):
    """The second derivatives of a function of one element.

    Source: https://pytorch.org/docs/stable/generated/torch.autograd.functional.hessian.html
    """
    given, is_single = _checked(inputs, "inputs", "hessian")
    scalar = _scalar(func, "hessian")

    def slope(*own):
        found = jacobian(scalar, own if len(own) > 1 else own[0], create_graph=True)
        return found

    found = jacobian(slope, given if not is_single else given[0], create_graph, strict)
    if is_single:
        return found
    return found if isinstance(found[0], tuple) else (found,)


def hvp(func, inputs, v=None, create_graph=False, strict=False):
    """The output and the Hessian times v.

    Source: https://pytorch.org/docs/stable/generated/torch.autograd.functional.hvp.html
    """
    return _second(func, inputs, v, create_graph, "hvp", jvp)


def vhp(func, inputs, v=None, create_graph=False, strict=False):
    """The output and v times the Hessian.

    Source: https://pytorch.org/docs/stable/generated/torch.autograd.functional.vhp.html
    """
    return _second(func, inputs, v, create_graph, "vhp", vjp)


def _second(func, inputs, v, create_graph, where, product):
    given, is_single = _checked(inputs, "inputs", where)
    scalar = _scalar(func, where)
    if v is None and (len(given) != 1 or given[0].nelement() != 1):
        raise RuntimeError(
            "The vector v can only be None if the input to the user-provided function is a single "
            "Tensor with a single element."
        )

    def slope(*own):
        return jacobian(scalar, own if not is_single else own[0], create_graph=True)

    vectors = (torch.ones_like(given[0]) if v is None else v) if is_single else v
    _, found = product(slope, given if not is_single else given[0], vectors, create_graph)
    output = scalar(*given)
    return _done(output, create_graph), found
