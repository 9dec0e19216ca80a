import matplotlib.pyplot as plt
import numpy as np

x = np.arange(8)
y = x**1.5
fig, (a, b, c) = plt.subplots(3, 1, sharex=True, figsize=(6, 7))
a.errorbar(x, y, yerr=0.5 + 0.2 * x, xerr=0.2, fmt="o", capsize=3, label="measured")
a.legend()
b.step(x, y, where="mid", label="mid")
b.step(x, y - 3, label="pre")
b.hlines([5, 10], 0, 7, colors="gray", linestyles="dashed")
b.vlines(3, 0, 15, color="C3")
b.legend()
c.stem(x, np.sin(x))
c.set_xlabel("step")
fig.suptitle("Errors, steps and stems")
plt.show()
