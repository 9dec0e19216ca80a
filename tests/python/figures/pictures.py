import matplotlib.pyplot as plt
import numpy as np

grid = np.outer(np.linspace(-1, 1, 6), np.linspace(-1, 1, 8))
fig, axes = plt.subplots(1, 3, figsize=(10, 3))
image = axes[0].imshow(grid, cmap="coolwarm", vmin=-1, vmax=1)
for i in range(6):
    axes[0].text(2, i, f"{grid[i, 2]:.1f}", ha="center", va="center", color="w", fontsize=8)
fig.colorbar(image, ax=axes[0])
axes[1].imshow(grid > 0, cmap="gray", origin="lower", extent=[0, 4, 0, 3], aspect="auto")
colors = np.zeros((4, 4, 3))
colors[..., 0] = np.linspace(0, 1, 4)
colors[..., 2] = np.linspace(0, 1, 4)[:, None]
axes[2].imshow(colors)
axes[2].axis("off")
axes[2].set_title("Colours")
plt.show()
