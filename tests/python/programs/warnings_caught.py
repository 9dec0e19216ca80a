"""Warnings: category and first line of what PyTorch and Python warn of."""

import warnings

import torch


def show(title, action):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        action()
    print(title, len(caught))
    for warning in caught:
        # Some builds end the sentence with the place in PyTorch's own source.
        text = str(warning.message).split(" (Triggered")[0].splitlines()[0]
        # Newer releases recommend another order.
        text = text.replace("detach().clone()", "clone().detach()")
        print("   ", warning.category.__name__, text)


x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
show("grad of a result", lambda: y.grad)
y.retain_grad()
show("after retain_grad", lambda: y.grad)
show("grad of a leaf", lambda: x.grad)
show("a tensor from a tensor", lambda: torch.tensor(x))
show("mse of other shapes", lambda: torch.nn.functional.mse_loss(torch.zeros(2, 1), torch.zeros(2)))
show("softmax without dim", lambda: torch.nn.functional.softmax(x, dim=None))
show("nothing", lambda: x.sum().backward())
show("one's own", lambda: warnings.warn("mind the gap"))
show("create_graph", lambda: (x**2).sum().backward(create_graph=True))
x.grad = None
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        y = x * 3
        y.grad
    except UserWarning as fault:
        print("raised:", str(fault)[:50])
