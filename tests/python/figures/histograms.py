import matplotlib.pyplot as plt

a = [((i * 7919) % 1009) / 1009 + ((i * 104729) % 997) / 997 for i in range(600)]
b = [0.5 + v * 0.6 for v in a]
fig, axes = plt.subplots(2, 2, figsize=(8, 6))
counts, edges, patches = axes[0, 0].hist(a, bins=20)
axes[0, 0].axvline(sum(a) / len(a), color="k", linestyle="--")
axes[0, 1].hist([a, b], bins=8, label=["a", "b"])
axes[0, 1].legend()
axes[1, 0].hist(a, bins=15, density=True, histtype="step", color="C3")
axes[1, 0].hist(b, bins=15, density=True, alpha=0.4, color="C2")
axes[1, 1].hist([a, b], bins=10, stacked=True, orientation="horizontal", cumulative=True)
plt.show()
