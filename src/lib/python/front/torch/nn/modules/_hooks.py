"""Hooks of modules: around `forward`, and when gradients pass through."""

import warnings
from collections import OrderedDict

import torch
from torch.utils.hooks import RemovableHandle


class BackwardHookFunction(torch.autograd.Function):
    """Hands tensors on as they are, and their gradients through `passing`."""

    @staticmethod
    def forward(ctx, passing, *tensors):
        ctx.passing = passing
        ctx.set_materialize_grads(False)
        return tuple(tensor.view_as(tensor) for tensor in tensors)

    @staticmethod
    def backward(ctx, *gradients):
        return (None, *ctx.passing(gradients))


class BackwardWatch:
    """One call of a module: collects the gradients of its outputs, then shows both to the hooks."""

    def __init__(self, module, hooks, pre_hooks):
        self.module = module
        self.hooks = hooks
        self.pre_hooks = pre_hooks
        self.grad_outputs = None
        self.has_inputs = False
        self.count = 0

    def _through(self, values, passing):
        """The values, those that require a gradient handed through `passing`; whether there were
        any.
        """
        places = [
            place
            for place, value in enumerate(values)
            if isinstance(value, torch.Tensor) and value.requires_grad
        ]
        if not places or not torch.is_grad_enabled():
            return values, False
        chosen = [values[place] for place in places]
        shapes = [(tensor.shape, tensor.dtype) for tensor in chosen]

        def passed(gradients):
            full = [None] * len(values)
            for place, gradient in zip(places, gradients):
                full[place] = gradient
            full = passing(tuple(full), dict(zip(places, shapes)))
            return tuple(full[place] for place in places)

        watched = BackwardHookFunction.apply(passed, *chosen)
        result = list(values)
        for place, tensor in zip(places, watched):
            result[place] = tensor
        return tuple(result), True

    def inputs(self, args):
        """The arguments that `forward` gets instead."""
        self.count = len(args)
        args, self.has_inputs = self._through(args, self._on_inputs)
        return args

    def outputs(self, result):
        """The result that the caller gets instead."""
        if not isinstance(result, (torch.Tensor, tuple)):
            warnings.warn(
                "For backward hooks to be called, module output should be a Tensor or a tuple of "
                f"Tensors but received {type(result)}",
                stacklevel=4,
            )
        if isinstance(result, tuple):
            return self._through(result, self._on_outputs)[0]
        return self._through((result,), self._on_outputs)[0][0]

    def _on_outputs(self, gradients, shapes):
        for hook in self.pre_hooks:
            answer = hook(self.module, gradients)
            if answer is None:
                continue
            answer = answer if isinstance(answer, tuple) else (answer,)
            _require_count("Backward pre hook", "grad_output", answer, gradients)
            gradients = answer
        self.grad_outputs = gradients
        if not self.has_inputs:
            nothing = (None,) * self.count
            for hook in self.hooks:
                answer = hook(self.module, nothing, gradients)
                if answer is not None and any(one is not None for one in answer):
                    raise RuntimeError(
                        "Backward hook for Modules where no input requires gradient should "
                        "always return None or None for all gradients."
                    )
            self.grad_outputs = None
        return gradients

    def _on_inputs(self, gradients, shapes):
        # Gradients that reach the inputs by another way than the outputs concern no hook.
        if self.grad_outputs is None:
            return gradients
        gradients = tuple(
            torch.zeros(shapes[place][0], dtype=shapes[place][1])
            if gradient is None and place in shapes
            else gradient
            for place, gradient in enumerate(gradients)
        )
        for hook in self.hooks:
            answer = hook(self.module, gradients, self.grad_outputs)
            if answer is None:
                continue
            answer = answer if isinstance(answer, tuple) else (answer,)
            _require_count("Backward hook", "grad_input", answer, gradients)
            gradients = answer
        self.grad_outputs = None
        return gradients


def _require_count(who, what, answer, gradients):
    if len(answer) != len(gradients):
        raise RuntimeError(
            f"{who} returned an invalid number of {what}, "
            f"got {len(answer)}, but expected {len(gradients)}"
        )


class Hooked:
    """The part of a module that keeps hooks and calls `forward` among them."""

    def _make_hooks(self):
        for name in ("_forward_pre_hooks", "_forward_hooks"):
            object.__setattr__(self, name, OrderedDict())
            object.__setattr__(self, f"{name}_with_kwargs", OrderedDict())
        object.__setattr__(self, "_backward_hooks", OrderedDict())
        object.__setattr__(self, "_backward_pre_hooks", OrderedDict())

    def _registered(self, table, hook, prepend, with_kwargs=False):
        hooks = self.__dict__[table]
        wanting = self.__dict__.get(f"{table}_with_kwargs")
        handle = RemovableHandle(hooks, others=() if wanting is None else (wanting,))
        hooks[handle.id] = hook
        if with_kwargs:
            wanting[handle.id] = True
        if prepend:
            hooks.move_to_end(handle.id, last=False)
        return handle

    def register_forward_pre_hook(self, hook, *, prepend=False, with_kwargs=False):
        """Calls `hook(module, args)` before `forward`; what it answers are the arguments instead.

        With `with_kwargs` it is `hook(module, args, kwargs)` and answers both. Returns a handle.
        Source: https://pytorch.org/docs/stable/generated/torch.nn.Module.html
        """
        return self._registered("_forward_pre_hooks", hook, prepend, with_kwargs)

    def register_forward_hook(self, hook, *, prepend=False, with_kwargs=False):
        """Calls `hook(module, args, output)` after `forward`; what it answers is the output
        instead.

        With `with_kwargs` it is `hook(module, args, kwargs, output)`. Returns a handle.
        Source: https://pytorch.org/docs/stable/generated/torch.nn.Module.html
        """
        return self._registered("_forward_hooks", hook, prepend, with_kwargs)

    def register_full_backward_hook(self, hook, prepend=False):
        """Calls `hook(module, grad_input, grad_output)` when gradients reach the module's inputs.

        It may answer other gradients of the inputs, as a tuple. Returns a handle.
        Source: https://pytorch.org/docs/stable/generated/torch.nn.Module.html
        """
        return self._registered("_backward_hooks", hook, prepend)

    def register_full_backward_pre_hook(self, hook, prepend=False):
        """Calls `hook(module, grad_output)` before gradients pass the module; returns a handle.

        Source: https://pytorch.org/docs/stable/generated/torch.nn.Module.html
        """
        return self._registered("_backward_pre_hooks", hook, prepend)

    def _call_among_hooks(self, args, kwargs):
        for key, hook in list(self._forward_pre_hooks.items()):
            if key in self._forward_pre_hooks_with_kwargs:
                answer = hook(self, args, kwargs)
                if answer is None:
                    continue
                if not (isinstance(answer, tuple) and len(answer) == 2):
                    raise RuntimeError(
                        "forward pre-hook must return None or a tuple of (new_args, new_kwargs), "
                        f"but got {answer}."
                    )
                args, kwargs = answer
            else:
                answer = hook(self, args)
                if answer is not None:
                    args = answer if isinstance(answer, tuple) else (answer,)
        watch = None
        if self._backward_hooks or self._backward_pre_hooks:
            hooks = [*self._backward_hooks.values()], [*self._backward_pre_hooks.values()]
            watch = BackwardWatch(self, *hooks)
            args = watch.inputs(args)
        result = self.forward(*args, **kwargs)
        for key, hook in list(self._forward_hooks.items()):
            if key in self._forward_hooks_with_kwargs:
                answer = hook(self, args, kwargs, result)
            else:
                answer = hook(self, args, result)
            if answer is not None:
                result = answer
        return result if watch is None else watch.outputs(result)

    def __call__(self, *args, **kwargs):
        if (
            self._forward_hooks
            or self._forward_pre_hooks
            or self._backward_hooks
            or self._backward_pre_hooks
        ):
            return self._call_among_hooks(args, kwargs)
        return self.forward(*args, **kwargs)
