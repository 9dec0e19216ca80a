"""RAdam.

Source: https://pytorch.org/docs/stable/generated/torch.optim.RAdam.html
"""

import math

from torch.optim._arithmetic import add_scaled_, average_square_, move_towards_
from torch.optim._stepwise import Stepwise, begin, counted, decayed, require_moments


class RAdam(Stepwise):
    """Adam that waits with dividing by the root of squares until enough of them are known.

    Raises ValueError for settings out of range.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.RAdam.html
    """

    def __init__(
        self,
        params,
        lr=1e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0,
        decoupled_weight_decay=False,
        *,
        foreach=None,
        maximize=False,
        capturable=False,
        differentiable=False,
    ):
        require_moments(lr, eps, betas, weight_decay)
        defaults = dict(
            lr=lr,
            betas=betas,
            eps=eps,
            weight_decay=weight_decay,
            maximize=maximize,
            foreach=foreach,
            capturable=capturable,
            decoupled_weight_decay=decoupled_weight_decay,
            differentiable=differentiable,
        )
        super().__init__(params, defaults)

    def _update(self, param, gradient, state, group, lr):
        if not state:
            begin(state, param, "exp_avg", "exp_avg_sq")
        beta1, beta2 = group["betas"]
        step = counted(state)
        gradient = decayed(param, gradient, group, lr)
        move_towards_(state["exp_avg"], gradient, 1 - beta1)
        squares = average_square_(state["exp_avg_sq"], gradient, beta2)
        direction = state["exp_avg"] / (1 - beta1**step)
        correction = 1 - beta2**step
        most = 2 / (1 - beta2) - 1
        known = most - 2 * step * beta2**step / correction
        if known > 5.0:
            top = (known - 4) * (known - 2) * most
            factor = math.sqrt(top / ((most - 4) * (most - 2) * known))
            scale = math.sqrt(correction) / squares.sqrt().add_(group["eps"])
            add_scaled_(param, direction * lr * scale * factor, -1.0)
        else:
            add_scaled_(param, direction * lr, -1.0)
