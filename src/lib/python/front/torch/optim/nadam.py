"""NAdam.

Source: https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html
"""

import torch
from torch.optim._arithmetic import add_quotient_, add_scaled, average_square_, move_towards_
from torch.optim._stepwise import Stepwise, require
from torch.optim.adam import require_betas


class NAdam(Stepwise):
    """Adam with Nesterov's momentum.

    Raises ValueError for settings out of range.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html
    """

    def __init__(
        self,
        params,
        lr=2e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0,
        momentum_decay=4e-3,
        decoupled_weight_decay=False,
        *,
        foreach=None,
        maximize=False,
        capturable=False,
        differentiable=False,
    ):
        require(0.0 <= lr, f"Invalid learning rate: {lr}")
        require(0.0 <= eps, f"Invalid epsilon value: {eps}")
        require_betas(betas)
        require(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        require(0.0 <= momentum_decay, f"Invalid momentum_decay value: {momentum_decay}")
        defaults = dict(
            lr=lr,
            betas=betas,
            eps=eps,
            weight_decay=weight_decay,
            momentum_decay=momentum_decay,
            decoupled_weight_decay=decoupled_weight_decay,
            maximize=maximize,
            foreach=foreach,
            capturable=capturable,
            differentiable=differentiable,
        )
        super().__init__(params, defaults)

    def _update(self, param, gradient, state, group, lr):
        if not state:
            state["step"] = torch.tensor(0.0)
            state["mu_product"] = torch.tensor(1.0)
            state["exp_avg"] = torch.zeros_like(param)
            state["exp_avg_sq"] = torch.zeros_like(param)
        beta1, beta2 = group["betas"]
        decay = group["weight_decay"]
        state["step"] += 1
        step = state["step"].item()
        if decay != 0 and group["decoupled_weight_decay"]:
            param.mul_(1 - lr * decay)
        elif decay != 0:
            gradient = add_scaled(gradient, param, decay)
        now = beta1 * (1.0 - 0.5 * 0.96 ** (step * group["momentum_decay"]))
        then = beta1 * (1.0 - 0.5 * 0.96 ** ((step + 1) * group["momentum_decay"]))
        state["mu_product"] *= now
        product = state["mu_product"].item()
        move_towards_(state["exp_avg"], gradient, 1 - beta1)
        squares = average_square_(state["exp_avg_sq"], gradient, beta2)
        root = squares.div(1 - beta2**step).sqrt().add_(group["eps"])
        add_quotient_(param, -lr * (1.0 - now) / (1.0 - product), gradient, root)
        add_quotient_(param, -lr * then / (1.0 - product * then), state["exp_avg"], root)
