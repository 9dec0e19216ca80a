"""L-BFGS.

Source: https://pytorch.org/docs/stable/generated/torch.optim.LBFGS.html
"""

import torch
from torch.optim._line_search import strong_wolfe
from torch.optim.optimizer import Optimizer


class LBFGS(Optimizer):
    """A quasi-Newton method that remembers the last `history_size` steps.

    `step` needs a closure that clears the gradients, computes the loss, runs backward and answers
    the loss; it is called several times. `line_search_fn` is None or "strong_wolfe". Raises
    ValueError for several parameter groups.
    Source: https://pytorch.org/docs/stable/generated/torch.optim.LBFGS.html
    """

    def __init__(
        self,
        params,
        lr=1,
        max_iter=20,
        max_eval=None,
        tolerance_grad=1e-7,
        tolerance_change=1e-9,
        history_size=100,
        line_search_fn=None,
    ):
        defaults = dict(
            lr=lr,
            max_iter=max_iter,
            max_eval=max_iter * 5 // 4 if max_eval is None else max_eval,
            tolerance_grad=tolerance_grad,
            tolerance_change=tolerance_change,
            history_size=history_size,
            line_search_fn=line_search_fn,
        )
        super().__init__(params, defaults)
        if len(self.param_groups) != 1:
            raise ValueError(
                "LBFGS doesn't support per-parameter options (parameter groups)"
            )
        if line_search_fn not in (None, "strong_wolfe"):
            raise RuntimeError("only 'strong_wolfe' is supported")

    @property
    def _params(self):
        return self.param_groups[0]["params"]

    def _gradient(self):
        """All gradients in one row."""
        rows = [torch.zeros_like(p) if p.grad is None else p.grad for p in self._params]
        return torch.cat([one.reshape(-1) for one in rows])

    def _move(self, length, direction):
        start = 0
        for p in self._params:
            part = direction[start : start + p.numel()]
            p.add_(part.view_as(p), alpha=length)
            start += p.numel()

    def _measure(self, closure, points, length, direction):
        """Loss and gradient so far along a direction; the parameters stay where they are."""
        self._move(length, direction)
        with torch.enable_grad():
            loss = float(closure())
        gradient = self._gradient()
        for p, point in zip(self._params, points):
            p.copy_(point)
        return loss, gradient

    @staticmethod
    def _direction(gradient, state):
        """The gradient times the inverse Hessian, as the remembered steps say it is."""
        steps, changes, scales = state["old_stps"], state["old_dirs"], state["ro"]
        factors = [None] * len(steps)
        made = gradient.neg()
        for k in reversed(range(len(steps))):
            factors[k] = steps[k].dot(made) * scales[k]
            made.add_(changes[k], alpha=-factors[k].item())
        made = made * state["H_diag"]
        for k in range(len(steps)):
            back = changes[k].dot(made) * scales[k]
            made.add_(steps[k], alpha=(factors[k] - back).item())
        return made

    def _remember(self, gradient, state, size):
        change = gradient.sub(state["prev_flat_grad"])
        step = state["d"].mul(state["t"])
        curvature = change.dot(step)
        if curvature <= 1e-10:
            return
        if len(state["old_dirs"]) == size:
            for name in ("old_dirs", "old_stps", "ro"):
                state[name].pop(0)
        state["old_dirs"].append(change)
        state["old_stps"].append(step)
        state["ro"].append(1.0 / curvature)
        state["H_diag"] = curvature / change.dot(change)

    def step(self, closure):
        """Goes up to max_iter steps; answers the loss at the beginning."""
        with torch.no_grad():
            return self._run(closure)

    def _run(self, closure):
        group = self.param_groups[0]
        tolerance, least = group["tolerance_grad"], group["tolerance_change"]
        state = self.state[self._params[0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        with torch.enable_grad():
            first = closure()
        loss = float(first)
        evaluations = 1
        state["func_evals"] += 1
        gradient = self._gradient()
        if gradient.abs().max() <= tolerance:
            return first
        for iteration in range(1, group["max_iter"] + 1):
            state["n_iter"] += 1
            if state["n_iter"] == 1:
                state.update(d=gradient.neg(), old_dirs=[], old_stps=[], ro=[], H_diag=1)
                length = min(1.0, 1.0 / gradient.abs().sum().item()) * group["lr"]
            else:
                self._remember(gradient, state, group["history_size"])
                state["d"] = self._direction(gradient, state)
                length = group["lr"]
            before = loss
            state["prev_flat_grad"] = gradient.clone()
            slope = gradient.dot(state["d"])
            if slope > -least:
                state["t"] = length
                break
            used = 0
            if group["line_search_fn"] is not None:
                points = [p.clone() for p in self._params]

                def measure(at, direction=state["d"]):
                    return self._measure(closure, points, at, direction)

                loss, gradient, length, used = strong_wolfe(
                    measure, length, state["d"], loss, gradient, slope
                )
                self._move(length, state["d"])
            else:
                self._move(length, state["d"])
                if iteration != group["max_iter"]:
                    with torch.enable_grad():
                        loss = float(closure())
                    gradient = self._gradient()
                    used = 1
            state["t"] = length
            evaluations += used
            state["func_evals"] += used
            if iteration == group["max_iter"] or evaluations >= group["max_eval"]:
                break
            if gradient.abs().max() <= tolerance:
                break
            if state["d"].mul(length).abs().max() <= least or abs(loss - before) < least:
                break
        state["prev_loss"] = before
        return first
