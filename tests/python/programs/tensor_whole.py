import torch

# What no integer holds is refused in a list and becomes the smallest one in a cast.
for bad in (float("nan"), [1, float("inf")], 1e20):
    try:
        torch.tensor(bad, dtype=torch.int64)
    except RuntimeError as error:
        print(error)
print(torch.tensor([float("nan"), 2.5, -1e30]).long())
print(torch.tensor([2**53 - 1, 3]), torch.tensor([True, 2.9], dtype=torch.int64))
