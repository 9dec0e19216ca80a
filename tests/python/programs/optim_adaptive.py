"""Adam and its kin, RMSprop, Adagrad, Adadelta."""

import torch
from torch import optim

for name, make in (
    ("Adam", lambda p: optim.Adam(p, lr=0.1)),
    ("Adam betas", lambda p: optim.Adam(p, lr=0.1, betas=(0.8, 0.9), eps=1e-3)),
    ("Adam decay", lambda p: optim.Adam(p, lr=0.1, weight_decay=0.1)),
    ("Adam amsgrad", lambda p: optim.Adam(p, lr=0.1, amsgrad=True)),
    ("AdamW", lambda p: optim.AdamW(p, lr=0.1)),
    ("AdamW amsgrad", lambda p: optim.AdamW(p, lr=0.1, weight_decay=0.2, amsgrad=True)),
    ("Adamax", lambda p: optim.Adamax(p, lr=0.1)),
    ("RMSprop", lambda p: optim.RMSprop(p, lr=0.1)),
    ("RMSprop centered", lambda p: optim.RMSprop(p, lr=0.1, alpha=0.9, centered=True)),
    ("RMSprop momentum", lambda p: optim.RMSprop(p, lr=0.05, momentum=0.5, weight_decay=0.1)),
    ("Adagrad", lambda p: optim.Adagrad(p, lr=0.5)),
    ("Adagrad decay", lambda p: optim.Adagrad(p, lr=0.5, lr_decay=0.1, weight_decay=0.1)),
    ("Adadelta", lambda p: optim.Adadelta(p, rho=0.8)),
):
    w = torch.tensor([[2.0, -3.0], [0.5, 1.0]], requires_grad=True)
    b = torch.tensor(1.0, requires_grad=True)
    optimizer = make([w, b])
    for _ in range(6):
        optimizer.zero_grad()
        loss = ((w * b).sin() + 0.1 * w**2).sum()
        loss.backward()
        optimizer.step()
    print(name, f"{loss.item():.4f}")
    print(w.data, b.data)
    print(sorted(optimizer.state_dict()["state"][0]))

adam = optim.Adam([torch.zeros(2, requires_grad=True)])
adam.param_groups[0]["params"][0].grad = torch.tensor([0.5, -2.0])
adam.step()
for key, value in adam.state_dict()["state"][0].items():
    print(key, value)
