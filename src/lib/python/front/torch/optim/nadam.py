"""NAdam.

Source: https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html
"""

from torch.optim._arithmetic import add_quotient_, average_square_, move_towards_
from torch.optim._stepwise import (
    Stepwise,
    begin,
    counted,
    decayed,
    require_moments,
    require_not_negative,
)


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
        require_moments(lr, eps, betas, weight_decay)
        require_not_negative(momentum_decay=momentum_decay)
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
            begin(state, param, "exp_avg", "exp_avg_sq", mu_product=1.0)
        beta1, beta2 = group["betas"]
        step = counted(state)
        gradient = decayed(param, gradient, group, lr)
        now = beta1 * (1.0 - 0.5 * 0.96 ** (step * group["momentum_decay"]))
        then = beta1 * (1.0 - 0.5 * 0.96 ** ((step + 1) * group["momentum_decay"]))
        state["mu_product"] *= now
        product = state["mu_product"].item()
        move_towards_(state["exp_avg"], gradient, 1 - beta1)
        squares = average_square_(state["exp_avg_sq"], gradient, beta2)
        root = squares.div(1 - beta2**step).sqrt().add_(group["eps"])
        add_quotient_(param, -lr * (1.0 - now) / (1.0 - product), gradient, root)
        add_quotient_(param, -lr * then / (1.0 - product * then), state["exp_avg"], root)
