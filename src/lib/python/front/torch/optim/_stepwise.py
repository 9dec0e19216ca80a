"""Optimizers that change one parameter after the other."""

import torch
from torch.optim._arithmetic import number
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


def require(is_valid, message):
    """Raises ValueError with the message unless the setting is valid."""
    if not is_valid:
        raise ValueError(message)
