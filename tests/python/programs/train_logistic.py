"""Logistic regression by hand: the gradient of autograd against the formula, then training."""

import torch

torch.manual_seed(0)
x = torch.cat([torch.randn(40, 2) + 2, torch.randn(40, 2) - 2])
y = torch.cat([torch.ones(40), torch.zeros(40)])
w = torch.zeros(2, requires_grad=True)
b = torch.zeros(1, requires_grad=True)


def predict(inputs):
    return torch.sigmoid(inputs @ w + b)


def loss_of(p):
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()


p = predict(x)
loss = loss_of(p)
loss.backward()
print(f"{loss.item():.4f}", torch.allclose(w.grad, x.t() @ (p - y) / len(y), atol=1e-6))
for epoch in range(50):
    w.grad = b.grad = None
    loss = loss_of(predict(x))
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
        b -= 0.1 * b.grad
    if epoch % 10 == 9:
        print(f"epoch {epoch + 1}: {loss.item():.4f}")
accuracy = ((predict(x) > 0.5) == y.bool()).float().mean()
print(f"accuracy {accuracy:.2f}", w, b)
