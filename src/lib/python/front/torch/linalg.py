"""`torch.linalg`: its operations that the registry has.

Source: https://pytorch.org/docs/stable/linalg.html
"""

from torch._names import fill

fill(globals(), "torch.linalg")


def __getattr__(name):
    raise AttributeError(
        f"module 'torch.linalg' has no attribute '{name}'"
        + ("" if name.startswith("_") else f"\nBackflow's torch has no torch.linalg.{name} yet")
    )
