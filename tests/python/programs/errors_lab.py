"""The mistakes of learners, each with PyTorch's answer."""

import torch


def attempt(title, action):
    print(title)
    try:
        result = action()
    except Exception as fault:
        print("   ", type(fault).__name__, "-", fault)
    else:
        print("    no fault -", result)


def leaf(value=2.0):
    return torch.tensor(value, requires_grad=True)


def in_place():
    x = leaf()
    x += 1


def second_backward():
    y = leaf() ** 2
    y.backward()
    y.backward()


def accumulated():
    x = leaf()
    for _ in range(2):
        (x**2).backward()
    return x.grad


def lost_leaf():
    x = leaf() * 1
    (x**2).backward()
    return x.is_leaf


def updated_without_no_grad():
    w = leaf()
    (w**2).backward()
    w = w - 0.1 * w.grad
    return w


attempt("gradients accumulate", accumulated)
attempt("None is not 0", lambda: leaf().grad + 1)
attempt("a second backward", second_backward)
attempt("a result that is no scalar", lambda: (leaf([1.0, 2.0]) * 2).backward())
attempt("nothing requires a gradient", lambda: (torch.tensor(2.0) ** 2).backward())
attempt("in place on a leaf", in_place)
attempt("integers", lambda: torch.tensor(2, requires_grad=True))
attempt("an operation makes a non-leaf", lost_leaf)
attempt("an update that makes a non-leaf", updated_without_no_grad)
attempt("numpy of a result", lambda: (leaf() ** 2).numpy())
attempt("an unused input", lambda: torch.autograd.grad(leaf() ** 2, leaf()))
attempt("requires_grad of a result", lambda: setattr(leaf() * 2, "requires_grad", False))
attempt("a list times a tensor", lambda: leaf() * "2")
attempt("backward of a number", lambda: (leaf() ** 2).item().backward())
attempt("grad of the wrong thing", lambda: torch.autograd.grad(2.0, leaf()))
attempt("a name that isn't there", lambda: torch.squareroot(leaf()))
attempt("a method that isn't there", lambda: leaf().squareroot())
