"""pyplot with numpy's names beside it: https://matplotlib.org/3.6.0/api/index.html#module-pylab"""

from typing import Any

import numpy
import numpy as np  # noqa: F401

from . import cm  # noqa: F401
from . import pyplot
from . import pyplot as plt  # noqa: F401
from .pyplot import *  # noqa: F401, F403


def __getattr__(name: str) -> Any:
    if not name.startswith("_") and hasattr(numpy, name):
        return getattr(numpy, name)
    try:
        return getattr(pyplot, name)
    except AttributeError as error:
        raise AttributeError(str(error).replace("matplotlib.pyplot", __name__, 1)) from None
