"""`torch.special`: its operations that the registry has.

Source: https://pytorch.org/docs/stable/special.html
"""

from _backflow_missing import missing
from torch._names import fill

fill(globals(), "torch.special")


def __getattr__(name):
    raise missing("torch.special", name)
