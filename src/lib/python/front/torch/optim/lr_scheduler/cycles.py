"""Learning rates that rise and fall in cycles, by batches rather than epochs.

Source: https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
"""

import math

from torch.optim.lr_scheduler.base import LRScheduler, rates


def _each(value, optimizer, name):
    """One value for each group."""
    count = len(optimizer.param_groups)
    if not isinstance(value, (list, tuple)):
        return [value] * count
    if len(value) != count:
        raise ValueError(f"expected {count} values for {name}, got {len(value)}")
    return list(value)


def _set_momentum(group, value):
    if "momentum" in group:
        group["momentum"] = value
    else:
        group["betas"] = (value, *group["betas"][1:])


class CyclicLR(LRScheduler):
    """Lets the learning rate go from base_lr to max_lr and back again and again.

    `mode` is "triangular", "triangular2" (each cycle half as high) or "exp_range" (by powers of
    gamma); `scale_fn` says another one. Where the optimizer has a momentum, that goes the other way.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CyclicLR.html
    """

    def __init__(
        self,
        optimizer,
        base_lr,
        max_lr,
        step_size_up=2000,
        step_size_down=None,
        mode="triangular",
        gamma=1.0,
        scale_fn=None,
        scale_mode="cycle",
        cycle_momentum=True,
        base_momentum=0.8,
        max_momentum=0.9,
        last_epoch=-1,
        verbose=False,
    ):
        if mode not in ("triangular", "triangular2", "exp_range") and scale_fn is None:
            raise ValueError("mode is invalid and scale_fn is None")
        first = _each(base_lr, optimizer, "base_lr")
        if last_epoch == -1:
            for rate, group in zip(first, optimizer.param_groups):
                group["lr"] = rate
        self.max_lrs = _each(max_lr, optimizer, "max_lr")
        down = step_size_up if step_size_down is None else step_size_down
        self.total_size = float(step_size_up) + float(down)
        self.step_ratio = float(step_size_up) / self.total_size
        self.mode = mode
        self.gamma = gamma
        self._scale_fn_custom = scale_fn
        by_iteration = scale_fn is None and mode == "exp_range"
        self.scale_mode = "iterations" if by_iteration else scale_mode if scale_fn else "cycle"
        self.cycle_momentum = cycle_momentum
        if cycle_momentum:
            if "momentum" not in optimizer.defaults and "betas" not in optimizer.defaults:
                raise ValueError(
                    "optimizer must support momentum or beta1 with `cycle_momentum` option enabled"
                )
            self.base_momentums = _each(base_momentum, optimizer, "base_momentum")
            self.max_momentums = _each(max_momentum, optimizer, "max_momentum")
            if last_epoch == -1:
                for value, group in zip(self.max_momentums, optimizer.param_groups):
                    _set_momentum(group, value)
        super().__init__(optimizer, last_epoch, verbose)
        self.base_lrs = first

    def scale_fn(self, x):
        """How high a cycle is, of 1."""
        if self._scale_fn_custom is not None:
            return self._scale_fn_custom(x)
        if self.mode == "triangular":
            return 1.0
        return 1 / 2.0 ** (x - 1) if self.mode == "triangular2" else self.gamma**x

    def get_lr(self):
        self._rates_now()
        cycle = math.floor(1 + self.last_epoch / self.total_size)
        x = 1.0 + self.last_epoch / self.total_size - cycle
        share = x / self.step_ratio if x <= self.step_ratio else (x - 1) / (self.step_ratio - 1)
        scale = self.scale_fn(cycle if self.scale_mode == "cycle" else self.last_epoch)
        if self.cycle_momentum:
            ranges = zip(self.base_momentums, self.max_momentums, self.optimizer.param_groups)
            for low, high, group in ranges:
                _set_momentum(group, high - (high - low) * share * scale)
        return [
            low + (high - low) * share * scale for low, high in zip(self.base_lrs, self.max_lrs)
        ]


class OneCycleLR(LRScheduler):
    """Lets the learning rate rise to max_lr and fall to nearly 0 once, in a given number of steps.

    Call it after every batch. Raises ValueError without a number of steps, and after the last one.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html
    """

    def __init__(
        self,
        optimizer,
        max_lr,
        total_steps=None,
        epochs=None,
        steps_per_epoch=None,
        pct_start=0.3,
        anneal_strategy="cos",
        cycle_momentum=True,
        base_momentum=0.85,
        max_momentum=0.95,
        div_factor=25.0,
        final_div_factor=1e4,
        three_phase=False,
        last_epoch=-1,
        verbose=False,
    ):
        if total_steps is None and (epochs is None or steps_per_epoch is None):
            raise ValueError(
                "You must define either total_steps OR (epochs AND steps_per_epoch)"
            )
        self.total_steps = epochs * steps_per_epoch if total_steps is None else total_steps
        if pct_start < 0 or pct_start > 1 or not isinstance(pct_start, float):
            raise ValueError(
                f"Expected float between 0 and 1 pct_start, but got {pct_start}"
            )
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(
                "anneal_strategy must by one of 'cos' or 'linear', instead got "
                f"{anneal_strategy}"
            )
        self._anneal_func_type = anneal_strategy
        up = float(pct_start * self.total_steps) - 1
        last = self.total_steps - 1
        names = [("initial_lr", "max_lr", "max_momentum", "base_momentum")]
        if three_phase:
            names.append(("max_lr", "initial_lr", "base_momentum", "max_momentum"))
            names.append(("initial_lr", "min_lr", "max_momentum", "max_momentum"))
            ends = [up, float(2 * pct_start * self.total_steps) - 2, last]
        else:
            names.append(("max_lr", "min_lr", "base_momentum", "max_momentum"))
            ends = [up, last]
        self._schedule_phases = list(zip(ends, names))
        highest = _each(max_lr, optimizer, "max_lr")
        self.cycle_momentum = cycle_momentum
        if cycle_momentum and not {"momentum", "betas"} & set(optimizer.defaults):
            raise ValueError(
                "optimizer must support momentum or beta1 with `cycle_momentum` option enabled"
            )
        if last_epoch == -1:
            lows = _each(base_momentum, optimizer, "base_momentum")
            highs = _each(max_momentum, optimizer, "max_momentum")
            for k, group in enumerate(optimizer.param_groups):
                group["initial_lr"] = highest[k] / div_factor
                group["max_lr"] = highest[k]
                group["min_lr"] = group["initial_lr"] / final_div_factor
                if cycle_momentum:
                    _set_momentum(group, highs[k])
                    group["max_momentum"], group["base_momentum"] = highs[k], lows[k]
        super().__init__(optimizer, last_epoch, verbose)

    def _between(self, start, end, share):
        if self._anneal_func_type == "linear":
            return (end - start) * share + start
        return end + (start - end) / 2.0 * (1 + math.cos(math.pi * share))

    def get_lr(self):
        self._rates_now()
        step = self.last_epoch
        if step > self.total_steps:
            raise ValueError(
                f"Tried to step {step} times. The specified number of total steps is "
                f"{self.total_steps}"
            )
        begin = 0.0
        for k, (end, names) in enumerate(self._schedule_phases):
            if step <= end or k == len(self._schedule_phases) - 1:
                break
            begin = end
        share = (step - begin) / (end - begin)
        found = []
        for group in self.optimizer.param_groups:
            found.append(self._between(group[names[0]], group[names[1]], share))
            if self.cycle_momentum:
                _set_momentum(group, self._between(group[names[2]], group[names[3]], share))
        return found


class SequentialLR(LRScheduler):
    """One scheduler after the other: the next one from each milestone on.

    Raises ValueError unless there is one milestone less than schedulers.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.SequentialLR.html
    """

    def __init__(self, optimizer, schedulers, milestones, last_epoch=-1, verbose=False):
        for k, one in enumerate(schedulers):
            if one.optimizer is not optimizer:
                raise ValueError(
                    "Sequential Schedulers expects all schedulers to belong to the same "
                    f"optimizer, but got schedulers at index {k} to be different than the "
                    "optimizer passed in."
                )
        if len(milestones) != len(schedulers) - 1:
            raise ValueError(
                "Sequential Schedulers expects number of schedulers provided to be one more than "
                f"the number of milestone points, but got number of schedulers {len(schedulers)} "
                f"and the number of milestones to be equal to {len(milestones)}"
            )
        self._schedulers = schedulers
        self._milestones = milestones
        self.last_epoch = last_epoch + 1
        self.optimizer = optimizer
        # Each has already set its first rate: the first one is right.
        for group in optimizer.param_groups:
            group["lr"] = group["initial_lr"]
        for one in schedulers:
            one.last_epoch -= 1
        self._begin(schedulers[0])

    def _begin(self, scheduler):
        scheduler._is_initial = True
        scheduler.step()
        scheduler._is_initial = False
        self._last_lr = scheduler.get_last_lr()

    def step(self):
        """Goes on to the next epoch."""
        self.last_epoch += 1
        place = sum(self.last_epoch >= milestone for milestone in self._milestones)
        current = self._schedulers[place]
        if place > 0 and self._milestones[place - 1] == self.last_epoch:
            current.step(0)
        else:
            current.step()
        self._last_lr = current.get_last_lr()

    def state_dict(self):
        """All that the scheduler knows but the optimizer."""
        state = {k: v for k, v in self.__dict__.items() if k not in ("optimizer", "_schedulers")}
        state["_schedulers"] = [one.state_dict() for one in self._schedulers]
        return state

    def load_state_dict(self, state_dict):
        """Takes back what `state_dict` answered."""
        known = dict(state_dict)
        for one, state in zip(self._schedulers, known.pop("_schedulers")):
            one.load_state_dict(state)
        self.__dict__.update(known)


class ChainedScheduler(LRScheduler):
    """Several schedulers at once: each changes what the others have left.

    Source: https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ChainedScheduler.html
    """

    def __init__(self, schedulers, optimizer=None):
        self._schedulers = list(schedulers)
        self.optimizer = self._schedulers[0].optimizer
        self._last_lr = rates(self.optimizer)

    def step(self):
        """Lets all go on to the next epoch."""
        for one in self._schedulers:
            one.step()
        self._last_lr = rates(self.optimizer)

    state_dict = SequentialLR.state_dict
    load_state_dict = SequentialLR.load_state_dict
