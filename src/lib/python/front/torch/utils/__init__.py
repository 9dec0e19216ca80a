"""Tools around training: data loading and hooks.

Source: https://pytorch.org/docs/stable/data.html
"""

import importlib

from _backflow_missing import missing

_PARTS = ("data", "hooks")


def __getattr__(name):
    if name in _PARTS:
        return importlib.import_module(f"torch.utils.{name}")
    raise missing("torch.utils", name)
