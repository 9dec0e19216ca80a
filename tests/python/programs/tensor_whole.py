import torch

# What no integer holds is refused in a list and becomes the smallest one in a cast.
for bad in (float("nan"), [1, float("inf")], 1e20):
    try:
        torch.tensor(bad, dtype=torch.int64)
    except RuntimeError as error:
        print(error)
print(torch.tensor([float("nan"), 2.5, -1e30]).long())
print(torch.tensor([2**53 - 1, 3]), torch.tensor([True, 2.9], dtype=torch.int64))
whole, small = torch.tensor([1, 2]), torch.zeros(2)
for change in (
    lambda: whole.fill_(float("inf")),
    lambda: whole.__setitem__(0, float("nan")),
    lambda: whole.__setitem__(slice(None), 1e30),
    lambda: small.fill_(1e39),
    lambda: small.__setitem__(torch.tensor([0]), 1e39),
    lambda: small.requires_grad_().fill_(1e39),
):
    try:
        change()
    except RuntimeError as error:
        print(error)
print(whole, small)
