"""Adagrad.

Source: https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html
"""

import torch
from torch.optim._arithmetic import add_quotient_
from torch.optim._stepwise import Stepwise, begin, counted, decayed, require_not_negative


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
        require_not_negative(
            lr=lr,
            lr_decay=lr_decay,
            weight_decay=weight_decay,
            initial_accumulator_value=initial_accumulator_value,
            eps=eps,
        )
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
        begin(state, param)
        state["sum"] = torch.full_like(param, group["initial_accumulator_value"])

    def _update(self, param, gradient, state, group, lr):
        # A group that was added later.
        if not state:
            self._begin(param, state, group)
        step = counted(state)
        gradient = decayed(param, gradient, group, lr)
        rate = lr / (1 + (step - 1) * group["lr_decay"])
        total = state["sum"].add_(gradient * gradient)
        add_quotient_(param, -rate, gradient, total.sqrt().add_(group["eps"]))
