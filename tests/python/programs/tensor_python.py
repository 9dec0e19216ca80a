"""Tensors among Python's numbers, lists, loops and format strings."""

import copy
import math

import torch

x = torch.tensor(3.14159)
v = torch.tensor([1.5, 2.5, 3.5])
print(x.item(), type(x.item()), float(x), int(x), bool(x), round(x.item(), 2))
print(f"{x.item():.4f}", f"{x:.2f}", f"{x}", f"{x!r}", str(x), repr(x), "{:.1e}".format(x))
print(
    "%.2f" % x,
    "%d" % torch.tensor(7),
    f"{v}",
    f"{v.tolist()}",
    f"{torch.tensor(5):>4d}|",
    f"{x:8.3f}|",
)
print(len(v), list(v), [e.item() for e in v], tuple(v)[1], v.tolist(), torch.tensor(2).tolist())
for index, element in enumerate(v):
    print(index, element)
for row in torch.arange(4).view(2, 2):
    print(row, sum(row))
a, b, c = v
print(a + b + c, sum(v), sum([a, b]), max(v), min(v).item(), abs(-v), -v, +v, v.flip(0))
print(
    math.sqrt(torch.tensor(16.0)),
    math.floor(x),
    [10, 20, 30][torch.tensor(1)],
    range(torch.tensor(3)),
)
print(2 * x, 2 + v, 1 - v, 1 / v, 2**v, v**2, v // 2, 7 % torch.tensor(4), divmod(7, 2))
d = {"loss": x, "steps": torch.tensor([1, 2])}
print(d)
print([x, v], (x,), {"a": [v]})
w = torch.ones(2, requires_grad=True)
print([w, w * 2])
deep = copy.deepcopy(w)
print(deep, deep is w, deep.is_leaf)
print(copy.copy(v) is v, v.clone().equal(v))
try:
    copy.deepcopy(w * 2)
except RuntimeError as fault:
    print(str(fault).split("\n")[0][:70])
print(list(zip(torch.arange(2), "ab")), list(map(float, v)), any(v > 3), all(v > 3))
print(
    [*v][0], list(reversed(v)), v.__len__(), isinstance(v.shape, tuple), x.numel(), v.element_size()
)
print(type(v), v.__class__.__name__, torch.typename(v), v.dtype, v.device, v.layout)
s = torch.tensor([0.1, 0.2])
s[0] += 1
print(s, s.tolist()[0] == 1.1, s.double().tolist()[0] == 1.1)
