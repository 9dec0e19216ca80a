"""Learning rates from epoch to epoch."""

import torch
from torch import optim
from torch.optim import lr_scheduler


def follow(name, make, epochs=7, measures=None):
    w = torch.ones(1, requires_grad=True)
    optimizer = optim.SGD([w], lr=1.0)
    scheduler = make(optimizer)
    rates = []
    for epoch in range(epochs):
        optimizer.step()
        rates.append(optimizer.param_groups[0]["lr"])
        scheduler.step(*(() if measures is None else (measures[epoch],)))
    print(name, rates)
    return scheduler


print(follow("step", lambda o: lr_scheduler.StepLR(o, 2)).get_last_lr())
follow("step 3", lambda o: lr_scheduler.StepLR(o, step_size=3, gamma=0.5))
follow("milestones", lambda o: lr_scheduler.MultiStepLR(o, [1, 4], gamma=0.3))
follow("exponential", lambda o: lr_scheduler.ExponentialLR(o, 0.9))
follow("lambda", lambda o: lr_scheduler.LambdaLR(o, lambda epoch: 1 / (epoch + 1)))
follow("product", lambda o: lr_scheduler.MultiplicativeLR(o, lambda epoch: 0.95))
follow("cosine", lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=4, eta_min=0.1), 12)
follow("restarts", lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 2, 2), 9)
follow("constant", lambda o: lr_scheduler.ConstantLR(o, 0.5, 3))
follow("linear", lambda o: lr_scheduler.LinearLR(o, 0.25, total_iters=4))
follow("power", lambda o: lr_scheduler.PolynomialLR(o, 4, 2))
plateau = follow(
    "plateau",
    lambda o: lr_scheduler.ReduceLROnPlateau(o, factor=0.5, patience=1),
    8,
    [1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.5],
)
print(plateau.best, plateau.num_bad_epochs, plateau.in_cooldown)
follow(
    "plateau max",
    lambda o: lr_scheduler.ReduceLROnPlateau(
        o, "max", patience=0, threshold=0.1, threshold_mode="abs", cooldown=1, min_lr=0.01
    ),
    8,
    [0.1, 0.15, 0.3, 0.3, 0.3, 0.3, 0.9, 0.9],
)

optimizer = optim.SGD(
    [
        {"params": [torch.ones(1, requires_grad=True)]},
        {"params": [torch.ones(1, requires_grad=True)], "lr": 0.2},
    ],
    lr=0.1,
)
scheduler = lr_scheduler.LambdaLR(optimizer, [lambda epoch: 0.5**epoch, lambda epoch: 1.0])
for _ in range(3):
    optimizer.step()
    scheduler.step()
print(scheduler.get_last_lr(), scheduler.base_lrs, scheduler.last_epoch)
print(optimizer.param_groups[0]["initial_lr"])

step = lr_scheduler.StepLR(optimizer, 1)
optimizer.step()
step.step()
other = lr_scheduler.StepLR(optim.SGD([torch.ones(1, requires_grad=True)], lr=1.0), 5)
other.load_state_dict(step.state_dict())
print(other.step_size, other.last_epoch)

for action in (
    lambda: lr_scheduler.StepLR(3, 1),
    lambda: lr_scheduler.LambdaLR(optimizer, [abs]),
    lambda: lr_scheduler.ReduceLROnPlateau(optimizer, factor=1.5),
    lambda: lr_scheduler.ReduceLROnPlateau(optimizer, mode="up"),
    lambda: lr_scheduler.CosineAnnealingWarmRestarts(optimizer, 0),
):
    try:
        action()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
