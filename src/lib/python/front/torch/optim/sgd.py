"""Stochastic gradient descent.

Source: https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
"""

from torch.optim._arithmetic import add_scaled, add_scaled_
from torch.optim._stepwise import Stepwise, decayed, require, require_not_negative


class SGD(Stepwise):
    """θ ← θ − lr · g, with momentum g is a running sum of gradients.

    `foreach` and `fused` are taken and change nothing. Raises ValueError for settings that are
    negative,
    and for nesterov without momentum or with dampening.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
    """

    def __init__(
        self,
        params,
        lr=1e-3,
        momentum=0,
        dampening=0,
        weight_decay=0,
        nesterov=False,
        *,
        maximize=False,
        foreach=None,
        differentiable=False,
        fused=None,
    ):
        require_not_negative(lr=lr, momentum=momentum, weight_decay=weight_decay)
        require(
            not nesterov or (momentum > 0 and dampening == 0),
            "Nesterov momentum requires a momentum and zero dampening",
        )
        defaults = dict(
            lr=lr,
            momentum=momentum,
            dampening=dampening,
            weight_decay=weight_decay,
            nesterov=nesterov,
            maximize=maximize,
            foreach=foreach,
            differentiable=differentiable,
            fused=fused,
        )
        super().__init__(params, defaults)

    def _update(self, param, gradient, state, group, lr):
        momentum = group["momentum"]
        gradient = decayed(param, gradient, group, lr)
        if momentum != 0:
            buffer = state.get("momentum_buffer")
            if buffer is None:
                buffer = state["momentum_buffer"] = gradient.detach().clone()
            else:
                add_scaled_(buffer.mul_(momentum), gradient, 1 - group["dampening"])
            gradient = add_scaled(gradient, buffer, momentum) if group["nesterov"] else buffer
        add_scaled_(param, gradient, -lr)
