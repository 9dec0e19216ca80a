"""Tensors in dataclasses, generators, closures, decorators and other Python."""

import functools
import itertools
from collections import defaultdict, namedtuple
from dataclasses import dataclass, field

import torch


@dataclass
class Parameter:
    name: str
    value: torch.Tensor
    history: list = field(default_factory=list)

    def step(self, rate):
        self.history.append(round(self.value.item(), 3))
        with torch.no_grad():
            self.value -= rate * self.value.grad
        self.value.grad = None


class Value:
    """A number with operators of its own, around a tensor."""

    def __init__(self, data):
        self.t = torch.as_tensor(data, dtype=torch.float32).requires_grad_()

    def __mul__(self, other):
        return self.t * other.t

    def __repr__(self):
        return f"Value({self.t.item()})"


def descend(function, start, rate):
    """Yields points for ever."""
    p = Parameter("p", torch.tensor(start, requires_grad=True))
    while True:
        function(p.value).backward()
        p.step(rate)
        yield p


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


@counted
def parabola(x, *, shift=1.0):
    """(x - shift)²"""
    return (x - shift) ** 2


for p in itertools.islice(descend(parabola, 4.0, 0.25), 4):
    pass
print(p.history, p.name, parabola.calls, parabola.__doc__)
print(p)
a, b = Value(2), Value(3.5)
(a * b).backward()
print(a, b, a.t.grad, b.t.grad)

compose = lambda *fs: functools.reduce(lambda f, g: lambda x: g(f(x)), fs)  # noqa: E731
x = torch.tensor(0.5, requires_grad=True)
y = compose(torch.sin, torch.exp, lambda t: t * 3)(x)
y.backward()
print(y, x.grad)

Point = namedtuple("Point", "x y")
point = Point(torch.tensor(1.0), torch.tensor([2.0]))
print(point)
groups = defaultdict(list)
for i, t in enumerate(torch.arange(5)):
    groups[bool(t % 2)].append(i)
print(dict(groups))
powers = [(lambda x, n=n: x**n) for n in range(3)]
print([f(torch.tensor(3.0)).item() for f in powers], functools.reduce(torch.add, [x, x, x]).item())
match torch.tensor([1, 2]).tolist():
    case [first, *rest]:
        print(first, rest)
print(torch.tensor(2) if (n := len(groups)) > 1 else None, n)
