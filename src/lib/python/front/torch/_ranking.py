"""Functions that answer elements by their rank, and where those are.

Source: https://pytorch.org/docs/stable/torch.html#comparison-ops
"""

from torch._calls import ranked, run
from torch._functions import RETURN_TYPES, _pair

_aminmax = _pair("aminmax", "min max")


def _ranking(name):
    kind = RETURN_TYPES[name]

    def call(input, *args, stable=None, **kwargs):
        if name == "median" and not args and "dim" not in kwargs:
            return run(name, name, False, (input,), kwargs)
        return kind(*ranked(name, False, (input, *args), kwargs))

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"""The elements, and where they are, as a pair of that name.

    Source: https://pytorch.org/docs/stable/generated/torch.{name}.html
    """
    return call


sort = _ranking("sort")
topk = _ranking("topk")
kthvalue = _ranking("kthvalue")
median = _ranking("median")
mode = _ranking("mode")


def argsort(input, dim=-1, descending=False, stable=False):
    """Where the elements come from when they are put in order.

    Source: https://pytorch.org/docs/stable/generated/torch.argsort.html
    """
    return run("argsort", "argsort", False, (input, dim, descending), None)


def msort(input):
    """The elements in order along the first dimension.

    Source: https://pytorch.org/docs/stable/generated/torch.msort.html
    """
    return sort(input, 0).values


def aminmax(input, *, dim=None, keepdim=False):
    """The smallest and the largest element, of all or along a dimension.

    Source: https://pytorch.org/docs/stable/generated/torch.aminmax.html
    """
    if dim is None:
        return _aminmax(input.amin(), input.amax())
    return _aminmax(input.amin(dim, keepdim), input.amax(dim, keepdim))


NAMES = "topk kthvalue median mode sort argsort msort aminmax".split()
