"""Groups of parameters, states, closures, and what optimizers refuse."""

import torch
from torch import nn, optim

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
optimizer = optim.SGD(
    [
        {"params": net[0].parameters()},
        {"params": [net[1].weight], "lr": 0.5, "momentum": 0.9},
    ],
    lr=0.1,
)
optimizer.add_param_group({"params": net[1].bias, "weight_decay": 0.01})
for group in optimizer.param_groups:
    settings = {name: group[name] for name in ("lr", "momentum", "weight_decay", "nesterov")}
    print(len(group["params"]), settings)
print(optimizer.defaults["lr"], type(optimizer), type(optimizer).__mro__[-2].__name__)

for _ in range(2):
    optimizer.zero_grad()
    net(torch.tensor([[1.0, -1.0]])).pow(2).sum().backward()
    optimizer.step()
for p in net.parameters():
    print(p.data)

state = optimizer.state_dict()
print([group["params"] for group in state["param_groups"]], state["state"][2])
other = optim.SGD(
    [{"params": net[0].parameters()}, {"params": [net[1].weight]}, {"params": [net[1].bias]}],
    lr=1.0,
)
other.load_state_dict(state)
print([group["lr"] for group in other.param_groups])
print(other.state[net[1].weight]["momentum_buffer"])
for group in optimizer.param_groups:
    group["lr"] *= 0.5
print([group["lr"] for group in optimizer.param_groups])

w = torch.tensor(3.0, requires_grad=True)
adam = optim.Adam([w], lr=0.5)


def closure():
    adam.zero_grad()
    loss = (w - 1) ** 2
    loss.backward()
    return loss


for _ in range(3):
    print(adam.step(closure), w.data)


class Fixed(optim.Optimizer):
    """Steps of one length against the sign of the gradient."""

    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    p -= group["lr"] * p.grad.sign()


w = torch.tensor([1.0, -2.0], requires_grad=True)
fixed = Fixed([w], lr=0.25)
(w**2).sum().backward()
fixed.step()
print(fixed, w, sep="\n")

leaf = torch.ones(1, requires_grad=True)
for action in (
    lambda: optim.SGD([], lr=0.1),
    lambda: optim.SGD(leaf, lr=0.1),
    lambda: optim.SGD([leaf], lr=-1),
    lambda: optim.SGD([leaf * 2], lr=0.1),
    lambda: optim.SGD([1.0], lr=0.1),
    lambda: optim.SGD({leaf}, lr=0.1).param_groups[0]["params"][0] is leaf,
    lambda: optim.SGD([leaf], lr=0.1, nesterov=True),
    lambda: optim.SGD([{"params": [leaf]}, {"params": [leaf]}], lr=0.1),
    lambda: optim.Adam([leaf], betas=(1.0, 0.9)),
    lambda: optim.Adam([leaf], eps=-1),
    lambda: optim.RMSprop([leaf], momentum=-1),
    lambda: optim.Adagrad([leaf], lr_decay=-1),
    lambda: optim.SGD([leaf], lr=0.1).load_state_dict(state),
):
    try:
        print(action())
    except (NotImplementedError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
