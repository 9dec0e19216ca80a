"""Saving and loading what a module has learned."""

from collections import OrderedDict, namedtuple
from collections.abc import Mapping

import torch

_EXTRA = "_extra_state"


class _IncompatibleKeys(namedtuple("IncompatibleKeys", ["missing_keys", "unexpected_keys"])):
    """What `load_state_dict` answers."""

    def __repr__(self):
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return super().__repr__()

    __str__ = __repr__


class _Loading:
    """One `load_state_dict` on its way through the modules, and what went wrong."""

    def __init__(self, assign):
        self.assign = assign
        self.missing = []
        self.unexpected = []
        self.errors = []

    def load(self, module, state, metadata, prefix=""):
        local = dict(metadata.get(prefix[:-1], {}))
        if self.assign:
            local["assign_to_params_buffers"] = True
        module._load_from_state_dict(
            state, prefix, local, True, self.missing, self.unexpected, self.errors
        )
        for name, child in module._modules.items():
            if child is not None:
                inner = f"{prefix}{name}."
                own = {key: value for key, value in state.items() if key.startswith(inner)}
                self.load(child, own, metadata, inner)

    def messages(self, strict):
        """What is to be reported; missing and unexpected keys only where they matter."""
        if not strict:
            return self.errors
        lists = (("Missing", self.missing), ("Unexpected", self.unexpected))
        keys = [
            "{} key(s) in state_dict: {}. ".format(word, ", ".join(f'"{key}"' for key in names))
            for word, names in lists
            if names
        ]
        return keys + self.errors


class Stateful:
    """The part of a module that answers its state and takes it back."""

    _version = 1

    def _saved(self):
        """Parameters and persistent buffers by name, those that are None left out."""
        named = list(self._parameters.items())
        named += [
            item
            for item in self._buffers.items()
            if item[0] not in self._non_persistent_buffers_set
        ]
        return {name: tensor for name, tensor in named if tensor is not None}

    def get_extra_state(self):
        """What else belongs into the state; a module that has something says what."""
        raise RuntimeError(
            "Reached a code path in Module.get_extra_state() that should never be called."
        )

    def set_extra_state(self, state):
        """Takes back what `get_extra_state` answered."""
        raise RuntimeError(
            "Reached a code path in Module.set_extra_state() that should never be called."
        )

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        for name, tensor in self._saved().items():
            destination[prefix + name] = tensor if keep_vars else tensor.detach()
        if type(self).get_extra_state is not Stateful.get_extra_state:
            destination[prefix + _EXTRA] = self.get_extra_state()

    def state_dict(self, *args, destination=None, prefix="", keep_vars=False):
        """Parameters and persistent buffers of the module and all below it by dotted name.

        The tensors share the memory of the module's; they are detached unless `keep_vars`.
        Source: https://pytorch.org/docs/stable/generated/torch.nn.Module.html
        """
        given = dict(zip(("destination", "prefix", "keep_vars"), args))
        destination = given.get("destination", destination)
        prefix = given.get("prefix", prefix)
        keep_vars = given.get("keep_vars", keep_vars)
        if destination is None:
            destination = OrderedDict()
            destination._metadata = OrderedDict()
        if hasattr(destination, "_metadata"):
            destination._metadata[prefix[:-1]] = {"version": self._version}
        self._save_to_state_dict(destination, prefix, keep_vars)
        for name, child in self._modules.items():
            if child is not None:
                child.state_dict(
                    destination=destination, prefix=f"{prefix}{name}.", keep_vars=keep_vars
                )
        return destination

    def _load_one(self, name, tensor, key, given, assign, errors):
        if not isinstance(given, torch.Tensor):
            errors.append(
                f'While copying the parameter named "{key}", '
                "expected torch.Tensor or Tensor-like object from checkpoint but "
                f"received {type(given)}"
            )
            return
        # Scalars were once saved as tensors of one element.
        if tensor.dim() == 0 and tuple(given.shape) == (1,):
            given = given[0]
        if given.shape != tensor.shape:
            errors.append(
                f"size mismatch for {key}: copying a param with shape {given.shape} from "
                f"checkpoint, the shape in current model is {tensor.shape}."
            )
            return
        if assign:
            if name in self._parameters and not isinstance(given, torch.nn.Parameter):
                given = torch.nn.Parameter(given, requires_grad=tensor.requires_grad)
            setattr(self, name, given)
            return
        try:
            with torch.no_grad():
                tensor.copy_(given)
        except Exception as error:
            errors.append(
                f'While copying the parameter named "{key}", '
                f"whose dimensions in the model are {tensor.size()} and "
                f"whose dimensions in the checkpoint are {given.size()}, "
                f"an exception occurred : {error.args}."
            )

    def _load_from_state_dict(
        self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs
    ):
        saved = self._saved()
        assign = local_metadata.get("assign_to_params_buffers", False)
        for name, tensor in saved.items():
            key = prefix + name
            if key in state_dict:
                self._load_one(name, tensor, key, state_dict[key], assign, error_msgs)
            elif strict:
                missing_keys.append(key)
        extra = prefix + _EXTRA
        if type(self).set_extra_state is not Stateful.set_extra_state:
            if extra in state_dict:
                self.set_extra_state(state_dict[extra])
            elif strict:
                missing_keys.append(extra)
        elif strict and extra in state_dict:
            unexpected_keys.append(extra)
        if not strict:
            return
        for key in state_dict:
            if not key.startswith(prefix) or key == extra:
                continue
            first, dot, _ = key[len(prefix) :].partition(".")
            if first not in (self._modules if dot else saved):
                unexpected_keys.append(key)

    def load_state_dict(self, state_dict, strict=True, assign=False):
        """Copies a state into the parameters and buffers of the module and all below it.

        With `assign` the tensors themselves take their place. Answers the keys that were missing
        and those that weren't expected; raises RuntimeError for them unless `strict` is false, and
        for tensors of another shape.
        Source: https://pytorch.org/docs/stable/generated/torch.nn.Module.html
        """
        if not isinstance(state_dict, Mapping):
            raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
        loading = _Loading(assign)
        metadata = getattr(state_dict, "_metadata", None) or {}
        loading.load(self, OrderedDict(state_dict), metadata)
        messages = loading.messages(strict)
        if messages:
            raise RuntimeError(
                "Error(s) in loading state_dict for {}:\n\t{}".format(
                    type(self).__name__, "\n\t".join(messages)
                )
            )
        return _IncompatibleKeys(loading.missing, loading.unexpected)
