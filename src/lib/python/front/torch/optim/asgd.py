"""Averaged stochastic gradient descent.

Source: https://pytorch.org/docs/stable/generated/torch.optim.ASGD.html
"""

import torch
from torch.optim._arithmetic import add_scaled_
from torch.optim._stepwise import Stepwise, begin, counted, decayed, require_not_negative


class ASGD(Stepwise):
    """Gradient descent that also keeps the mean of the parameters, in its state's `ax`.

    Raises ValueError for settings that are negative.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.ASGD.html
    """

    def __init__(
        self,
        params,
        lr=1e-2,
        lambd=1e-4,
        alpha=0.75,
        t0=1e6,
        weight_decay=0,
        foreach=None,
        maximize=False,
        differentiable=False,
        capturable=False,
    ):
        require_not_negative(lr=lr, weight_decay=weight_decay)
        defaults = dict(
            lr=lr,
            lambd=lambd,
            alpha=alpha,
            t0=t0,
            weight_decay=weight_decay,
            foreach=foreach,
            maximize=maximize,
            differentiable=differentiable,
            capturable=capturable,
        )
        super().__init__(params, defaults)

    def _update(self, param, gradient, state, group, lr):
        if not state:
            begin(state, param, "ax", eta=lr, mu=1.0)
        step = counted(state)
        gradient = decayed(param, gradient, group, lr)
        rate, share = state["eta"].item(), state["mu"].item()
        param.mul_(1 - group["lambd"] * rate)
        add_scaled_(param, gradient, -rate)
        if share != 1:
            state["ax"].add_(param.sub(state["ax"]).mul(share))
        else:
            state["ax"].copy_(param)
        state["eta"] = torch.tensor(lr / (1 + group["lambd"] * lr * step) ** group["alpha"])
        state["mu"] = torch.tensor(1 / max(1, step - group["t0"]))
