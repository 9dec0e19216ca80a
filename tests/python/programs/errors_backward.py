"""What PyTorch says when a backward pass can't be done, word for word."""

import torch


def attempt(action):
    try:
        print("no fault:", action())
    except Exception as fault:
        # One release forgot a blank.
        print(f"{type(fault).__name__}: {fault}".replace("typefloat", "type float"))


def twice():
    x = torch.tensor(2.0, requires_grad=True)
    y = x**2
    y.backward()
    y.backward()


def second_grad():
    x = torch.tensor(2.0, requires_grad=True)
    y = x.exp()
    torch.autograd.grad(y, x)
    torch.autograd.grad(y, x)


x = torch.tensor([1.0, 2.0], requires_grad=True)
attempt(twice)
attempt(second_grad)
attempt(lambda: (x * 2).backward())
attempt(lambda: torch.autograd.grad(x * 2, x))
attempt(lambda: torch.tensor(2.0).backward())
attempt(lambda: (x.detach() * 2).sum().backward())
attempt(lambda: x.sum().backward(torch.ones(3)))
attempt(lambda: x.sum().backward(2.0))
attempt(lambda: torch.autograd.grad(x.sum(), torch.tensor(1.0)))
attempt(lambda: torch.autograd.grad(x.sum(), torch.tensor(1.0, requires_grad=True)))
attempt(lambda: torch.autograd.grad(x.sum(), []))
attempt(lambda: (x > 1).sum().backward())
attempt(lambda: x.argmax().backward())
attempt(lambda: x.numpy())
attempt(lambda: (x * 2).numpy())
attempt(lambda: x.detach().numpy().tolist())
attempt(lambda: setattr(x, "grad", torch.ones(3)))
attempt(lambda: setattr(x, "grad", 1.0))
attempt(lambda: setattr(x, "grad", torch.ones(2)))
attempt(lambda: (x * 2).retain_grad())
attempt(lambda: torch.ones(1).retain_grad())
