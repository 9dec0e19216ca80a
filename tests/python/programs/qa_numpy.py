"""Going to NumPy and back."""

import torch, numpy as np
a = np.array([1, 2, 3]); t = torch.from_numpy(a); np.add(a, 1, out=a); print(a, t)
t[0] = 50; print(a, t.dtype)
x = torch.ones(3); print(x.numpy().dtype, np.asarray(x), np.array(x), np.sum(x.numpy()), np.mean(np.array([1., 2.])))
y = torch.tensor(np.float64(2.5)); print(y, y.dtype, torch.tensor(np.array([1., 2.], dtype=np.float32)), torch.as_tensor(a))
print(torch.tensor(a, dtype=torch.float32), torch.Tensor(a), np.sqrt(torch.tensor([4., 9.])) if False else '')
print(torch.ones(2, requires_grad=True).detach().cpu().numpy(), torch.tensor(3.).numpy(), type(torch.tensor(3.).numpy()), torch.tensor(3.).item())
m = np.random.RandomState(0).rand(2, 2); print(torch.from_numpy(m) @ torch.from_numpy(m).T, torch.from_numpy(m).float())
print(np.allclose(torch.ones(2).numpy(), np.ones(2)), torch.ones(2).tolist(), isinstance(torch.ones(1).numpy(), np.ndarray))
print(torch.tensor([np.array([1, 2]), np.array([3, 4])]) if False else torch.tensor(np.array([[1, 2], [3, 4]])))
print(torch.from_numpy(np.arange(6).reshape(2, 3)).float().mean(0), torch.linspace(0, 1, 3).numpy())
try: torch.from_numpy([1, 2])
except TypeError as e: print(e)
z = torch.zeros(2); z += torch.from_numpy(np.ones(2)); print(z)
print((torch.ones(2) + np.ones(2)).dtype if False else '', torch.ones(2) * np.float32(2), np.float64(2) * torch.ones(2), torch.ones(2) * np.array(3))
print(np.c_[np.array([1, 2]), np.array([3, 4])], np.r_[1, 2, np.array([3])], np.stack([x.numpy(), x.numpy()]))
