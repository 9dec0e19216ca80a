"""Adagrad.

Source: https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html
"""

import torch
from torch.optim._arithmetic import add_quotient_, add_scaled
from torch.optim._stepwise import Stepwise, require


class Adagrad(Stepwise):
    """Steps by the gradient over the root of the sum of its squares so far.

    Raises ValueError for settings that are negative.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html
    """

    def __init__(
        self,
        params,
        lr=1e-2,
        lr_decay=0,
        weight_decay=0,
        initial_accumulator_value=0,
        eps=1e-10,
        foreach=None,
        *,
        maximize=False,
        differentiable=False,
        fused=None,
    ):
        require(0.0 <= lr, f"Invalid learning rate: {lr}")
        require(0.0 <= lr_decay, f"Invalid lr_decay value: {lr_decay}")
        require(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        require(
            0.0 <= initial_accumulator_value,
            f"Invalid initial_accumulator_value value: {initial_accumulator_value}",
        )
        require(0.0 <= eps, f"Invalid epsilon value: {eps}")
        defaults = dict(
            lr=lr,
            lr_decay=lr_decay,
            eps=eps,
            weight_decay=weight_decay,
            initial_accumulator_value=initial_accumulator_value,
            foreach=foreach,
            maximize=maximize,
            differentiable=differentiable,
            fused=fused,
        )
        super().__init__(params, defaults)
        for group in self.param_groups:
            for param in group["params"]:
                self._begin(param, self.state[param], group)

    def _begin(self, param, state, group):
        state["step"] = torch.tensor(0.0)
        state["sum"] = torch.full_like(param, group["initial_accumulator_value"])

    def _update(self, param, gradient, state, group, lr):
        # A group that was added later.
        if not state:
            self._begin(param, state, group)
        state["step"] += 1
        step = state["step"].item()
        if group["weight_decay"] != 0:
            gradient = add_scaled(gradient, param, group["weight_decay"])
        rate = lr / (1 + (step - 1) * group["lr_decay"])
        total = state["sum"].add_(gradient * gradient)
        add_quotient_(param, -rate, gradient, total.sqrt().add_(group["eps"]))
