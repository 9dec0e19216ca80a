"""Functions with a derivative of their own.

Source: https://pytorch.org/docs/stable/notes/extending.html
"""

import ast
import functools
import json
import linecache
import textwrap
import weakref

from torch._calls import ask, create_proxy, engine, line, to_js, wrap
from torch._grad_mode import no_grad

_LEGACY = (
    "Legacy autograd function with non-static forward method is deprecated. Please use new-style "
    "autograd function with static forward method. "
    "(Example: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)"
)


class FunctionCtx:
    """What forward leaves for backward."""

    def __init__(self):
        self._to_save = ()
        self._kept = ()
        self._reading = None
        self._nondifferentiable = ()
        self._dirty = ()
        self._materializes = True
        self.needs_input_grad = ()

    def save_for_backward(self, *tensors):
        """Keeps inputs, outputs or what lies between for backward."""
        import torch

        for k, one in enumerate(tensors):
            if one is not None and not isinstance(one, torch.Tensor):
                raise TypeError(
                    "save_for_backward can only save variables, but argument "
                    f"{k} is of type {type(one).__name__}"
                )
        self._to_save = tensors

    @property
    def saved_tensors(self):
        if self._reading is None:
            return self._to_save
        kept = iter(ask(lambda: list(self._reading.savedTensors)))
        # The learner's own tensors come back, so that `is` holds.
        return tuple(None if own is None else _own(own(), next(kept)) for own in self._kept)

    def mark_non_differentiable(self, *tensors):
        """Says that no gradient flows through these outputs."""
        self._nondifferentiable = tensors

    def set_materialize_grads(self, value):
        """Whether a gradient that didn't arrive comes as zeros (true) or as None."""
        self._materializes = value

    def mark_dirty(self, *tensors):
        """Says which inputs forward has changed in place."""
        self._dirty = tensors


def _own(own, js):
    return own if own is not None and engine.alike(own._t, js) else wrap(js)


def _body(function, tree, source):
    """The statements of a method as they stand in the text, and the names of its arguments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            body = node.body
            if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
                body = body[1:]
            lines = source.splitlines()[body[0].lineno - 1 : body[-1].end_lineno]
            names = [one.arg for one in node.args.args[1:]]
            return textwrap.dedent("\n".join(lines)), names
    return "", []


def _text(cls):
    """The class's own text as the document wants it, or None where there is none."""
    if cls.__dict__.get("_text") is None:
        cls._text = False
        code = getattr(cls.forward, "__code__", None)
        lines = linecache.getlines(code.co_filename) if code else []
        try:
            tree = ast.parse("".join(lines))
        except SyntaxError:
            return None
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name == cls.__name__:
                source = "".join(lines)
                forward, inputs = _body("forward", node, source)
                backward, upstream = _body("backward", node, source)
                if len(upstream) == 1 and upstream[0] != "grad_output":
                    backward = f"{upstream[0]} = grad_output\n{backward}"
                cls._text = json.dumps(
                    {"inputs": inputs, "forward": forward, "backward": backward}
                )
    return cls._text or None


class Function(FunctionCtx):
    """A function whose derivative is written by hand: static `forward(ctx, …)` and `backward`.

    Source: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function
    """

    _text = None
    _context = FunctionCtx

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls._context = type(f"{cls.__name__}Backward", (FunctionCtx,), {"_forward_cls": cls})

    def __call__(self, *args, **kwargs):
        raise RuntimeError(_LEGACY)

    @staticmethod
    def forward(ctx, *args, **kwargs):
        """Computes the result. Raises NotImplementedError unless a subclass does."""
        raise NotImplementedError(
            "You must implement the forward function for custom autograd.Function."
        )

    @staticmethod
    def backward(ctx, *grad_outputs):
        """One gradient per input. Raises NotImplementedError unless a subclass does."""
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom "
            "autograd.Function to use it with backward mode AD."
        )

    @classmethod
    def apply(cls, *args):
        """Runs forward and puts the function on the tape."""
        return _applied(cls, args)


def _same(given, js):
    """The learner's own tensor where the function answered it, changed in place."""
    own = [one for one in given if engine.alike(one._t, js)]
    return own[0] if own else wrap(js)


def _upstream(ctx, outputs, grads):
    """The gradients that backward sees: zeros for those that didn't arrive."""
    import torch

    wrapped = iter(wrap(js) for js in grads)
    seen = []
    for output in outputs:
        if output is None:
            seen.append(None)
            continue
        shape, dtype = output
        one = next(wrapped)
        if one is None and ctx._materializes:
            one = torch.zeros(shape, dtype=dtype)
        seen.append(one)
    return seen


def _applied(cls, args):
    import torch

    is_tensor = [isinstance(one, torch.Tensor) for one in args]
    ctx = cls._context()
    kept = {}

    def forward(needs):
        ctx.needs_input_grad = tuple(
            bool(need) and one for need, one in zip(needs, is_tensor)
        )
        made = cls.forward(ctx, *args)
        several = isinstance(made, (tuple, list))
        outputs = tuple(made) if several else (made,)
        for k, one in enumerate(outputs):
            if not isinstance(one, torch.Tensor) and not several:
                raise TypeError(
                    f"{cls.__name__}.forward: expected Tensor or tuple of Tensor (got "
                    f"{type(one).__name__}) for return value {k}"
                )
        kept["outputs"], kept["several"] = outputs, several
        saved = [one for one in ctx._to_save if one is not None]
        # Weakly: what the tape holds must not hold the tape through Python.
        ctx._kept = [None if one is None else weakref.ref(one) for one in ctx._to_save]
        ctx._to_save = ()
        kept["upstream"] = [
            (one.shape, one.dtype) if isinstance(one, torch.Tensor) else None for one in outputs
        ]
        return engine.forwarded(
            to_js([one._t for one in outputs if isinstance(one, torch.Tensor)]),
            to_js([one._t for one in saved]),
            to_js([one._t for one in ctx._nondifferentiable]),
            to_js([one._t for one in ctx._dirty]),
        )

    def backward(reading, grads):
        ctx._reading = reading
        upstream = _upstream(ctx, kept["upstream"], grads)
        found = cls.backward(ctx, *upstream)
        listed = tuple(found) if isinstance(found, (tuple, list)) else (found,)
        for one in listed:
            if one is not None and not isinstance(one, torch.Tensor):
                raise RuntimeError(f"expected Variable or None (got {type(one).__name__})")
        return to_js([None if one is None else one._t for one in listed])

    inputs = [one._t if tensor else engine.number() for one, tensor in zip(args, is_tensor)]
    call = engine.functionCall(
        cls.__name__, create_proxy(forward), create_proxy(backward), _text(cls)
    )
    given = [one for one in args if isinstance(one, torch.Tensor)]
    found = [_same(given, one) for one in ask(engine.apply, call, to_js(inputs), line())]
    made = iter(found)
    outputs = kept.pop("outputs")
    results = [next(made) if isinstance(one, torch.Tensor) else one for one in outputs]
    return tuple(results) if kept["several"] else results[0]


def once_differentiable(function):
    """The backward that it decorates can't be differentiated itself."""

    @functools.wraps(function)
    def wrapper(ctx, *args):
        import torch

        with no_grad():
            found = function(ctx, *args)
        if not torch.is_grad_enabled():
            return found
        if not any(isinstance(one, torch.Tensor) and one.requires_grad for one in args):
            return found
        listed = found if isinstance(found, tuple) else (found,)
        marked = tuple(None if one is None else _Refusing.apply(one, *args) for one in listed)
        return marked if isinstance(found, tuple) else marked[0]

    return wrapper


class _Refusing(Function):
    """Passes a gradient on and refuses to be differentiated."""

    @staticmethod
    def forward(ctx, value, *others):
        return value.clone()

    @staticmethod
    def backward(ctx, *grads):
        raise RuntimeError(
            "trying to differentiate twice a function that was marked with @once_differentiable"
        )
