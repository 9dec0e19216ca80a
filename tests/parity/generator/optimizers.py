"""Steps of PyTorch's optimisers, which the training steps on a graph are held against."""

import torch

from .encode import number, values_of

SETTINGS = [
    {"kind": "sgd", "lr": 0.1, "momentum": 0, "nesterov": False, "weightDecay": 0},
    {"kind": "sgd", "lr": 0.03, "momentum": 0.9, "nesterov": False, "weightDecay": 0},
    {"kind": "sgd", "lr": 0.03, "momentum": 0.9, "nesterov": True, "weightDecay": 0.01},
    {"kind": "sgd", "lr": 0.07, "momentum": 0, "nesterov": False, "weightDecay": 0.3},
    {"kind": "adam", "lr": 0.05, "betas": [0.9, 0.999], "eps": 1e-8, "weightDecay": 0},
    {"kind": "adam", "lr": 0.1, "betas": [0.8, 0.95], "eps": 1e-3, "weightDecay": 0.02},
    {"kind": "adam", "lr": 0.3, "betas": [0, 0], "eps": 1e-8, "weightDecay": 0},
]
STEPS = 12


def optimizer(settings, params):
    if settings["kind"] == "sgd":
        return torch.optim.SGD(
            params,
            lr=settings["lr"],
            momentum=settings["momentum"],
            nesterov=settings["nesterov"],
            weight_decay=settings["weightDecay"],
        )
    return torch.optim.Adam(
        params,
        lr=settings["lr"],
        betas=tuple(settings["betas"]),
        eps=settings["eps"],
        weight_decay=settings["weightDecay"],
    )


def run(settings, shape, dtype):
    torch.manual_seed(len(shape) + sum(shape))
    start = torch.randn(shape, dtype=dtype)
    param = start.clone().requires_grad_()
    made = optimizer(settings, [param])
    steps = []
    for k in range(STEPS):
        param.grad = torch.randn(shape, dtype=dtype) * (1 if k % 4 else 100)
        if k == 5:
            param.grad.zero_()
        grad = values_of(param.grad)
        made.step()
        steps.append({"grad": grad, "after": values_of(param)})
    dtype_name = str(dtype).replace("torch.", "")
    return {"settings": settings, "dtype": dtype_name, "start": values_of(start), "steps": steps}


def quadratic(settings):
    """y = x² + 2x + 1 by the optimiser itself, from 2."""
    x = torch.tensor(2.0, requires_grad=True)
    made = optimizer(settings, [x])
    steps = []
    for _ in range(STEPS):
        made.zero_grad()
        y = x**2 + 2 * x + 1
        y.backward()
        made.step()
        steps.append({"loss": number(y.item(), y.dtype), "after": values_of(x)})
    return {"settings": settings, "steps": steps}


def runs():
    return [
        run(settings, shape, dtype)
        for settings in SETTINGS
        for dtype in (torch.float32, torch.float64)
        for shape in ((), (3,), (17,))
    ]


def quadratics():
    return [quadratic(settings) for settings in SETTINGS]
