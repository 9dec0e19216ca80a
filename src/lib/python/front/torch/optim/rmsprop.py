"""RMSprop.

Source: https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
"""

from torch.optim._arithmetic import (
    add_quotient_,
    add_scaled_,
    average_square_,
    move_towards_,
)
from torch.optim._stepwise import Stepwise, begin, counted, decayed, require_not_negative


class RMSprop(Stepwise):
    """Steps by the gradient over the root of a running mean of its square.

    With `centered` the square of the running mean is taken off. Raises ValueError for settings that
    are negative.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
    """

    def __init__(
        self,
        params,
        lr=1e-2,
        alpha=0.99,
        eps=1e-8,
        weight_decay=0,
        momentum=0,
        centered=False,
        capturable=False,
        foreach=None,
        maximize=False,
        differentiable=False,
    ):
        require_not_negative(
            lr=lr, eps=eps, momentum=momentum, weight_decay=weight_decay, alpha=alpha
        )
        defaults = dict(
            lr=lr,
            momentum=momentum,
            alpha=alpha,
            eps=eps,
            centered=centered,
            weight_decay=weight_decay,
            capturable=capturable,
            foreach=foreach,
            maximize=maximize,
            differentiable=differentiable,
        )
        super().__init__(params, defaults)

    def _update(self, param, gradient, state, group, lr):
        if not state:
            buffer = ["momentum_buffer"] if group["momentum"] > 0 else []
            mean = ["grad_avg"] if group["centered"] else []
            begin(state, param, "square_avg", *buffer, *mean)
        counted(state)
        gradient = decayed(param, gradient, group, lr)
        squares = average_square_(state["square_avg"], gradient, group["alpha"])
        if group["centered"]:
            mean = move_towards_(state["grad_avg"], gradient, 1 - group["alpha"])
            squares = squares - mean * mean
        root = squares.sqrt().add_(group["eps"])
        if group["momentum"] > 0:
            buffer = state["momentum_buffer"].mul_(group["momentum"])
            add_quotient_(buffer, 1, gradient, root)
            add_scaled_(param, buffer, -lr)
        else:
            add_quotient_(param, -lr, gradient, root)
