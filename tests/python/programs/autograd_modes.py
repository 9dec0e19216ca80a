"""Grad modes: as context managers, decorators and switches."""

import torch

x = torch.tensor(1.0, requires_grad=True)


@torch.no_grad()
def doubled(value):
    """Doubles."""
    return value * 2


@torch.enable_grad()
def tripled(value):
    return value * 3


@torch.inference_mode()
def squared(value):
    return value**2


print(doubled.__name__, doubled.__doc__, doubled(x))
with torch.no_grad():
    print(tripled(x))
print(squared(x), squared(x).is_inference())

for on in True, False:
    with torch.set_grad_enabled(on):
        print(on, torch.is_grad_enabled(), (x * 2).requires_grad)
torch.set_grad_enabled(False)
print((x * 2).requires_grad)
torch.set_grad_enabled(True)
print((x * 2).requires_grad)

try:
    with torch.no_grad():
        raise ValueError("inside")
except ValueError as fault:
    print(fault, torch.is_grad_enabled())

with torch.inference_mode():
    frozen = x * 2
    print(torch.is_inference_mode_enabled(), frozen)
try:
    (frozen * x).backward()
except RuntimeError as fault:
    print(fault)


@torch.no_grad()
def numbers():
    for i in range(2):
        yield torch.is_grad_enabled()


print([(inner, torch.is_grad_enabled()) for inner in numbers()])
