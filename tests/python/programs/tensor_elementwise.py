"""Functions of single elements with their slopes."""

import torch
import torch.nn.functional as F

x = torch.tensor([-1.2, -0.2, 0.3, 0.9])
for name in (
    "exp sin cos tan tanh sigmoid sinh cosh atan asinh erf expm1 square abs neg sign floor ceil "
    "round trunc frac exp2 deg2rad reciprocal relu"
).split():
    t = x.clone().requires_grad_()
    y = getattr(torch, name)(t)
    y.sum().backward()
    print(
        name,
        y.detach().tolist() if name in ("abs", "neg", "relu") else y.detach(),
        t.grad,
        y.grad_fn.name(),
    )

positive = torch.tensor([0.25, 1.0, 4.0], requires_grad=True)
for name in "log log2 log10 log1p sqrt rsqrt".split():
    positive.grad = None
    y = getattr(positive, name)()
    y.sum().backward()
    print(name, y.detach(), positive.grad)

for name in (
    "silu gelu softplus elu selu celu softsign logsigmoid mish hardswish hardsigmoid relu6 "
    "tanhshrink"
).split():
    t = x.clone().requires_grad_()
    y = getattr(F, name)(t)
    y.sum().backward()
    print(name, y, t.grad)

a, b = torch.tensor([1.0, 2.0]), torch.tensor([3.0, -2.0])
print(torch.atan2(a, b), torch.fmod(b, a), torch.remainder(b, a), torch.pow(a, b))
print(
    torch.lerp(a, b, 0.5),
    torch.addcmul(a, a, b, value=2),
    torch.clamp(b, min=0),
    2**a,
    1 - a,
    6 / a,
)
print(
    torch.div(b, a, rounding_mode="floor"),
    torch.div(b, a, rounding_mode="trunc"),
    torch.true_divide(a, 4),
)
