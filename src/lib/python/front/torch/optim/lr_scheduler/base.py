"""The base of all schedulers."""

import warnings

import torch
from torch.optim.optimizer import Optimizer

_EPOCH = (
    "The epoch parameter in `scheduler.step()` was not necessary and is being "
    "deprecated where possible. Please use `scheduler.step()` to step the "
    "scheduler. During the deprecation, if epoch is different from None, the "
    "closed form is used instead of the new chainable form, where available. "
    "Please open an issue if you are unable to replicate your use case: "
    "https://github.com/pytorch/pytorch/issues/new/choose."
)
_ORDER = (
    "Detected call of `lr_scheduler.step()` before `optimizer.step()`. "
    "In PyTorch 1.1.0 and later, you should call them in the opposite order: "
    "`optimizer.step()` before `lr_scheduler.step()`.  Failure to do this "
    "will result in PyTorch skipping the first value of the learning rate schedule. "
    "See more details at "
    "https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate"
)


def require_optimizer(optimizer):
    """Raises TypeError unless it is one."""
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")


def rates(optimizer, key="lr"):
    """A setting of all groups; a tensor is copied, so that nobody changes the optimizer's by it."""
    values = [group[key] for group in optimizer.param_groups]
    return [value.clone() if isinstance(value, torch.Tensor) else value for value in values]


def set_rate(group, value):
    """Sets a group's learning rate; one that is a tensor stays the same tensor."""
    if isinstance(group["lr"], torch.Tensor):
        group["lr"].fill_(value)
    else:
        group["lr"] = value


class LRScheduler:
    """Sets the learning rate of every group of an optimizer, once now and at each `step`.

    A subclass says by `get_lr` what it becomes. Raises TypeError for what is no optimizer, KeyError
    where it should go on in the middle (last_epoch) and no first rate is known.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LRScheduler.html
    """

    _get_lr_called_within_step = False
    _is_initial = False

    def __init__(self, optimizer, last_epoch=-1, verbose=False):
        require_optimizer(optimizer)
        self.optimizer = optimizer
        if last_epoch == -1:
            for group, rate in zip(optimizer.param_groups, rates(optimizer)):
                group.setdefault("initial_lr", rate)
        else:
            for place, group in enumerate(optimizer.param_groups):
                if "initial_lr" not in group:
                    raise KeyError(
                        f"param 'initial_lr' is not specified in param_groups[{place}] when "
                        "resuming scheduler with last_epoch >= 0.\n"
                        "This typically happens when:\n"
                        "1. You're trying to resume training from a checkpoint but haven't "
                        "properly loaded the optimizer state\n"
                        "2. You're using last_epoch >= 0 for a fresh training run "
                        "(not recommended)"
                    )
        self.base_lrs = rates(optimizer, "initial_lr")
        self.last_epoch = last_epoch
        self.verbose = verbose
        # The optimizer's steps set this from now on.
        optimizer.__dict__.setdefault("_opt_called", False)
        self._step_count = 0
        self._is_initial = True
        self.step()
        self._is_initial = False

    def state_dict(self):
        """All that the scheduler knows but the optimizer."""
        return {key: value for key, value in self.__dict__.items() if key != "optimizer"}

    def load_state_dict(self, state_dict):
        """Takes back what `state_dict` answered."""
        self.__dict__.update(state_dict)

    def get_last_lr(self):
        """The learning rates that were set last, one for each group."""
        return self._last_lr

    def print_lr(self, is_verbose, group, lr, epoch=None):
        """Says a learning rate that was set, where that is wanted; newer releases don't."""
        if not is_verbose:
            return
        if epoch is None:
            print(f"Adjusting learning rate of group {group} to {lr:.4e}.")
        else:
            shown = ("%.2f" if isinstance(epoch, float) else "%.5d") % epoch
            print(f"Epoch {shown}: adjusting learning rate of group {group} to {lr:.4e}.")

    def get_lr(self):
        """The learning rates of this epoch. Raises NotImplementedError unless a subclass says them.
        """
        raise NotImplementedError

    def _rates_now(self):
        """The groups' learning rates, with PyTorch's warning outside of `step`."""
        if not self._get_lr_called_within_step:
            warnings.warn(
                "To get the last learning rate computed by the scheduler, "
                "please use `get_last_lr()`.",
                UserWarning,
                stacklevel=3,
            )
        return rates(self.optimizer)

    def step(self, epoch=None):
        """Goes on to the next epoch and sets the learning rates; call it after the optimizer's
        step.
        """
        if self._step_count == 1 and not self.optimizer._opt_called:
            warnings.warn(_ORDER, UserWarning, stacklevel=2)
        self._step_count += 1
        self._get_lr_called_within_step = True
        try:
            if epoch is None:
                self.last_epoch += 1
                values = self.get_lr()
            else:
                warnings.warn(_EPOCH, UserWarning, stacklevel=2)
                self.last_epoch = epoch
                closed = getattr(self, "_get_closed_form_lr", self.get_lr)
                values = closed()
        finally:
            self._get_lr_called_within_step = False
        for place, (group, value) in enumerate(zip(self.optimizer.param_groups, values)):
            set_rate(group, value)
            self.print_lr(self.verbose, place, value, epoch)
        self._last_lr = rates(self.optimizer)
