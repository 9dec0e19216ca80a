import matplotlib.pyplot as plt
import numpy as np

names = ["relu", "tanh", "sigmoid", "linear"]
before, after = [0.31, 0.42, 0.58, 0.2], [0.22, 0.35, 0.5, 0.2]
at = np.arange(len(names))
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
left.bar(at - 0.2, before, 0.4, label="before")
bars = left.bar(at + 0.2, after, 0.4, label="after", edgecolor="black")
left.bar_label(bars, fmt="%.2f", fontsize=8)
left.set_xticks(at, names)
left.set_ylabel("loss")
left.legend()
right.barh(
    names, [-3, 5, 2, 4], color=["tab:red", "C0", "C2", "gold"], xerr=[0.5, 1, 0.2, 0.4], capsize=3
)
right.set_title("Categories")
plt.tight_layout()
plt.show()
