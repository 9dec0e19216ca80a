"""Learning rates that change from epoch to epoch.

Source: https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
"""

from _backflow_missing import missing
from torch.optim.lr_scheduler.base import LRScheduler
from torch.optim.lr_scheduler.cosine import CosineAnnealingLR, CosineAnnealingWarmRestarts
from torch.optim.lr_scheduler.cycles import (
    ChainedScheduler,
    CyclicLR,
    OneCycleLR,
    SequentialLR,
)
from torch.optim.lr_scheduler.free import LambdaLR, MultiplicativeLR
from torch.optim.lr_scheduler.plateau import ReduceLROnPlateau
from torch.optim.lr_scheduler.steps import (
    ConstantLR,
    ExponentialLR,
    LinearLR,
    MultiStepLR,
    PolynomialLR,
    StepLR,
)


class _LRScheduler(LRScheduler):
    """The former name of `LRScheduler`."""


# PyTorch has all of them in one module, and their representation says so.
for _kind in [one for one in globals().values() if isinstance(one, type)]:
    _kind.__module__ = __name__


def __getattr__(name):
    raise missing("torch.optim.lr_scheduler", name)
