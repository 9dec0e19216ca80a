"""Optimizers on the same function."""

import torch
def rosen(p): return (1 - p[0])**2 + 100 * (p[1] - p[0]**2)**2
for name, make in [('SGD', lambda p: torch.optim.SGD(p, lr=1e-4)), ('Momentum', lambda p: torch.optim.SGD(p, lr=1e-4, momentum=0.9)),
    ('Nesterov', lambda p: torch.optim.SGD(p, lr=1e-4, momentum=0.9, nesterov=True)), ('Adam', lambda p: torch.optim.Adam(p, lr=0.05)),
    ('AdamW', lambda p: torch.optim.AdamW(p, lr=0.05)), ('RMSprop', lambda p: torch.optim.RMSprop(p, lr=0.01)), ('Adagrad', lambda p: torch.optim.Adagrad(p, lr=0.1)),
    ('Adadelta', lambda p: torch.optim.Adadelta(p)), ('Adamax', lambda p: torch.optim.Adamax(p, lr=0.05)), 
    ('RAdam', lambda p: torch.optim.RAdam(p, lr=0.05)), ('Rprop', lambda p: torch.optim.Rprop(p)), ('ASGD', lambda p: torch.optim.ASGD(p, lr=1e-4))]:
    p = torch.tensor([-1.5, 2.0], dtype=torch.float64, requires_grad=True)
    opt = make([p])
    for _ in range(25):
        opt.zero_grad(); loss = rosen(p); loss.backward(); opt.step()
    print(f"{name:10s} {p.detach().numpy()} {loss.item():.6f}")
