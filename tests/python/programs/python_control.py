"""The graph follows Python: branches, loops, recursion, early returns."""

import torch


def piecewise(x):
    if x < 0:
        return -x
    if x < 1:
        return x**2
    return 2 * x - 1


for value in (-2.0, 0.5, 3.0):
    x = torch.tensor(value, requires_grad=True)
    y = piecewise(x)
    y.backward()
    print(value, y, x.grad)


def power(x, n):
    return torch.ones_like(x) if n == 0 else x * power(x, n - 1)


x = torch.tensor(2.0, requires_grad=True)
power(x, 5).backward()
print(x.grad)

x = torch.tensor(0.3, requires_grad=True)
y, steps = x, 0
while y < 10:
    y = y * 2 + 0.1
    steps += 1
y.backward()
print(steps, x.grad.item() == 2**steps)

total = torch.zeros(())
weights = torch.tensor([0.5, 1.5, -1.0], requires_grad=True)
for i, w in enumerate(weights):
    if i == 1:
        continue
    total = total + w * i
total.backward()
print(total, weights.grad)

fibonacci = [torch.tensor(1.0, requires_grad=True), torch.tensor(1.0, requires_grad=True)]
for _ in range(6):
    fibonacci.append(fibonacci[-1] + fibonacci[-2])
fibonacci[-1].backward()
print(fibonacci[-1].item(), [f.grad for f in fibonacci[:2]])
try:
    for i in itertools.count():  # noqa: F821
        pass
except NameError as fault:
    print(type(fault).__name__)
finally:
    print("finally")
