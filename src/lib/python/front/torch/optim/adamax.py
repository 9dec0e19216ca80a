"""Adamax.

Source: https://pytorch.org/docs/stable/generated/torch.optim.Adamax.html
"""

import torch
from torch.optim._arithmetic import add_quotient_, move_towards_
from torch.optim._stepwise import Stepwise, begin, counted, decayed, require_moments


class Adamax(Stepwise):
    """Adam with the largest gradient, which slowly fades, in place of the root of squares.

    Raises ValueError for settings out of range.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.Adamax.html
    """

    def __init__(
        self,
        params,
        lr=2e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0,
        foreach=None,
        *,
        maximize=False,
        differentiable=False,
        capturable=False,
    ):
        require_moments(lr, eps, betas, weight_decay)
        defaults = dict(
            lr=lr,
            betas=betas,
            eps=eps,
            weight_decay=weight_decay,
            foreach=foreach,
            maximize=maximize,
            differentiable=differentiable,
            capturable=capturable,
        )
        super().__init__(params, defaults)

    def _update(self, param, gradient, state, group, lr):
        if not state:
            begin(state, param, "exp_avg", "exp_inf")
        step = counted(state)
        gradient = decayed(param, gradient, group, lr)
        beta1, beta2 = group["betas"]
        move_towards_(state["exp_avg"], gradient, 1 - beta1)
        faded = state["exp_inf"].mul_(beta2)
        faded.copy_(torch.maximum(faded, gradient.abs().add_(group["eps"])))
        rate = lr / (1 - beta1**step)
        add_quotient_(param, -rate, state["exp_avg"], faded)
