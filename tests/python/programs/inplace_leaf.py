"""Leaves that require a gradient refuse changes in place, outside of no_grad."""

import torch


def attempt(name, action):
    try:
        action()
        print(name, "- works")
    except RuntimeError as fault:
        print(name, "-", fault)


def subtract(leaf):
    leaf -= 1


def assign(leaf):
    leaf[0] = 5.0


x = torch.tensor([1.0, 2.0], requires_grad=True)
attempt("x += 1", lambda: x.add_(1))
attempt("x -= 1", lambda: subtract(x))
attempt("x[0] = 5", lambda: assign(x))
attempt("x.zero_()", x.zero_)
attempt("a view of x", lambda: x[0].mul_(2))
attempt("another view", lambda: x.view(1, 2).add_(1))
attempt("x.data", lambda: x.data.add_(1))
attempt("x.detach()", lambda: x.detach().add_(1))
with torch.no_grad():
    attempt("no_grad", lambda: assign(x))
print(x, x.is_leaf, x._version)

v = torch.zeros(3)
w = torch.tensor(2.0, requires_grad=True)
v[1] = w * 3
print(v, v.requires_grad)
v.sum().backward()
print(w.grad)
attempt("a result", lambda: (w * 3).add_(1))
attempt("a row of ones", lambda: torch.ones(2).copy_(x))
