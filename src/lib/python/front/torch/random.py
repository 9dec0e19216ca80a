"""PyTorch's generator of random numbers on the CPU, number by number.

Source: https://pytorch.org/docs/stable/random.html
"""

import contextlib
import time

from torch import _types
from torch._calls import ask, engine, line, to_js, wrap

_DEFAULT_SEED = 67280421310721


class Generator:
    """A source of random numbers of its own.

    Source: https://pytorch.org/docs/stable/generated/torch.Generator.html
    """

    def __init__(self, device="cpu", _generator=None):
        _types.device(device)
        self._generator = _generator or engine.generator()
        self._seed = _DEFAULT_SEED

    device = _types.CPU

    def manual_seed(self, seed):
        """Starts the numbers that belong to the seed."""
        seed = int(seed)
        if not -(2**63) <= seed < 2**64:
            raise RuntimeError("Overflow when unpacking long")
        self._seed = seed % 2**64
        # The numbers depend on the lower 32 bits alone.
        ask(engine.seed, self._generator, seed % 2**32)
        return self

    def seed(self):
        """Starts with numbers that nobody can foresee."""
        fresh = time.time_ns() % 2**63
        self.manual_seed(fresh)
        return fresh

    def initial_seed(self):
        """What it was seeded with last."""
        return self._seed

    def get_state(self):
        """Where the numbers stand."""
        import torch

        return torch.tensor(list(engine.state(self._generator).to_py()), dtype=torch.float64)

    def set_state(self, new_state):
        """Sets the numbers back to where they stood."""
        ask(engine.setState, self._generator, to_js(new_state.tolist()))
        return self

    def __repr__(self):
        return f"<torch._C.Generator object at {hex(id(self))}>"


default_generator = Generator(_generator=engine.defaultGenerator)


def manual_seed(seed):
    """Seeds the default generator."""
    return default_generator.manual_seed(seed)


def seed():
    """Seeds the default generator with what nobody can foresee."""
    return default_generator.seed()


def initial_seed():
    """What the default generator was seeded with last."""
    return default_generator.initial_seed()


def get_rng_state():
    """Where the default generator stands."""
    return default_generator.get_state()


def set_rng_state(new_state):
    """Sets the default generator back."""
    default_generator.set_state(new_state)


@contextlib.contextmanager
def fork_rng(devices=None, enabled=True):
    """What is drawn inside doesn't move the default generator."""
    state = get_rng_state() if enabled else None
    try:
        yield
    finally:
        if enabled:
            set_rng_state(state)


def drawn(kind, shape, dtype, generator):
    """Standard numbers of a shape."""
    source = (generator or default_generator)._generator
    return wrap(engine.draw(kind, to_js(list(shape)), dtype._checked(), source))


def uniform_(tensor, low=0.0, high=1.0, generator=None):
    """Fills with numbers from `low` to below `high`."""
    if low > high:
        raise RuntimeError(
            f"uniform_ expects to return a [from, to) range, but found from={low:g} > to={high:g}"
        )
    values = drawn("uniform", tensor.shape, tensor.dtype, generator)
    return _written(tensor, values * (high - low) + low)


def normal_(tensor, mean=0.0, std=1.0, generator=None):
    """Fills with normal numbers."""
    if std < 0:
        raise RuntimeError(f"normal expects std >= 0.0, but found std {std:g}")
    values = drawn("normal", tensor.shape, tensor.dtype, generator)
    return _written(tensor, values * std + mean)


def random_(tensor, low=None, high=None, generator=None):
    """Fills with whole numbers from `low` to below `high`."""
    if high is None:
        low, high = 0, low
    if high is None:
        high = 2**24 + 1 if tensor.dtype is _types.float32 else 2**53
    source = (generator or default_generator)._generator
    values = engine.integers(low or 0, high, tensor.numel(), source)
    return _filled(tensor, values)


def bernoulli_(tensor, p=0.5, generator=None):
    """Fills with ones and zeros; a one comes up with probability `p`."""
    source = (generator or default_generator)._generator
    # A tensor's probabilities are met in their own precision.
    precision = "float32" if getattr(p, "dtype", None) is _types.float32 else "float64"
    chances = p.expand(tensor.shape).tolist() if hasattr(p, "tolist") else p
    flat = _flat(chances) if hasattr(p, "tolist") else [chances] * tensor.numel()
    if any(not 0 <= one <= 1 for one in flat):
        wrong = next(one for one in flat if not 0 <= one <= 1)
        raise RuntimeError(f"bernoulli_ expects p to be in [0, 1], but got p={wrong:g}")
    return _filled(tensor, engine.bernoulli(to_js(flat), precision, source))


def exponential_(tensor, lambd=1.0, generator=None):
    """Fills with numbers of the exponential distribution."""
    values = drawn("uniform", tensor.shape, _types.float64, generator)
    return _written(tensor, -(1 - values).log() / lambd)


def _flat(values):
    if not isinstance(values, list):
        return [values]
    return [one for part in values for one in _flat(part)]


def _written(tensor, values):
    from torch._grad_mode import no_grad

    with no_grad():
        return tensor.copy_(values)


def _filled(tensor, values):
    ask(engine.write, tensor._t, values, line())
    return tensor
