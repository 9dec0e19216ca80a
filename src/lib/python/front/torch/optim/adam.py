"""Adam.

Source: https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
"""

import torch
from torch.optim._arithmetic import add_quotient_, average_square_, move_towards_
from torch.optim._stepwise import Stepwise, begin, counted, decayed, require_moments


class Adam(Stepwise):
    """Steps by a running mean of gradients over the root of a running mean of their squares.

    With `amsgrad` that root never shrinks. `foreach`, `capturable` and `fused` are taken and change
    nothing. Raises ValueError for settings out of range.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
    """

    def __init__(
        self,
        params,
        lr=1e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0,
        amsgrad=False,
        *,
        foreach=None,
        maximize=False,
        capturable=False,
        differentiable=False,
        fused=None,
        decoupled_weight_decay=False,
    ):
        require_moments(lr, eps, betas, weight_decay)
        defaults = dict(
            lr=lr,
            betas=betas,
            eps=eps,
            weight_decay=weight_decay,
            amsgrad=amsgrad,
            maximize=maximize,
            foreach=foreach,
            capturable=capturable,
            differentiable=differentiable,
            fused=fused,
            decoupled_weight_decay=decoupled_weight_decay,
        )
        super().__init__(params, defaults)

    def _update(self, param, gradient, state, group, lr):
        if not state:
            largest = ["max_exp_avg_sq"] if group["amsgrad"] else []
            begin(state, param, "exp_avg", "exp_avg_sq", *largest)
        beta1, beta2 = group["betas"]
        step = counted(state)
        gradient = decayed(param, gradient, group, lr)
        move_towards_(state["exp_avg"], gradient, 1 - beta1)
        squares = average_square_(state["exp_avg_sq"], gradient, beta2)
        if group["amsgrad"]:
            squares = state["max_exp_avg_sq"].copy_(torch.maximum(state["max_exp_avg_sq"], squares))
        scale = (1 - beta2**step) ** 0.5
        root = (squares.sqrt() / scale).add_(group["eps"])
        add_quotient_(param, -(lr / (1 - beta1**step)), state["exp_avg"], root)
