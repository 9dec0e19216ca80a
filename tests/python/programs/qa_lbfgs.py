"""L-BFGS, with and without a line search."""

import torch
x = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
opt = torch.optim.LBFGS([x], lr=1, max_iter=20)
def closure():
    opt.zero_grad()
    loss = (1 - x[0])**2 + 100 * (x[1] - x[0]**2)**2
    loss.backward()
    return loss
for i in range(3):
    loss = opt.step(closure)
    print(i, f"{loss.item():.6f}", x.detach().numpy().round(4))

x = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
opt = torch.optim.LBFGS([x], lr=1, max_iter=10, line_search_fn='strong_wolfe')
def closure():
    opt.zero_grad()
    loss = (1 - x[0])**2 + 100 * (x[1] - x[0]**2)**2
    loss.backward()
    return loss
for i in range(3):
    loss = opt.step(closure)
    print(i, f"{loss.item():.6f}", x.detach().numpy().round(4))
