import matplotlib.pyplot as plt

fig, axes = plt.subplots(3, 2, figsize=(8, 8))
axes[0, 0].plot([0, 1, 2], [1e7, 2.5e7, 4e7])
axes[0, 1].plot([0, 1e-6, 2e-6], [0.001, 0.002, 0.004])
axes[1, 0].plot([100000, 100001, 100002], [3.00001, 3.00002, 3.00004])
axes[1, 1].plot([5], [5], "o")
axes[2, 0].plot([])
axes[2, 1].plot([1, 2, 3], [2, 2, 2])
axes[2, 1].invert_yaxis()
axes[2, 1].set_xlim(left=0)
plt.show()
