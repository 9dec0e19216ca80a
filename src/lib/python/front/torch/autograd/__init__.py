"""Automatic differentiation.

Source: https://pytorch.org/docs/stable/autograd.html
"""

import torch
from torch._calls import GradcheckError, ask, engine, to_js, wrap
from torch._grad_mode import (
    enable_grad,
    inference_mode,
    is_grad_enabled,
    no_grad,
    set_grad_enabled,
)
from torch.autograd import functional, graph
from torch.autograd.anomaly_mode import detect_anomaly, set_detect_anomaly
from torch.autograd.function import Function
from torch.autograd.gradcheck import gradcheck, gradgradcheck

Variable = None


def _listed(value):
    return (value,) if isinstance(value, torch.Tensor) else tuple(value)


def _gradients(roots, gradients):
    """One upstream gradient per root, or nothing."""
    if gradients is None:
        return [None] * len(roots)
    given = (gradients,) if isinstance(gradients, torch.Tensor) else tuple(gradients)
    if len(given) != len(roots):
        raise RuntimeError("got %d tensors and %d gradients" % (len(roots), len(given)))
    for k, (root, one) in enumerate(zip(roots, given)):
        if one is None:
            continue
        if not isinstance(one, torch.Tensor):
            raise TypeError(
                "gradients can be either Tensors or None, but got " + type(one).__name__
            )
        if one.shape != root.shape:
            raise RuntimeError(
                f"Mismatch in shape: grad_output[{k}] has a shape of {one.shape} and "
                f"output[{k}] has a shape of {root.shape}."
            )
    return [None if one is None else one._t for one in given]


def backward(
    tensors,
    grad_tensors=None,
    retain_graph=None,
    create_graph=False,
    grad_variables=None,
    inputs=None,
):
    """Adds the gradients of the tensors to the `.grad` of the leaves that they were made of.

    Source: https://pytorch.org/docs/stable/generated/torch.autograd.backward.html
    """
    roots = _listed(tensors)
    if inputs is not None:
        targets = _listed(inputs)
        if not targets:
            raise RuntimeError("'inputs' argument to backward cannot be empty.")
        found = grad(
            roots, targets, grad_tensors, retain_graph, create_graph, allow_unused=True
        )
        for target, one in zip(targets, found):
            if one is not None:
                target.grad = one if target.grad is None else target.grad + one
        return
    keeps = bool(create_graph if retain_graph is None else retain_graph)
    gradients = _gradients(roots, grad_tensors)
    if create_graph:
        torch._calls.warn(
            "Using backward() with create_graph=True will create a reference cycle between the "
            "parameter and its gradient which can cause a memory leak. We recommend using "
            "autograd.grad when creating the graph to avoid this. If you have to use this "
            "function, make sure to reset the .grad fields of your parameters to None after use "
            "to break the cycle and avoid the leak."
        )
    ask(
        engine.backward,
        to_js([root._t for root in roots]),
        to_js(gradients),
        keeps,
        bool(create_graph),
    )


def grad(
    outputs,
    inputs,
    grad_outputs=None,
    retain_graph=None,
    create_graph=False,
    only_inputs=True,
    allow_unused=False,
    is_grads_batched=False,
):
    """The gradients of the outputs with respect to the inputs, without touching `.grad`.

    Raises RuntimeError for inputs that have no part in the outputs, unless `allow_unused`.
    Source: https://pytorch.org/docs/stable/generated/torch.autograd.grad.html
    """
    roots, targets = _listed(outputs), _listed(inputs)
    if not targets:
        raise ValueError("grad requires non-empty inputs.")
    if is_grads_batched:
        given = (grad_outputs,) if isinstance(grad_outputs, torch.Tensor) else tuple(grad_outputs)
        last = len(given[0]) - 1
        rows = [
            # All but the last one leave the graph for the next.
            grad(
                roots,
                targets,
                [one[k] for one in given],
                True if k < last else retain_graph,
                create_graph,
                True,
                allow_unused,
            )
            for k in range(last + 1)
        ]
        return tuple(None if column[0] is None else torch.stack(column) for column in zip(*rows))
    keeps = bool(create_graph if retain_graph is None else retain_graph)
    found = ask(
        engine.grad,
        to_js([root._t for root in roots]),
        to_js([target._t for target in targets]),
        to_js(_gradients(roots, grad_outputs)),
        keeps,
        bool(create_graph),
        bool(allow_unused),
    )
    return tuple(wrap(one) for one in found)
