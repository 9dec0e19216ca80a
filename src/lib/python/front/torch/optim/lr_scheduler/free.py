"""Learning rates by functions that are given."""

import types

from torch.optim.lr_scheduler.base import LRScheduler


class _ByFunctions(LRScheduler):
    """A function for each group, or one for all. Raises ValueError for another number of them."""

    def __init__(self, optimizer, lr_lambda, last_epoch=-1, verbose=False):
        self.optimizer = optimizer
        count = len(optimizer.param_groups)
        if isinstance(lr_lambda, (list, tuple)):
            if len(lr_lambda) != count:
                raise ValueError(f"Expected {count} lr_lambdas, but got {len(lr_lambda)}")
            self.lr_lambdas = list(lr_lambda)
        else:
            self.lr_lambdas = [lr_lambda] * count
        super().__init__(optimizer, last_epoch, verbose)

    def state_dict(self):
        """All that the scheduler knows but the optimizer; of functions that are objects, what they
        know.
        """
        state = super().state_dict()
        state["lr_lambdas"] = [
            None if isinstance(one, types.FunctionType) else dict(one.__dict__)
            for one in self.lr_lambdas
        ]
        return state

    def load_state_dict(self, state_dict):
        """Takes back what `state_dict` answered."""
        state = dict(state_dict)
        known = state.pop("lr_lambdas")
        self.__dict__.update(state)
        for one, attributes in zip(self.lr_lambdas, known):
            if attributes is not None:
                one.__dict__.update(attributes)


class LambdaLR(_ByFunctions):
    """Multiplies the first learning rate by what a function says of the epoch.

    Source: https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LambdaLR.html
    """

    def get_lr(self):
        self._rates_now()
        return [base * one(self.last_epoch) for one, base in zip(self.lr_lambdas, self.base_lrs)]


class MultiplicativeLR(_ByFunctions):
    """Multiplies the learning rate, from the second epoch on, by what a function says of the epoch.

    Source: https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiplicativeLR.html
    """

    def get_lr(self):
        current = self._rates_now()
        if self._is_initial:
            return current
        return [rate * one(self.last_epoch) for one, rate in zip(self.lr_lambdas, current)]
