"""The base of all modules.

Source: https://pytorch.org/docs/stable/generated/torch.nn.Module.html
"""

from collections import OrderedDict

import torch
from torch.nn.modules._hooks import Hooked
from torch.nn.modules._state import Stateful
from torch.nn.modules._tree import Tree
from torch.nn.parameter import Parameter
from torch.utils._gradients import clear_gradients

_TABLES = ("_parameters", "_buffers", "_modules")


def _indented(text, count):
    return text.replace("\n", "\n" + " " * count)


class Module(Hooked, Stateful, Tree):
    """A part of a network: it has parameters, buffers and other modules as attributes.

    A subclass calls `super().__init__()` first and defines `forward`, which calling the module
    runs.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.Module.html
    """

    dump_patches = False
    call_super_init = False

    def __init__(self, *args, **kwargs):
        if not self.call_super_init and kwargs:
            raise TypeError(
                f"{type(self).__name__}.__init__() got an unexpected keyword argument "
                f"'{next(iter(kwargs))}'"
            )
        if not self.call_super_init and args:
            raise TypeError(
                f"{type(self).__name__}.__init__() takes 1 positional argument but "
                f"{len(args) + 1} were given"
            )
        object.__setattr__(self, "training", True)
        for table in _TABLES:
            object.__setattr__(self, table, OrderedDict())
        object.__setattr__(self, "_non_persistent_buffers_set", set())
        self._make_hooks()
        if self.call_super_init:
            super().__init__(*args, **kwargs)

    def forward(self, *input):
        """What calling the module computes; a subclass says it. Raises NotImplementedError."""
        raise NotImplementedError(
            f'Module [{type(self).__name__}] is missing the required "forward" function'
        )

    # Attributes

    def _require_name(self, what, name, table):
        if table not in self.__dict__:
            raise AttributeError(f"cannot assign {what} before Module.__init__() call")
        if not isinstance(name, str):
            raise TypeError(f"{what} name should be a string. Got {torch.typename(name)}")
        if "." in name:
            raise KeyError(f'{what} name can\'t contain "."')
        if name == "":
            raise KeyError(f'{what} name can\'t be empty string ""')
        if hasattr(self, name) and name not in self.__dict__[table]:
            raise KeyError(f"attribute '{name}' already exists")

    def register_parameter(self, name, param):
        """Adds a parameter, or None in its place.

        Raises KeyError for a name that is taken or has a dot, TypeError for another tensor, and
        ValueError for one with a history.
        """
        self._require_name("parameter", name, "_parameters")
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                f"cannot assign '{torch.typename(param)}' object to parameter '{name}' "
                "(torch.nn.Parameter or None required)"
            )
        if param is not None and param.grad_fn is not None:
            raise ValueError(
                f"Cannot assign non-leaf Tensor to parameter '{name}'. Model "
                f"parameters must be created explicitly. To express '{name}' "
                "as a function of another Tensor, compute the value in "
                "the forward() method."
            )
        self._parameters[name] = param

    def register_buffer(self, name, tensor, persistent=True):
        """Adds a tensor that is no parameter; it belongs to the state if it is persistent.

        Raises KeyError for a name that is taken or has a dot, TypeError for what is no tensor.
        """
        self._require_name("buffer", name, "_buffers")
        if tensor is not None and not isinstance(tensor, torch.Tensor):
            raise TypeError(
                f"cannot assign '{torch.typename(tensor)}' object to buffer '{name}' "
                "(torch Tensor or None required)"
            )
        self._buffers[name] = tensor
        if persistent:
            self._non_persistent_buffers_set.discard(name)
        else:
            self._non_persistent_buffers_set.add(name)

    def add_module(self, name, module):
        """Adds a module, or None in its place.

        Raises KeyError for a name that is taken or has a dot, TypeError for what is no module.
        """
        if module is not None and not isinstance(module, Module):
            raise TypeError(f"{torch.typename(module)} is not a Module subclass")
        if not isinstance(name, str):
            raise TypeError(f"module name should be a string. Got {torch.typename(name)}")
        if hasattr(self, name) and name not in self._modules:
            raise KeyError(f"attribute '{name}' already exists")
        if "." in name:
            raise KeyError(f'module name can\'t contain ".", got: {name}')
        if name == "":
            raise KeyError('module name can\'t be empty string ""')
        self._modules[name] = module

    def register_module(self, name, module):
        """The same as `add_module`."""
        self.add_module(name, module)

    def __getattr__(self, name):
        for table in _TABLES:
            found = self.__dict__.get(table)
            if found is not None and name in found:
                return found[name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def _take_out(self, name, kept):
        """The name belongs to one kind of attribute alone."""
        self.__dict__.pop(name, None)
        for table in _TABLES:
            if table != kept:
                self.__dict__[table].pop(name, None)
        self._non_persistent_buffers_set.discard(name)

    def __setattr__(self, name, value):
        tables = self.__dict__
        if isinstance(value, Parameter):
            if "_parameters" not in tables:
                raise AttributeError("cannot assign parameters before Module.__init__() call")
            self._take_out(name, "_parameters")
            self.register_parameter(name, value)
        elif isinstance(value, Module) and name not in tables.get("_parameters", ()):
            if "_modules" not in tables:
                raise AttributeError("cannot assign module before Module.__init__() call")
            self._take_out(name, "_modules")
            tables["_modules"][name] = value
        else:
            self._set_plain(name, value)

    def _set_plain(self, name, value):
        expected = {
            "_parameters": ("parameter", "torch.nn.Parameter"),
            "_modules": ("child module", "torch.nn.Module"),
            "_buffers": ("buffer", "torch.Tensor"),
        }
        for table, (what, kind) in expected.items():
            if name not in self.__dict__.get(table, ()):
                continue
            is_buffer = table == "_buffers" and isinstance(value, torch.Tensor)
            if value is not None and not is_buffer:
                raise TypeError(
                    f"cannot assign '{torch.typename(value)}' as {what} '{name}' "
                    f"({kind} or None expected)"
                )
            self.__dict__[table][name] = value
            return
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        for table in _TABLES:
            if name in self.__dict__[table]:
                del self.__dict__[table][name]
                self._non_persistent_buffers_set.discard(name)
                return
        object.__delattr__(self, name)

    def __dir__(self):
        names = {*dir(type(self)), *self.__dict__, *self._own_names()}
        return sorted(name for name in names if not name[0].isdigit())

    # What all parameters and buffers undergo

    def _apply(self, fn):
        for module in self.children():
            module._apply(fn)
        with torch.no_grad():
            for param in self._parameters.values():
                if param is None:
                    continue
                gradient = param.grad
                param.data = fn(param.data)
                if gradient is not None:
                    param.grad = None
                    param.grad = fn(gradient).requires_grad_(gradient.requires_grad)
            for name, buffer in self._buffers.items():
                if buffer is not None:
                    self._buffers[name] = fn(buffer)
        return self

    def _cast(self, dtype):
        return self._apply(lambda t: t.to(dtype) if t.is_floating_point() else t)

    def to(self, *args, device=None, dtype=None, non_blocking=False, **kwargs):
        """Changes the type of all parameters and buffers, by `dtype` or as that of a tensor.

        Raises TypeError for a type of whole numbers. The only device is the CPU.
        """
        for arg in args:
            if isinstance(arg, torch.Tensor):
                dtype = arg.dtype
            elif isinstance(arg, torch.dtype):
                dtype = arg
            elif isinstance(arg, (str, torch.device)):
                device = arg
        if device is not None:
            torch.device(device)
        if dtype is None:
            return self
        if not dtype.is_floating_point:
            raise TypeError(
                "nn.Module.to only accepts floating point or complex dtypes, "
                f"but got desired dtype={dtype}"
            )
        return self._cast(dtype)

    def type(self, dst_type):
        """Casts all parameters and buffers, those of whole numbers as well."""
        return self._apply(lambda t: t.to(dst_type))

    def float(self):
        """Casts floating point parameters and buffers to float32."""
        return self._cast(torch.float32)

    def double(self):
        """Casts floating point parameters and buffers to float64."""
        return self._cast(torch.float64)

    def cpu(self):
        """Does nothing: everything is there already."""
        return self

    def cuda(self, device=None):
        """There is no such device. Raises AssertionError."""
        raise AssertionError("Torch not compiled with CUDA enabled")

    def train(self, mode=True):
        """Sets the module and all below it to training, or with False to evaluation."""
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")
        self.training = mode
        for module in self.children():
            module.train(mode)
        return self

    def eval(self):
        """Sets the module and all below it to evaluation."""
        return self.train(False)

    def requires_grad_(self, requires_grad=True):
        """Says for all parameters whether operations on them are recorded."""
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none=True):
        """Takes the gradients of all parameters away, or fills them with 0."""
        clear_gradients(self.parameters(), set_to_none)

    # As text

    def _get_name(self):
        return type(self).__name__

    def extra_repr(self):
        """What the representation says of the module itself, in one line or several."""
        return ""

    def __repr__(self):
        extra = self.extra_repr()
        lines = extra.split("\n") if extra else []
        children = [
            f"({name}): {_indented(repr(module), 2)}" for name, module in self._modules.items()
        ]
        if len(lines) == 1 and not children:
            return f"{self._get_name()}({lines[0]})"
        inner = "".join(f"\n  {line}" for line in lines + children)
        return f"{self._get_name()}({inner}\n)" if inner else f"{self._get_name()}()"
