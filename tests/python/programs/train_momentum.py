"""Momentum and Adam by hand against torch.optim, number by number."""

import torch


def valley(p):
    return p[0] ** 2 / 20 + p[1] ** 2


def by_hand(step, count=4):
    p = torch.tensor([-7.0, 2.0], requires_grad=True)
    memory = {}
    for t in range(1, count + 1):
        (g,) = torch.autograd.grad(valley(p), p)
        with torch.no_grad():
            step(p, g, memory, t)
    return p.detach()


def built_in(make, count=4):
    p = torch.tensor([-7.0, 2.0], requires_grad=True)
    optimizer = make([p])
    for _ in range(count):
        optimizer.zero_grad()
        valley(p).backward()
        optimizer.step()
    return p.detach()


def momentum(p, g, memory, t):
    memory["v"] = g if t == 1 else 0.9 * memory["v"] + g
    p -= 0.1 * memory["v"]


def adam(p, g, memory, t):
    m = memory["m"] = 0.9 * memory.get("m", 0) + 0.1 * g
    v = memory["v"] = 0.999 * memory.get("v", 0) + 0.001 * g * g
    p -= 0.3 * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)).sqrt() + 1e-8)


print(by_hand(momentum), built_in(lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9)))
print(by_hand(adam), built_in(lambda p: torch.optim.Adam(p, lr=0.3)))
print(torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1).param_groups[0]["lr"])
for wrong in (
    lambda: torch.optim.SGD([], lr=0.1),
    lambda: torch.optim.Adam([torch.ones(1) * 2], lr=-1),
):
    try:
        wrong()
    except ValueError as fault:
        print(fault)
