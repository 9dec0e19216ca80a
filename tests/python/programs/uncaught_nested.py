"""Ends in an exception deep in functions, while another is handled."""

import torch


def inner(x):
    return x @ torch.zeros(3)


def outer(x):
    try:
        return inner(x)
    except RuntimeError as fault:
        print("caught:", fault)
        raise ValueError("shapes of the learner") from fault


print(outer(torch.zeros(3)))
outer(torch.zeros(2))
