"""Walking the graph by grad_fn and next_functions."""

import torch

x = torch.tensor(2.0, requires_grad=True)
w = torch.tensor(3.0, requires_grad=True)
y = (x * w + 1).exp().log() - x


def show(node, depth=0):
    """Prints a node and what it was made from."""
    if node is None:
        print("  " * depth + "None")
        return
    print("  " * depth + node.name())
    for parent, index in node.next_functions:
        show(parent, depth + 1)


show(y.grad_fn)
print(type(y.grad_fn).__name__, len(y.grad_fn.next_functions), y.output_nr)
accumulate = (x * 1).grad_fn.next_functions[0][0]
print(accumulate.variable is x)
print(x.grad_fn, (x.detach() * 2).grad_fn)
