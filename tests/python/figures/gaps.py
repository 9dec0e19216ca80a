import matplotlib.pyplot as plt

nan = float("nan")
plt.plot([0, 1, 2, 3, 4, 5, 6], [1, 2, nan, 4, 3, float("inf"), 2], "o-", label="with gaps")
plt.scatter([0, 1, 2], [4, nan, 2], label="points")
plt.margins(0.1)
plt.legend()
plt.show()

plt.figure(figsize=(5, 5))
from math import cos, pi, sin

turn = [2 * pi * i / 100 for i in range(101)]
plt.plot([2 * cos(t) for t in turn], [sin(t) for t in turn])
plt.axis("equal")
plt.fill([0, 1, 0.5], [0, 0, 0.8], "C2", alpha=0.5)
