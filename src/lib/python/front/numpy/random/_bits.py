"""The sources of random bits: the Mersenne twister and PCG64, with numpy's seeding.

Sources: https://numpy.org/doc/stable/reference/random/bit_generators/index.html,
https://doi.org/10.1145/272991.272995, https://www.pcg-random.org/
"""

from random import Random

_WORD = 0xFFFFFFFF
_WIDE = (1 << 64) - 1
_FULL = (1 << 128) - 1
_LENGTH = 624


def _keys_of_seed(seed):
    """The twister's state for one whole number of 32 bits."""
    keys = []
    for place in range(_LENGTH):
        keys.append(seed)
        seed = (1812433253 * (seed ^ (seed >> 30)) + place + 1) & _WORD
    return keys


def _keys_of_seeds(seeds):
    """The twister's state for several."""
    keys = _keys_of_seed(19650218)
    at, k = 1, 0
    for _ in range(max(_LENGTH, len(seeds))):
        mixed = keys[at] ^ ((keys[at - 1] ^ (keys[at - 1] >> 30)) * 1664525)
        keys[at] = (mixed + seeds[k] + k) & _WORD
        at, k = at + 1, (k + 1) % len(seeds)
        if at >= _LENGTH:
            keys[0], at = keys[-1], 1
    for _ in range(_LENGTH - 1):
        mixed = keys[at] ^ ((keys[at - 1] ^ (keys[at - 1] >> 30)) * 1566083941)
        keys[at] = (mixed - at) & _WORD
        at += 1
        if at >= _LENGTH:
            keys[0], at = keys[-1], 1
    keys[0] = 0x80000000
    return keys


class MT19937:
    """The Mersenne twister, seeded as `np.random.seed` does; Python's own has the same core."""

    name = "MT19937"

    def __init__(self, seeds=None):
        self._core = Random()
        self.random = self._core.random
        if seeds is not None:
            keys = _keys_of_seed(seeds) if isinstance(seeds, int) else _keys_of_seeds(seeds)
            self.place(keys, _LENGTH)

    def place(self, keys, position):
        """Goes to a state."""
        self._core.setstate((3, (*keys, position), None))

    def state(self):
        """The keys, and how many of them are used up."""
        _, words, _ = self._core.getstate()
        return list(words[:-1]), words[-1]

    def word(self):
        """32 bits."""
        return self._core.getrandbits(32)

    def wide(self):
        """64 bits."""
        return self.word() << 32 | self.word()


def _mixer(constant, multiplier):
    """A hash whose constant changes with every use."""

    def mix(value):
        nonlocal constant
        value ^= constant
        constant = constant * multiplier & _WORD
        value = value * constant & _WORD
        return value ^ value >> 16

    return mix


def _words_of(number):
    words = [number & _WORD]
    while number := number >> 32:
        words.append(number & _WORD)
    return words


class SeedSequence:
    """Well-mixed bits from a seed of any size.

    Source: https://numpy.org/doc/stable/reference/random/bit_generators/index.html
    """

    __module__ = "numpy.random"

    def __init__(self, entropy=None, *, spawn_key=(), pool_size=4, n_children_spawned=0):
        if entropy is None:
            entropy = Random().getrandbits(128)
        self.entropy, self.spawn_key, self.pool_size = entropy, tuple(spawn_key), pool_size
        self.n_children_spawned = n_children_spawned
        given = [entropy] if isinstance(entropy, int) else list(entropy)
        if any(one < 0 for one in given):
            raise ValueError("expected non-negative integer")
        words = [word for one in given for word in _words_of(int(one))]
        if self.spawn_key:
            words += [0] * (pool_size - len(words))
            words += [word for one in self.spawn_key for word in _words_of(one)]
        self._pool = self._mixed(words)

    def _mixed(self, words):
        size = self.pool_size
        hashed = _mixer(0x43B0D7E5, 0x931E8875)

        def joined(x, y):
            value = (0xCA01F9DD * x - 0x4973F715 * y) & _WORD
            return value ^ value >> 16

        pool = [hashed(words[k] if k < len(words) else 0) for k in range(size)]
        for source in range(size):
            for target in range(size):
                if source != target:
                    pool[target] = joined(pool[target], hashed(pool[source]))
        for word in words[size:]:
            for target in range(size):
                pool[target] = joined(pool[target], hashed(word))
        return pool

    def wide_words(self, count):
        """So many words of 64 bits."""
        hashed = _mixer(0x8B51F9DD, 0x58F38DED)
        words = [hashed(self._pool[k % self.pool_size]) for k in range(2 * count)]
        return [low | high << 32 for low, high in zip(words[::2], words[1::2])]

    def spawn(self, n_children):
        """Sequences for independent streams."""
        first = self.n_children_spawned
        self.n_children_spawned += n_children
        return [
            SeedSequence(self.entropy, spawn_key=(*self.spawn_key, k), pool_size=self.pool_size)
            for k in range(first, first + n_children)
        ]


class PCG64:
    """A permuted congruential generator of 128 bits, which `default_rng` uses."""

    __module__ = "numpy.random"
    name = "PCG64"
    _MULTIPLIER = 2549297995355413924 << 64 | 4865540595714422341

    def __init__(self, seed=None):
        sequence = seed if isinstance(seed, SeedSequence) else SeedSequence(seed)
        self.seed_seq = sequence
        a, b, c, d = sequence.wide_words(4)
        self._step = ((c << 64 | d) << 1 | 1) & _FULL
        self._state = (self._step + (a << 64 | b)) & _FULL
        self._advance()
        self._half = None

    def _advance(self):
        self._state = (self._state * self._MULTIPLIER + self._step) & _FULL

    def wide(self):
        """64 bits."""
        self._advance()
        state = self._state
        value, turn = (state >> 64) ^ (state & _WIDE), state >> 122
        return (value >> turn | value << (64 - turn)) & _WIDE

    def word(self):
        """32 bits: half of 64, whose other half comes next."""
        if self._half is not None:
            word, self._half = self._half, None
            return word
        both = self.wide()
        self._half = both >> 32
        return both & _WORD

    def random(self):
        """A number from 0 up to but without 1."""
        return (self.wide() >> 11) * (1.0 / 9007199254740992.0)
