"""Arguments that functions don't take."""

import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
for action in (
    lambda: torch.tensor(),
    lambda: torch.tensor(1.0, require_grad=True),
    lambda: torch.tensor(1.0, 2.0),
    lambda: torch.tensor(1.0, dtype="float"),
    lambda: torch.tensor(1.0, requires_grad="yes"),
    lambda: torch.sin(),
    lambda: torch.sin(1.0),
    lambda: torch.sin(x, 2, 3),
    lambda: torch.exp("x"),
    lambda: x.sum(axes=0),
    lambda: torch.zeros("3"),
    lambda: torch.zeros(2.5),
    lambda: torch.linspace(0, 1),
    lambda: torch.stack(x, x),
    lambda: torch.cat(1),
    lambda: x.view(),
    lambda: x.reshape("a"),
    lambda: x.backward(retain=True),
    lambda: torch.matmul(x, 3),
    lambda: x.clamp(),
    lambda: torch.where(x),
    lambda: torch.where(x > 1, x),
    lambda: torch.arange("a"),
    lambda: torch.relu(None),
    lambda: torch.manual_seed("a"),
    lambda: torch.ones(2).add_("b"),
    lambda: x.requires_grad_("yes"),
    lambda: torch.autograd.grad(),
):
    try:
        print("no fault:", action())
    except Exception as fault:
        # The lists of signatures that follow in some answers differ between releases, and so does
        # what a list of sizes is called.
        words = str(fault).splitlines()[0].replace("SymInts", "ints")
        print(f"{type(fault).__name__}: {words}")
