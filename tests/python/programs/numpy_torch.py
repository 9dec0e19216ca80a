"""From tensors to arrays and back: shared memory, dtypes, and what needs detach()."""

import numpy as np
import torch

x = torch.linspace(-2, 2, 5, requires_grad=True)
y = x**2
y.sum().backward()
print(x.detach().numpy(), y.detach().numpy(), x.grad.numpy(), repr(x.grad.numpy()))
try:
    x.numpy()
except RuntimeError as error:
    print(error)
try:
    np.array(y)
except RuntimeError as error:
    print(error)

t = torch.zeros(3)
a = t.numpy()
a[0] = 7
t[1] = 8
print(t, a, a.dtype, t.numpy().shape)

b = np.arange(3)
u = torch.from_numpy(b)
u += 10
b[0] = -1
print(b, u, u.dtype, torch.tensor(b) is u)
v = torch.tensor(b)
b[1] = 99
print(v, u)

w = torch.tensor(np.array([0.5, 1.5]))
print(w, w.dtype, torch.tensor(np.float64(2.0)), torch.tensor(np.float32(2.0)).dtype)
print(torch.from_numpy(np.array([[1.0, 2.0]], dtype=np.float32)), torch.as_tensor(b).dtype)
print(np.float64(2) * torch.ones(2), torch.ones(2) * np.float64(3), torch.tensor(5.0).item())

weights = torch.tensor([1.0, -2.0], requires_grad=True)
data = np.array([[1.0, 2.0], [3.0, 4.0]], dtype=np.float32)
loss = (torch.from_numpy(data) @ weights).pow(2).sum()
loss.backward()
numeric = 2 * data.T @ (data @ np.array([1.0, -2.0], dtype=np.float32))
print(loss, weights.grad, numeric, np.allclose(weights.grad.numpy(), numeric))
print(y.detach().numpy().max(), np.mean(y.detach().numpy()), np.asarray(x.grad).tolist())
