"""Rprop.

Source: https://pytorch.org/docs/stable/generated/torch.optim.Rprop.html
"""

import torch
from torch.optim._arithmetic import add_scaled_
from torch.optim._stepwise import Stepwise, begin, counted, require, require_not_negative


class Rprop(Stepwise):
    """Steps by the gradient's sign alone; the length grows while the sign stays.

    Raises ValueError for settings out of range.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.Rprop.html
    """

    def __init__(
        self,
        params,
        lr=1e-2,
        etas=(0.5, 1.2),
        step_sizes=(1e-6, 50),
        *,
        capturable=False,
        foreach=None,
        maximize=False,
        differentiable=False,
    ):
        require_not_negative(lr=lr)
        require(0.0 < etas[0] < 1.0 < etas[1], f"Invalid eta values: {etas[0]}, {etas[1]}")
        defaults = dict(
            lr=lr,
            etas=etas,
            step_sizes=step_sizes,
            foreach=foreach,
            maximize=maximize,
            differentiable=differentiable,
            capturable=capturable,
        )
        super().__init__(params, defaults)

    def _update(self, param, gradient, state, group, lr):
        if not state:
            begin(state, param, "prev")
            state["step_size"] = torch.full_like(gradient, lr)
        counted(state)
        shrinks, grows = group["etas"]
        sign = gradient.mul(state["prev"]).sign()
        factor = torch.ones_like(sign)
        factor[sign > 0] = grows
        factor[sign < 0] = shrinks
        state["step_size"].mul_(factor).clamp_(*group["step_sizes"])
        # Where the sign has changed, this gradient doesn't count.
        gradient = gradient.clone()
        gradient[sign < 0] = 0
        add_scaled_(param, gradient.sign() * state["step_size"], -1.0)
        state["prev"].copy_(gradient)
