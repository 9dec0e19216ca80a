"""What modules and optimizers share."""


def clear_gradients(parameters, set_to_none):
    """Gradients become None, or zeros without a history."""
    for parameter in parameters:
        gradient = parameter.grad
        if gradient is None:
            continue
        if set_to_none:
            parameter.grad = None
            continue
        if gradient.grad_fn is not None:
            gradient.detach_()
        else:
            gradient.requires_grad_(False)
        gradient.zero_()
