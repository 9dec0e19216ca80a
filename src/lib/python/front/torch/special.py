"""`torch.special`: its operations that the registry has.

Source: https://pytorch.org/docs/stable/special.html
"""

from torch._names import fill

fill(globals(), "torch.special")


def __getattr__(name):
    raise AttributeError(
        f"module 'torch.special' has no attribute '{name}'"
        + ("" if name.startswith("_") else f"\nBackflow's torch has no torch.special.{name} yet")
    )
