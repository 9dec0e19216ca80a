"""The argument `out`: a tensor that takes a function's result."""

import functools

from torch import _calls

_RESIZED = (
    "An output with one or more elements was resized since it had shape [{}], which does not match "
    "the required output shape [{}]. This behavior is deprecated, and in a future PyTorch release "
    "outputs will not be resized unless they have zero elements. You can explicitly reuse an out "
    "tensor t by resizing it, inplace, to zero elements with t.resize_(0)."
)


def _tensors(values):
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from _tensors(value)
        elif hasattr(value, "requires_grad"):
            yield value


def _put(target, result):
    kind, wanted = result.dtype, target.dtype
    if kind._rank > wanted._rank:
        raise RuntimeError(
            f"result type {kind._title} can't be cast to the desired output type {wanted._title}"
        )
    if target.shape == result.shape:
        target.copy_(result)
        return
    if target.numel() > 0:
        shapes = [", ".join(map(str, one.shape)) for one in (target, result)]
        _calls.warn(_RESIZED.format(*shapes))
    target.data = result.to(target.dtype)


def written(name, out, args, compute):
    """Writes what `compute` answers into `out`, a tensor or a tuple of them, and answers that.

    Raises RuntimeError where a gradient would have to flow through, and for a type that can't hold
    the result. A tensor of another shape is resized, with a warning unless it is empty.
    """
    targets = out if isinstance(out, (list, tuple)) else (out,)
    recording = _calls.engine.isGradEnabled()
    if recording and any(one.requires_grad for one in _tensors((args, targets))):
        raise RuntimeError(
            f"{name}(): functions with out=... arguments don't support automatic differentiation, "
            "but one of the arguments requires grad."
        )
    results = compute()
    for target, result in zip(targets, results if targets is out else (results,)):
        _put(target, result)
    return out


def writing(function):
    """The function, which takes `out` too."""

    @functools.wraps(function)
    def call(*args, out=None, **kwargs):
        if out is None:
            return function(*args, **kwargs)
        return written(function.__name__, out, args, lambda: function(*args, **kwargs))

    return call
