"""Ways to import, and what the modules say of themselves."""

import torch as t
import torch.autograd as autograd
import torch.nn.functional
from torch import Tensor, float32, nn, optim, tensor
from torch.autograd import Function, Variable, grad
from torch.nn import functional as F

print(t.__name__, autograd.__name__, nn.__name__, F.__name__, optim.__name__)
print(type(tensor(1.0)) is Tensor, isinstance(tensor(1.0), Tensor), tensor(1.0).dtype is float32)
x = Variable(tensor([2.0]), requires_grad=True)
print(x, grad(x.pow(3), x)[0], issubclass(type("Mine", (Function,), {}), Function))
print(
    F.relu is t.nn.functional.relu,
    callable(t.relu),
    t.float is t.float32,
    t.long is t.int64,
    t.double,
)
print(
    t.__version__.split(".")[0].isdigit(),
    t.cuda.is_available(),
    t.device("cpu"),
    t.is_grad_enabled(),
)
device = t.device("cuda" if t.cuda.is_available() else "cpu")
print(tensor([1.0]).to(device), tensor([1.0], device=device).device, tensor(1.0).cpu(), device.type)
print(
    tensor(1.0).is_cuda,
    hasattr(t, "sin"),
    hasattr(t, "no_such_thing"),
    getattr(t, "sin")(tensor(0.0)),
)


def norm(v: Tensor, p: float = 2.0) -> Tensor:
    return (v.abs() ** p).sum() ** (1 / p)


print(norm(tensor([3.0, 4.0])), norm.__annotations__["v"])
