"""Finding where NaN comes up in a backward pass.

Source: https://pytorch.org/docs/stable/autograd.html#anomaly-detection
"""

from torch._calls import engine, warn


class detect_anomaly:
    """A backward pass inside raises RuntimeError where a gradient is NaN."""

    def __init__(self, check_nan=True):
        self._before = False
        self._mode = bool(check_nan)
        warn(
            "Anomaly Detection has been enabled. This mode will increase the runtime and should "
            "only be enabled for debugging."
        )

    def __enter__(self):
        self._before = engine.setAnomaly(self._mode)

    def __exit__(self, kind, value, traceback):
        engine.setAnomaly(self._before)


class set_detect_anomaly:
    """Switches the search on or off, and takes that back where it is left as a context."""

    def __init__(self, mode, check_nan=True):
        self._before = engine.setAnomaly(bool(mode) and bool(check_nan))

    def __enter__(self):
        return None

    def __exit__(self, kind, value, traceback):
        engine.setAnomaly(self._before)
