import matplotlib.pyplot as plt
import numpy as np

X, Y = np.meshgrid(np.linspace(-3, 3, 50), np.linspace(-2, 2, 40))
Z = np.sin(X) * np.cos(Y)
fig, (a, b) = plt.subplots(1, 2, figsize=(10, 4), sharey=True)
lines = a.contour(X, Y, Z)
a.clabel(lines)
mesh = b.pcolormesh(X, Y, Z, cmap="RdBu", shading="auto")
plt.colorbar(mesh, ax=b, orientation="horizontal")
b.set_title(r"$\sin(x)\cos(y)$")
plt.show()
