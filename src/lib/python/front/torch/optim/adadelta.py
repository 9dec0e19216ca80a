"""Adadelta.

Source: https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
"""

from torch.optim._arithmetic import add_scaled_, average_square_
from torch.optim._stepwise import Stepwise, begin, counted, decayed, require, require_not_negative


class Adadelta(Stepwise):
    """Steps whose length follows from running means of squared gradients and squared steps.

    Raises ValueError for settings out of range.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
    """

    def __init__(
        self,
        params,
        lr=1.0,
        rho=0.9,
        eps=1e-6,
        weight_decay=0,
        foreach=None,
        *,
        capturable=False,
        maximize=False,
        differentiable=False,
    ):
        require_not_negative(lr=lr)
        require(0.0 <= rho <= 1.0, f"Invalid rho value: {rho}")
        require_not_negative(eps=eps, weight_decay=weight_decay)
        defaults = dict(
            lr=lr,
            rho=rho,
            eps=eps,
            weight_decay=weight_decay,
            maximize=maximize,
            capturable=capturable,
            foreach=foreach,
            differentiable=differentiable,
        )
        super().__init__(params, defaults)

    def _update(self, param, gradient, state, group, lr):
        if not state:
            begin(state, param, "square_avg", "acc_delta")
        counted(state)
        gradient = decayed(param, gradient, group, lr)
        rho, eps = group["rho"], group["eps"]
        root = (average_square_(state["square_avg"], gradient, rho) + eps).sqrt()
        delta = (state["acc_delta"] + eps).sqrt().div_(root).mul_(gradient)
        average_square_(state["acc_delta"], delta, rho)
        add_scaled_(param, delta, -lr)
