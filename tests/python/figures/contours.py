import matplotlib.pyplot as plt
import numpy as np

u = np.linspace(-2, 2, 41)
v = np.linspace(-1.5, 1.5, 31)
U, V = np.meshgrid(u, v)
Z = U**2 + 3 * V**2 + U * V
path = [(1.8, 1.2)]
for _ in range(15):
    a, b = path[-1]
    path.append((a - 0.12 * (2 * a + b), b - 0.12 * (6 * b + a)))
plt.figure(figsize=(7, 5))
plt.contourf(U, V, Z, levels=12, cmap="Blues")
plt.colorbar(label="f(u, v)")
plt.contour(U, V, Z, levels=[0.5, 2, 5], colors="k", linewidths=1)
plt.plot(*zip(*path), "o-", color="C1", label="descent", ms=4)
g = np.linspace(-2, 2, 9), np.linspace(-1.5, 1.5, 7)
X, Y = np.meshgrid(*g)
plt.quiver(X, Y, -(2 * X + Y), -(6 * Y + X), color="C3", alpha=0.7)
plt.xlabel("$u$")
plt.ylabel("$v$")
plt.legend()
plt.show()
