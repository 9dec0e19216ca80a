"""Formats: f-strings of all kinds, tables, joins."""

import math

import torch

loss = torch.tensor(0.123456)
epoch = torch.tensor(3)
print(
    f"{loss.item():.4f} | {loss:.3f} | {loss:10.4f} | {loss:<10.2f}| {loss:e} | {loss:.1%}",
    f"{epoch:03d} | {epoch}",
)
print(f"{loss.item()=:.3f} {epoch.item()!r:>5}")
print("loss %.4f at %d, %s" % (loss, epoch, torch.tensor([1.0])))
print("{:.2f} {:>6} {}".format(loss, epoch.item(), torch.tensor([0.5, 0.25])))
print("epoch", epoch, "loss", loss, sep="\t")
print(epoch.item(), loss.item() > 0.1, end=" <-\n")
for x in torch.linspace(0, math.pi, 3):
    print(f"{x:6.3f} {math.sin(x):6.3f} {torch.sin(x).item():6.3f}".replace("-0.000", " 0.000"))
print(", ".join(f"{v:.1f}" for v in torch.tensor([1.0, 2.5]).tolist()))
print(", ".join(str(v) for v in torch.tensor([1, 2])))
print(
    str(torch.tensor([1.0])) + "!",
    repr(torch.float32),
    str(torch.tensor(1.0).device),
    torch.Size([2]),
)
print(
    f"{str(torch.tensor([True])):>20}",
    f"{torch.tensor([1, 2])}",
    f"{torch.tensor(True)}",
    f"{torch.tensor(2.5, requires_grad=True)}",
)
print(*torch.tensor([1, 2]), *torch.tensor([0.5]).tolist())
