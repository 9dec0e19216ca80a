"""`torch.linalg`: its operations that the registry has.

Source: https://pytorch.org/docs/stable/linalg.html
"""

from _backflow_missing import missing
from torch._names import fill

fill(globals(), "torch.linalg")


def __getattr__(name):
    raise missing("torch.linalg", name)
