"""Adamax.

Source: https://pytorch.org/docs/stable/generated/torch.optim.Adamax.html
"""

import torch
from torch.optim._arithmetic import add_quotient_, add_scaled, move_towards_
from torch.optim._stepwise import Stepwise, require
from torch.optim.adam import require_betas


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
        require(0.0 <= lr, f"Invalid learning rate: {lr}")
        require(0.0 <= eps, f"Invalid epsilon value: {eps}")
        require_betas(betas)
        require(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
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
            state["step"] = torch.tensor(0.0)
            state["exp_avg"] = torch.zeros_like(param)
            state["exp_inf"] = torch.zeros_like(param)
        state["step"] += 1
        if group["weight_decay"] != 0:
            gradient = add_scaled(gradient, param, group["weight_decay"])
        beta1, beta2 = group["betas"]
        move_towards_(state["exp_avg"], gradient, 1 - beta1)
        faded = state["exp_inf"].mul_(beta2)
        faded.copy_(torch.maximum(faded, gradient.abs().add_(group["eps"])))
        rate = lr / (1 - beta1 ** state["step"].item())
        add_quotient_(param, -rate, state["exp_avg"], faded)
