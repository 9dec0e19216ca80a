"""Types: defaults, promotion, conversion, and what integers can't do."""

import torch

for value in (1, 1.0, True, [1, 2.5], [True, 2], 1e300):
    print(value, torch.tensor(value).dtype)
print(torch.tensor([1, 2]) + 1.5, (torch.tensor([1, 2]) + 1).dtype)
i, f = torch.tensor([7]), torch.tensor([2.0])
d, b = f.double(), torch.tensor([True])
print((i + f).dtype, (f + d).dtype, (b + i).dtype, (b + b).dtype, (i / i).dtype, (i // 2).dtype)
print((torch.tensor(2.0, dtype=torch.float64) * f).dtype, (i * 2.0).dtype, (b * 1.5).dtype)
print(
    i / 2, i // 2, i % 4, -i // 2, -i % 4, i**2, torch.tensor([7.5]) // 2, torch.tensor([-7.5]) % 2
)
print(torch.result_type(i, 1.0), torch.promote_types(torch.int64, torch.float32))
print(torch.can_cast(torch.float32, torch.int64), torch.can_cast(torch.int64, torch.float32))
print(f.long(), d.float(), i.bool(), i.to(torch.float64), i.type(torch.float32), i.type())
print(torch.tensor([1.9, -1.9]).long(), torch.tensor([0.0, 0.1]).bool(), b.float())
print(f.is_floating_point(), i.is_floating_point(), f.element_size(), torch.float32, f.dtype)
print(torch.get_default_dtype(), torch.finfo(torch.float32).eps, torch.iinfo(torch.int64).max)

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x.double() * torch.tensor([3.0, 4.0], dtype=torch.float64)
y.sum().backward()
print(y, x.grad, sep="\n")
for attempt in (
    lambda: torch.tensor([1, 2], requires_grad=True),
    lambda: torch.tensor([1, 2]).requires_grad_(),
    lambda: torch.tensor([1, 2]).mean(),
    lambda: torch.tensor([1, 2]).add_(0.5),
    lambda: torch.ones(2) @ torch.ones(2).double(),
    lambda: torch.tensor([True]) - torch.tensor([True]),
):
    try:
        print(attempt())
    except RuntimeError as fault:
        print(fault)
