"""The base of all optimizers.

Source: https://pytorch.org/docs/stable/optim.html#base-class
"""

import functools
import itertools
import warnings
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from copy import deepcopy

import torch
from torch.utils._gradients import clear_gradients
from torch.utils.hooks import RemovableHandle


class _Required:
    """Stands for a setting that every group has to give."""

    def __repr__(self):
        return "<required parameter>"


required = _Required()


def _among_hooks(step):
    """The step with the optimizer's hooks around it."""

    @functools.wraps(step)
    def stepping(self, *args, **kwargs):
        for hook in self._optimizer_step_pre_hooks.values():
            answer = hook(self, args, kwargs)
            if answer is None:
                continue
            if not (isinstance(answer, tuple) and len(answer) == 2):
                raise RuntimeError(
                    f"{step} must return None or a tuple of (new_args, new_kwargs), "
                    f"but got {answer}."
                )
            args, kwargs = answer
        result = step(self, *args, **kwargs)
        for hook in self._optimizer_step_post_hooks.values():
            hook(self, args, kwargs)
        # Learning rate schedulers want to know; see `LRScheduler.step`.
        if "_opt_called" in self.__dict__:
            self._opt_called = True
        return result

    stepping.hooked = True
    return stepping


class Optimizer:
    """Parameters in groups with settings, and what is remembered of each parameter between steps.

    `params` holds tensors, or dicts of a group's "params" and settings; `defaults` are the settings
    of groups that don't give them. Raises ValueError without parameters, TypeError for what is no
    tensor.
    Source: https://pytorch.org/docs/stable/optim.html#torch.optim.Optimizer
    """

    def __init__(self, params, defaults):
        self.defaults = defaults
        self._make_hooks()
        if isinstance(params, torch.Tensor):
            raise TypeError(
                "params argument given to the optimizer should be "
                f"an iterable of Tensors or dicts, but got {torch.typename(params)}"
            )
        self.state = defaultdict(dict)
        self.param_groups = []
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def _make_hooks(self):
        self._optimizer_step_pre_hooks = OrderedDict()
        self._optimizer_step_post_hooks = OrderedDict()
        kind = type(self)
        if not getattr(kind.step, "hooked", False):
            kind.step = _among_hooks(kind.step)

    def __getstate__(self):
        return {
            "defaults": self.defaults,
            "state": self.state,
            "param_groups": self.param_groups,
        }

    def __setstate__(self, state):
        self.__dict__.update(state)
        if "_optimizer_step_pre_hooks" not in self.__dict__:
            self._make_hooks()

    def __repr__(self):
        lines = [f"{type(self).__name__} ("]
        for place, group in enumerate(self.param_groups):
            lines.append(f"Parameter Group {place}")
            lines += [f"    {name}: {group[name]}" for name in sorted(group) if name != "params"]
        return "\n".join(lines) + "\n)"

    # Groups

    def add_param_group(self, param_group):
        """Adds parameters with settings of their own: a dict of "params" and some settings.

        Raises TypeError for what is no dict or no tensor, ValueError for parameters that aren't
        leaves or that another group has.
        """
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        self._set_parameters(param_group)
        for param in param_group["params"]:
            self._require_leaf(param)
        for name, default in self.defaults.items():
            if default is required and name not in param_group:
                raise ValueError(
                    "parameter group didn't specify a value of required optimization "
                    f"parameter {name}"
                )
            param_group.setdefault(name, default)
        params = {id(param) for param in param_group["params"]}
        if len(params) != len(param_group["params"]):
            warnings.warn(
                "optimizer contains a parameter group with duplicate parameters; "
                "in future, this will cause an error; "
                "see github.com/pytorch/pytorch/issues/40967 for more information",
                stacklevel=4,
            )
        for group in self.param_groups:
            if ("param_names" in param_group) != ("param_names" in group):
                kind = "with" if "param_names" in param_group else "without"
                raise ValueError(
                    "all optimizer param groups should be with/without names. "
                    f"cannot add param group {kind} names to the optimizer"
                )
            if not params.isdisjoint(id(param) for param in group["params"]):
                raise ValueError("some parameters appear in more than one parameter group")
        self.param_groups.append(param_group)

    def _set_parameters(self, group):
        """The group's parameters become a list; where they come with names, these are kept."""
        params = group["params"]
        if isinstance(params, torch.Tensor):
            params = [params]
        elif isinstance(params, set):
            raise TypeError(
                "optimizer parameters need to be organized in ordered collections, but "
                "the ordering of tensors in sets will change between runs. Please use a list "
                "instead."
            )
        params = list(params)
        names = [param[0] for param in params if isinstance(param, tuple)]
        group["params"] = [param[1] if isinstance(param, tuple) else param for param in params]
        if names and len(names) != len(params):
            raise ValueError(
                "all optimizer params should be with/without names. Some param names are missing"
            )
        if names:
            group["param_names"] = names

    def _require_leaf(self, param):
        if not isinstance(param, torch.Tensor):
            raise TypeError(
                "optimizer can only optimize Tensors, "
                f"but one of the params is {torch.typename(param)}"
            )
        if not (param.is_leaf or param.retains_grad):
            raise ValueError("can't optimize a non-leaf Tensor")

    # State

    def state_dict(self):
        """What is remembered and the settings, with numbers for the parameters.

        Source: https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.state_dict.html
        """
        numbers = {}
        groups = []
        for group in self.param_groups:
            for param in group["params"]:
                numbers.setdefault(id(param), len(numbers))
            packed = {name: value for name, value in group.items() if name != "params"}
            packed["params"] = [numbers[id(param)] for param in group["params"]]
            groups.append(packed)
        state = {
            numbers[id(key)] if isinstance(key, torch.Tensor) else key: value
            for key, value in self.state.items()
        }
        return {"state": state, "param_groups": groups}

    def load_state_dict(self, state_dict):
        """Takes back what `state_dict` answered.

        Raises ValueError where the groups don't match.
        Source: https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.load_state_dict.html
        """
        saved = deepcopy(state_dict["param_groups"])
        if len(saved) != len(self.param_groups):
            raise ValueError("loaded state dict has a different number of parameter groups")
        params = {}
        for group, packed in zip(self.param_groups, saved):
            if len(group["params"]) != len(packed["params"]):
                raise ValueError(
                    "loaded state dict contains a parameter group "
                    "that doesn't match the size of optimizer's group"
                )
            params.update(zip(packed["params"], group["params"]))
            packed["params"] = group["params"]
            if "param_names" in group:
                packed.setdefault("param_names", group["param_names"])
        state = defaultdict(dict)
        for key, value in state_dict["state"].items():
            if key in params:
                state[params[key]] = _fitted(params[key], value)
            else:
                state[key] = value
        self.__setstate__({"state": state, "param_groups": saved})

    # Steps

    def zero_grad(self, set_to_none=True):
        """Takes the gradients of all parameters away, or fills them with 0.

        Source: https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.zero_grad.html
        """
        params = itertools.chain.from_iterable(group["params"] for group in self.param_groups)
        clear_gradients(params, set_to_none)

    def step(self, closure=None):
        """Changes the parameters once; an optimizer says how. Raises NotImplementedError."""
        raise NotImplementedError

    def register_step_pre_hook(self, hook):
        """Calls `hook(optimizer, args, kwargs)` before each step; returns a handle."""
        handle = RemovableHandle(self._optimizer_step_pre_hooks)
        self._optimizer_step_pre_hooks[handle.id] = hook
        return handle

    def register_step_post_hook(self, hook):
        """Calls `hook(optimizer, args, kwargs)` after each step; returns a handle."""
        handle = RemovableHandle(self._optimizer_step_post_hooks)
        self._optimizer_step_post_hooks[handle.id] = hook
        return handle


def _fitted(param, value, key=None):
    """What was saved of a parameter, in its dtype; the count of steps keeps its own."""
    if isinstance(value, torch.Tensor):
        keeps = key == "step" or not param.is_floating_point()
        return value if keeps else value.to(param.dtype)
    if isinstance(value, dict):
        return {name: _fitted(param, one, name) for name, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return type(value)(_fitted(param, one) for one in value)
    return value
