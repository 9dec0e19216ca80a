"""Modules that hold modules.

Source: https://pytorch.org/docs/stable/nn.html#containers
"""

import itertools
import operator
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from torch.nn.modules.module import Module, _indented


class _Numbered(Module):
    """Modules with the names "0", "1", …"""

    def _place(self, index):
        """The place of an index that may count from the end. Raises IndexError."""
        size = len(self)
        index = operator.index(index)
        if not -size <= index < size:
            raise IndexError(self._out_of_range(index))
        return index % size

    def _renumber(self, modules):
        object.__setattr__(self, "_modules", OrderedDict(zip(map(str, itertools.count()), modules)))

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())


class Sequential(_Numbered):
    """Modules one after the other: each takes what the one before it answers.

    Takes the modules in order, or an OrderedDict of names and modules.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.Sequential.html
    """

    def __init__(self, *args):
        super().__init__()
        if len(args) == 1 and isinstance(args[0], OrderedDict):
            for name, module in args[0].items():
                self.add_module(name, module)
        else:
            for place, module in enumerate(args):
                self.add_module(str(place), module)

    def forward(self, input):
        """Hands the input through all modules."""
        for module in self:
            input = module(input)
        return input

    def _out_of_range(self, index):
        return f"index {index} is out of range"

    def _name_at(self, index):
        return list(self._modules)[self._place(index)]

    def __getitem__(self, idx):
        if isinstance(idx, slice):
            return type(self)(OrderedDict(list(self._modules.items())[idx]))
        return self._modules[self._name_at(idx)]

    def __setitem__(self, idx, module):
        setattr(self, self._name_at(idx), module)

    def __delitem__(self, idx):
        if isinstance(idx, slice):
            for name in list(self._modules)[idx]:
                delattr(self, name)
        else:
            delattr(self, self._name_at(idx))
        self._renumber(self._modules.values())

    def __add__(self, other):
        if not isinstance(other, Sequential):
            raise ValueError(
                "add operator supports only objects of Sequential class, but "
                f"{type(other)} is given."
            )
        return Sequential(*self, *other)

    def __iadd__(self, other):
        if not isinstance(other, Sequential):
            raise ValueError(
                "add operator supports only objects of Sequential class, but "
                f"{type(other)} is given."
            )
        return self.extend(other)

    def __mul__(self, other):
        if not isinstance(other, int):
            raise TypeError(f"unsupported operand type(s) for *: {type(self)} and {type(other)}")
        if other <= 0:
            raise ValueError(f"Non-positive multiplication factor {other} for {type(self)}")
        return Sequential(*(module for _ in range(other) for module in self))

    __rmul__ = __mul__

    def __imul__(self, other):
        repeated = list(self * other)
        return self.extend(repeated[len(self) :])

    def append(self, module):
        """Adds a module at the end."""
        self.add_module(str(len(self)), module)
        return self

    def extend(self, sequential):
        """Adds several modules at the end."""
        for module in list(sequential):
            self.append(module)
        return self

    def insert(self, index, module):
        """Adds a module before the one at `index`. Raises IndexError."""
        if not isinstance(module, Module):
            raise AssertionError(f"module should be of type: {Module}")
        size = len(self)
        if not -size <= index <= size:
            raise IndexError(f"Index out of range: {index}")
        modules = list(self)
        modules.insert(index, module)
        self._renumber(modules)
        return self

    def pop(self, key):
        """Takes a module out and answers it."""
        module = self[key]
        del self[key]
        return module


class ModuleList(_Numbered):
    """A list of modules, which counts them as its own.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.ModuleList.html
    """

    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self.extend(modules)

    def _out_of_range(self, index):
        return f"index {index} is out of range"

    def __getitem__(self, idx):
        if isinstance(idx, slice):
            return type(self)(list(self._modules.values())[idx])
        return self._modules[str(self._place(idx))]

    def __setitem__(self, idx, module):
        setattr(self, str(self._place(idx)), module)

    def __delitem__(self, idx):
        if isinstance(idx, slice):
            for place in range(len(self))[idx]:
                delattr(self, str(place))
        else:
            delattr(self, str(self._place(idx)))
        self._renumber(self._modules.values())

    def __iadd__(self, modules):
        return self.extend(modules)

    def __add__(self, other):
        return ModuleList([*self, *other])

    def append(self, module):
        """Adds a module at the end."""
        self.add_module(str(len(self)), module)
        return self

    def extend(self, modules):
        """Adds several modules at the end. Raises TypeError for what can't be iterated over."""
        if not isinstance(modules, Iterable):
            raise TypeError(
                "ModuleList.extend should be called with an "
                f"iterable, but got {type(modules).__name__}"
            )
        for module in list(modules):
            self.append(module)
        return self

    def insert(self, index, module):
        """Adds a module before the one at `index`."""
        modules = list(self)
        modules.insert(index, module)
        self._renumber(modules)

    def pop(self, key):
        """Takes a module out and answers it."""
        module = self[key]
        del self[key]
        return module

    def __repr__(self):
        lines = []
        place = 0
        # Equal neighbours share a line.
        for text, group in itertools.groupby(map(repr, self)):
            count = len(list(group))
            if count == 1:
                line = f"({place}): {text}"
            else:
                line = f"({place}-{place + count - 1}): {count} x {text}"
            lines.append(_indented(line, 2))
            place += count
        if not lines:
            return f"{self._get_name()}()"
        return f"{self._get_name()}(\n  " + "\n  ".join(lines) + "\n)"


class ModuleDict(Module):
    """Modules by name, which it counts as its own.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.ModuleDict.html
    """

    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self.update(modules)

    def __getitem__(self, key):
        return self._modules[key]

    def __setitem__(self, key, module):
        self.add_module(key, module)

    def __delitem__(self, key):
        del self._modules[key]

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules)

    def __contains__(self, key):
        return key in self._modules

    def clear(self):
        """Takes all modules out."""
        self._modules.clear()

    def pop(self, key):
        """Takes a module out and answers it."""
        return self._modules.pop(key)

    def keys(self):
        """The names."""
        return self._modules.keys()

    def items(self):
        """Names and modules."""
        return self._modules.items()

    def values(self):
        """The modules."""
        return self._modules.values()

    def update(self, modules):
        """Adds the modules of a mapping or of pairs. Raises TypeError and ValueError for others."""
        if not isinstance(modules, Iterable):
            raise TypeError(
                "ModuleDict.update should be called with an "
                f"iterable of key/value pairs, but got {type(modules).__name__}"
            )
        if isinstance(modules, (Mapping, ModuleDict)):
            for key, module in modules.items():
                self[key] = module
            return
        for place, pair in enumerate(modules):
            element = f"ModuleDict update sequence element #{place}"
            if not isinstance(pair, Iterable):
                raise TypeError(f"{element} should be Iterable; is{type(pair).__name__}")
            if len(pair) != 2:
                raise ValueError(f"{element} has length {len(pair)}; 2 is required")
            self[pair[0]] = pair[1]
