"""A network of one hidden layer in numpy, its gradients by hand, held against autograd's."""

import numpy as np
import torch

rng = np.random.RandomState(7)
x = rng.randn(16, 3)
y = (x[:, :1] * x[:, 1:2] > 0).astype(float)
w1, b1 = rng.randn(3, 8) * 0.5, np.zeros(8)
w2, b2 = rng.randn(8, 1) * 0.5, np.zeros(1)


def forward():
    hidden = np.maximum(x @ w1 + b1, 0)
    return hidden, 1 / (1 + np.exp(-(hidden @ w2 + b2)))


def gradients():
    hidden, out = forward()
    d_out = (out - y) / len(x)
    d_hidden = (d_out @ w2.T) * (hidden > 0)
    return x.T @ d_hidden, d_hidden.sum(axis=0), hidden.T @ d_out, d_out.sum(axis=0)


def loss():
    _, out = forward()
    return -np.mean(y * np.log(out) + (1 - y) * np.log(1 - out))


tensors = [torch.tensor(part, requires_grad=True) for part in (w1, b1, w2, b2)]
hidden = torch.relu(torch.tensor(x) @ tensors[0] + tensors[1])
out = torch.sigmoid(hidden @ tensors[2] + tensors[3])
target = torch.tensor(y)
cost = -(target * out.log() + (1 - target) * (1 - out).log()).mean()
cost.backward()
print(f"{cost.item():.8f} {loss():.8f}")
for mine, tensor in zip(gradients(), tensors):
    print(mine.shape, np.allclose(mine, tensor.grad.numpy()), f"{np.linalg.norm(mine):.6f}")

for step in range(200):
    for part, change in zip((w1, b1, w2, b2), gradients()):
        part -= 0.5 * change
    if step % 50 == 0:
        print(step, f"{loss():.6f}")
_, out = forward()
print(f"{loss():.6f}", ((out > 0.5) == y).mean(), (out > 0.5).astype(int).ravel())
