import matplotlib.pyplot as plt

n = 80
x = [((i * 37) % n) / n * 6 - 3 for i in range(n)]
y = [((i * 53) % n) / n * 4 - 2 for i in range(n)]
z = [a * a + b * b for a, b in zip(x, y)]
fig, ax = plt.subplots(figsize=(6, 4))
points = ax.scatter(x, y, c=z, s=[20 + 6 * v for v in z], cmap="plasma", alpha=0.8)
fig.colorbar(points, ax=ax, label="squared distance")
ax.scatter([0], [0], marker="*", s=200, color="red", edgecolors="k", label="minimum")
ax.set(xlabel="u", ylabel="v", title="Points")
ax.legend(loc="lower right")
plt.show()
