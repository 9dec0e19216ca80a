"""What files of saved tensors name: how a tensor is made of its memory."""

from torch._calls import ask, engine, to_js, wrap


def _rebuild_tensor_v2(storage, storage_offset, size, stride, requires_grad, backward_hooks):
    """A tensor that looks at a storage."""
    js = ask(engine.strided, storage.js, storage_offset, to_js(list(size)), to_js(list(stride)))
    made = wrap(js)
    return made.requires_grad_() if requires_grad else made


def _rebuild_parameter(data, requires_grad, backward_hooks):
    """A parameter of a tensor."""
    from torch.nn.parameter import Parameter

    return Parameter(data, requires_grad)
