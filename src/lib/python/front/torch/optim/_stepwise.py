"""Optimizers that change one parameter after the other."""

import torch
from torch.optim._arithmetic import add_scaled, number
from torch.optim.optimizer import Optimizer


class Stepwise(Optimizer):
    """Walks through the parameters that have a gradient; a subclass says what becomes of each."""

    def __init__(self, params, defaults):
        if defaults.get("differentiable"):
            raise NotImplementedError(
                f"Backflow's torch has no {type(self).__name__} with differentiable=True yet"
            )
        super().__init__(params, defaults)

    def _update(self, param, gradient, state, group, lr):
        """Changes a parameter in place; `state` is what is remembered of it."""
        raise NotImplementedError

    def step(self, closure=None):
        """Changes all parameters once; `closure`, if given, first computes the loss anew.

        Answers the closure's loss.
        """
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        with torch.no_grad():
            for group in self.param_groups:
                lr = number(group["lr"])
                for param in group["params"]:
                    if param.grad is None:
                        continue
                    gradient = -param.grad if group.get("maximize") else param.grad
                    self._update(param, gradient, self.state[param], group, lr)
        return loss


def begin(state, param, *zeros, **numbers):
    """Starts what is remembered of a parameter: the count of steps, numbers, zeros in its shape."""
    for name, value in {"step": 0.0, **numbers}.items():
        state[name] = torch.tensor(value)
    for name in zeros:
        state[name] = torch.zeros_like(param)


def counted(state):
    """The number of this step."""
    state["step"] += 1
    return state["step"].item()


def decayed(param, gradient, group, lr):
    """The gradient with the weight decay in it; a decoupled one shrinks the parameter by itself."""
    decay = group["weight_decay"]
    if decay == 0:
        return gradient
    if group.get("decoupled_weight_decay"):
        param.mul_(1 - lr * decay)
        return gradient
    return add_scaled(gradient, param, decay)


def require(is_valid, message):
    """Raises ValueError with the message unless the setting is valid."""
    if not is_valid:
        raise ValueError(message)


_WORDS = {"lr": "learning rate", "eps": "epsilon value"}


def require_not_negative(**settings):
    """Raises ValueError for the first of the settings that is below 0."""
    for name, value in settings.items():
        require(0.0 <= value, f"Invalid {_WORDS.get(name, f'{name} value')}: {value}")


def require_moments(lr, eps, betas, weight_decay):
    """Raises ValueError for what is out of range among the settings of Adam and its kin."""
    require_not_negative(lr=lr, eps=eps)
    for place, beta in enumerate(betas[:2]):
        require(0.0 <= beta < 1.0, f"Invalid beta parameter at index {place}: {beta}")
    require_not_negative(weight_decay=weight_decay)
