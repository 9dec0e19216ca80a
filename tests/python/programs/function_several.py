"""Functions with several inputs and outputs, with other arguments, and with None for a gradient."""

import torch


class PolarToPlane(torch.autograd.Function):
    @staticmethod
    def forward(ctx, radius, angle):
        x, y = radius * angle.cos(), radius * angle.sin()
        ctx.save_for_backward(radius, angle)
        return x, y

    @staticmethod
    def backward(ctx, grad_x, grad_y):
        radius, angle = ctx.saved_tensors
        grad_radius = grad_x * angle.cos() + grad_y * angle.sin()
        grad_angle = radius * (grad_y * angle.cos() - grad_x * angle.sin())
        return grad_radius, grad_angle


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor, note="no note"):
        ctx.factor = factor
        ctx.note = note
        return x * factor

    @staticmethod
    def backward(ctx, grad):
        print("note:", ctx.note)
        return grad * ctx.factor, None, None


r = torch.tensor(2.0, requires_grad=True)
a = torch.tensor(0.5, requires_grad=True)
x, y = PolarToPlane.apply(r, a)
print(x, y)
print(x.grad_fn is y.grad_fn, x.output_nr, y.output_nr)
(x + 3 * y).backward()
print(r.grad, a.grad)

# An output that nobody uses sends zeros.
r.grad = a.grad = None
x, y = PolarToPlane.apply(r, a)
x.backward()
print(r.grad, a.grad)

v = torch.tensor([1.0, 2.0], requires_grad=True)
Scale.apply(v, 3.0, "thrice").sum().backward()
print(v.grad)
Scale.apply(v, 0.5).sum().backward()
print(v.grad)
