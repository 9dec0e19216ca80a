"""Switching recording on and off, as context managers and decorators.

Source: https://pytorch.org/docs/stable/torch.html#locally-disabling-gradient-computation
"""

import functools
import inspect

from torch import _calls
from torch._calls import engine


class _Mode:
    def __enter__(self):
        self._before.append(engine.setGradEnabled(self._mode))
        return None

    def __exit__(self, kind, value, traceback):
        engine.setGradEnabled(self._before.pop())

    def __init__(self, mode):
        self._mode = mode
        self._before = []

    def clone(self):
        return type(self)()

    def __call__(self, function):
        if inspect.isgeneratorfunction(function):

            @functools.wraps(function)
            def stepping(*args, **kwargs):
                steps = function(*args, **kwargs)
                sent = None
                while True:
                    with self.clone():
                        try:
                            value = steps.send(sent)
                        except StopIteration as stop:
                            return stop.value
                    sent = yield value

            return stepping

        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            with self.clone():
                return function(*args, **kwargs)

        return wrapped


class no_grad(_Mode):
    """Nothing inside is recorded."""

    def __new__(cls, function=None):
        made = object.__new__(cls)
        if function is None:
            return made
        _Mode.__init__(made, False)
        return made(function)

    def __init__(self, function=None):
        super().__init__(False)


class enable_grad(_Mode):
    """What is inside is recorded, whatever is said around it."""

    def __new__(cls, function=None):
        made = object.__new__(cls)
        if function is None:
            return made
        _Mode.__init__(made, True)
        return made(function)

    def __init__(self, function=None):
        super().__init__(True)


class inference_mode(_Mode):
    """As `no_grad`; what is made inside knows that it was."""

    def __init__(self, mode=True):
        super().__init__(not mode)
        self._outer = []

    def __enter__(self):
        self._outer.append(_calls.INFERENCE["on"])
        _calls.INFERENCE["on"] = not self._mode
        super().__enter__()

    def __exit__(self, kind, value, traceback):
        super().__exit__(kind, value, traceback)
        _calls.INFERENCE["on"] = self._outer.pop()

    def clone(self):
        return inference_mode(not self._mode)


class set_grad_enabled(_Mode):
    """Says at once whether recording is on, and takes it back where it is left as a context."""

    def __init__(self, mode):
        super().__init__(bool(mode))
        self._prior = engine.setGradEnabled(self._mode)

    def __enter__(self):
        engine.setGradEnabled(self._mode)

    def __exit__(self, kind, value, traceback):
        engine.setGradEnabled(self._prior)

    def __call__(self, function):
        engine.setGradEnabled(self._prior)
        return super().__call__(function)

    def clone(self):
        return set_grad_enabled(self._mode)


def is_grad_enabled():
    """Whether operations are recorded."""
    return bool(engine.isGradEnabled())


def is_inference_mode_enabled():
    """Whether `inference_mode` is on."""
    return _calls.INFERENCE["on"]
