"""Which methods change their tensor, which functions do, and numbers that are scattered."""

import torch

for name in "sum_ mean_ max_ clone_ sort_ softmax_ matmul_ flip_ maximum_ prelu_".split():
    print(name, hasattr(torch.Tensor, name))
for name in "add_ mul_ max_ clamp_ exp_ relu_ zero_ fill_ scatter_".split():
    print(name, hasattr(torch.Tensor, name), hasattr(torch, name))


def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).splitlines()[0])


def numbers():
    return torch.tensor([6, 5, 4])


attempt(lambda: numbers().bitwise_and_(3))
attempt(lambda: numbers().bitwise_xor_(torch.tensor([3, 1, 4])))
attempt(lambda: torch.tensor([1.5, 2.0]).bitwise_or_(1))
attempt(lambda: torch.tensor([True, False]).bitwise_not_())
attempt(lambda: torch.tensor([1.5, 0.0]).logical_not_())
attempt(lambda: torch.tensor([1.5, 0.0]).logical_or_(torch.tensor([0.0, 0.0])))
attempt(lambda: torch.tensor([1.5, 0.0]).logical_and_(1))
attempt(lambda: torch.tensor([1.5, 0.0]).gt_(1))
attempt(lambda: torch.zeros(2, 3).swapaxes_(0, 1).shape)
attempt(lambda: torch.exp_(torch.zeros(2)))

x = torch.ones(2, 3, requires_grad=True)
places = torch.tensor([[0, 2], [1, 0]])
source = torch.tensor([[1.0, 2.0, 5.0], [3.0, 4.0, 6.0]])
attempt(lambda: x.scatter(1, places, 7))
attempt(lambda: x.scatter(1, places, value=2.5))
attempt(lambda: x.scatter(dim=1, index=places, src=source))
attempt(lambda: (x * 1).scatter_(1, places, 2.0))
attempt(lambda: torch.scatter(x, 1, places, 3))
attempt(lambda: torch.zeros(2, 3, dtype=torch.int64).scatter(1, places, True))
attempt(lambda: x.scatter(1, places + 2, 1.0))
(x * 2).scatter(1, places, 5.0).sum().backward()
print(x.grad)
