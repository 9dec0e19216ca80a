"""Functions and methods of all operations in the registry, made of their names there."""

import json

from torch import _calls, _output

OPERATIONS = json.loads(_calls.engine.names())
BY_NAME = {op["name"]: op for op in OPERATIONS}
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
