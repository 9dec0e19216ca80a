"""`torch.special`: its operations that the registry has.

Source: https://pytorch.org/docs/stable/special.html
"""

from _backflow_missing import missing
from torch import _functions, _statistics
from torch._names import BY_NAME, fill, function

_FUNCTIONS = {
    name: function(BY_NAME[name], f"torch.{name}")
    for name in "sigmoid softmax log_softmax logsumexp xlogy".split()
}
fill(globals(), "torch.special")

expit = _FUNCTIONS["sigmoid"]
softmax = _FUNCTIONS["softmax"]
log_softmax = _FUNCTIONS["log_softmax"]
logsumexp = _FUNCTIONS["logsumexp"]
round = _statistics.round


def xlog1py(input, other):
    """input · log(1 + other); 0 where input is 0."""
    return _FUNCTIONS["xlogy"](input, other + 1)


def entr(input):
    """−x log x; 0 at 0, −inf for what is negative.

    Source: https://pytorch.org/docs/stable/special.html#torch.special.entr
    """
    inside = -_FUNCTIONS["xlogy"](input, input)
    return _functions.where(input < 0, input.new_full((), float("-inf")), inside)


def ndtr(input):
    """The share of a standard normal distribution below x."""
    return (1 + (input / 2**0.5).erf()) / 2


# Where the registry has the operation itself, that one.
fill(globals(), "torch.special", over=True)


def __getattr__(name):
    raise missing("torch.special", name)
