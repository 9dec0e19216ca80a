"""Changes in place: version counters, and when a backward pass can't use what it saved."""

import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)

a = torch.ones(2)
print(a._version)
a += 1
a.mul_(3)
a[0] = 10
print(a, a._version)

y = x * 2
y += 1
y *= 5
print(y)
y.sum().backward()
print(x.grad)

for name, spoil in {
    "exp saves its result": lambda: x.exp(),
    "sigmoid saves its result": lambda: x.sigmoid(),
    "tanh saves its result": lambda: x.tanh(),
    "sin saves its input": lambda: (x * 1).sin(),
    "addition saves nothing": lambda: x + 1,
    "relu saves its result": lambda: x.relu(),
}.items():
    result = spoil()
    result.add_(1)
    try:
        result.sum().backward()
        print(name, "- works")
    except RuntimeError as fault:
        print(name, "-", fault)

base = x * 1
result = base**2
base.zero_()
try:
    result.sum().backward()
except RuntimeError as fault:
    print(str(fault).split(" Hint")[0])

base = x * 1
result = base * 2
base.zero_()
result.sum().backward()
print("a number was saved - works")
