"""Comparisons, logic, and the difference between equal tensors and equal elements."""

import torch

a, b = torch.tensor([1, 2, 3]), torch.tensor([3, 2, 1])
print(a == b, a != b, a < b, a <= b, a > 2, 2 >= a, sep="\n")
print(torch.equal(a, b), torch.equal(a, a.clone()), torch.eq(a, b), a is a.clone())
print(
    a.eq(2),
    a.lt(b),
    a.ge(b),
    torch.allclose(a.float(), a + 1e-9),
    torch.isclose(a.float(), b.float()),
)
p, q = a > 1, b > 1
print(
    p & q,
    p | q,
    p ^ q,
    ~p,
    torch.logical_and(p, q),
    torch.logical_not(p),
    p.logical_xor(q),
    sep="\n",
)
print(a & 1, a | 4, a ^ b, ~a, a << 1, a >> 1)
print(
    bool(torch.tensor(0)),
    bool(torch.tensor([0.5])),
    not torch.tensor(0.0),
    bool(torch.tensor([[True]])),
)
if (a == b).any() and not (a == b).all():
    print("some")
print(torch.tensor(2) in a, 5 in a, 2 in [1, torch.tensor(2)])
print(torch.tensor(3) > 2, max(torch.tensor(1), torch.tensor(5)), sorted(torch.tensor([3, 1, 2])))
print(hash(a) == hash(a), len({a, a, b}), a.tolist() == [1, 2, 3], a == None)  # noqa: E711
print(
    torch.tensor(float("nan")) == torch.tensor(float("nan")),
    torch.tensor(0.1) == 0.1,
    torch.tensor(0.5) == 0.5,
)
print(torch.where(p, a, b), torch.flip(b, [0]))
