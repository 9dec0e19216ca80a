"""Adam with decoupled weight decay.

Source: https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
"""

from torch.optim.adam import Adam


class AdamW(Adam):
    """Adam, with weights that shrink by themselves rather than through the gradient.

    Takes what `Adam` takes; weight_decay is 0.01.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
    """

    def __init__(
        self,
        params,
        lr=1e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=1e-2,
        amsgrad=False,
        *,
        maximize=False,
        foreach=None,
        capturable=False,
        differentiable=False,
        fused=None,
    ):
        super().__init__(
            params,
            lr,
            betas,
            eps,
            weight_decay,
            amsgrad,
            foreach=foreach,
            maximize=maximize,
            capturable=capturable,
            differentiable=differentiable,
            fused=fused,
            decoupled_weight_decay=True,
        )
