"""The recorded graph as Python sees it: `grad_fn`, its neighbours and hooks."""

import gc
import weakref

from torch._calls import ask, create_proxy, engine, wrap

_classes = {}
_nodes = weakref.WeakValueDictionary()


class Node:
    """A function on the tape.

    Source: https://pytorch.org/docs/stable/autograd.html#autograd-graph
    """

    def __init__(self, js):
        self._js = js

    def name(self):
        """The name that `print(tensor)` shows."""
        return type(self).__name__

    @property
    def next_functions(self):
        """Where the gradients of the inputs go, each with the number of the output there."""
        return tuple((_receiver(edge), int(number)) for edge, number in _edges(self._js))

    def register_hook(self, hook):
        """Calls `hook(grad_inputs, grad_outputs)` after the function's backward has run.

        Raises NotImplementedError in the backward pass where the hook answers other gradients.
        Source: https://pytorch.org/docs/stable/generated/torch.autograd.graph.Node.register_hook.html
        """

        def called(inputs, output):
            answer = hook(tuple(wrap(one) for one in inputs), (wrap(output),))
            if answer is not None:
                raise NotImplementedError(
                    "Backflow's torch calls hooks of functions, but takes no other gradients from "
                    "them: hooks of tensors can change gradients"
                )

        return RemovableHandle(ask(engine.nodeHook, self._js, create_proxy(called)))

    def __getattr__(self, name):
        if name.startswith("_saved_"):
            found = engine.saved(self._js, name.removeprefix("_saved_"))
            if found is not None:
                return _unpacked(found[0])
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __dir__(self):
        names = [f"_saved_{name}" for name in engine.savedNames(self._js)] if self._js else []
        return sorted({*object.__dir__(self), *names})

    @property
    def metadata(self):
        return self.__dict__.setdefault("_metadata", {})

    def __repr__(self):
        return f"<{engine.nodeClass(self._js)} object at {hex(id(self))}>"


class AccumulateGrad(Node):
    """Where a gradient is added to a leaf's `.grad`."""

    def __init__(self, leaf):
        super().__init__(None)
        self.variable = leaf

    def name(self):
        return "torch::autograd::AccumulateGrad"

    @property
    def next_functions(self):
        return ()

    def __repr__(self):
        return f"<AccumulateGrad object at {hex(id(self))}>"


class _Transposing(Node):
    """The transposing of a layer's weight, which is a function of its own in PyTorch."""

    def __init__(self, target):
        super().__init__(None)
        self._target = target

    def name(self):
        return "TBackward0"

    @property
    def next_functions(self):
        return ((_receiver(self._target), 0),)

    def __repr__(self):
        return f"<TBackward0 object at {hex(id(self))}>"


_Transposing.__name__ = "TBackward0"


def _unpacked(value):
    """What a function kept: a leaf as it is, any other tensor as a new object."""
    if not hasattr(value, "requiresGrad"):
        return value
    return own(value) if value.isLeaf else wrap(value)


def _edges(js):
    return list(engine.edges(js)) if js is not None else []


def _receiver(edge):
    if edge is None:
        return None
    if engine.isNode(edge):
        return node(edge)
    target = engine.transposed(edge)
    if target is not None:
        return _Transposing(target)
    return AccumulateGrad(own(edge)) if edge.requiresGrad else None


def own(js):
    """The learner's tensor of the engine's, where there is one, so that `is` holds.

    Nobody keeps a list of them, and few ask: so all objects are gone through.
    """
    if js is None:
        return None
    kind = type(wrap(js))
    for one in gc.get_objects():
        if isinstance(one, kind) and one._t is not None and engine.alike(one._t, js):
            return one
    return wrap(js)


def node(js):
    """The Python object of an entry on the tape: always the same one while somebody holds it."""
    if js is None:
        return None
    key = int(js.sequence)
    found = _nodes.get(key)
    if found is None:
        name = engine.nodeName(js)
        kind = _classes.get(name)
        if kind is None:
            kind = _classes[name] = type(name, (Node,), {})
        found = _nodes[key] = kind(js)
    return found


class RemovableHandle:
    """Takes a hook away again."""

    def __init__(self, remove):
        self._remove = remove

    def remove(self):
        """Takes the hook away."""
        if self._remove is not None:
            self._remove()
            self._remove = None

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.remove()


def register_hook(tensor, hook):
    """See `Tensor.register_hook`."""
    if not tensor.requires_grad:
        raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")

    def called(js):
        answer = hook(wrap(js))
        if answer is None:
            return None
        if not hasattr(answer, "_t"):
            raise TypeError(
                "expected Variable, but hook returned '" + type(answer).__name__ + "'"
            )
        return answer._t

    return RemovableHandle(ask(engine.hook, tensor._t, create_proxy(called)))
