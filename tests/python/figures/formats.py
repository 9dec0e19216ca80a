import matplotlib.pyplot as plt
import numpy as np

t = np.arange(0.0, 5.0, 0.25)
plt.plot(t, t, "r--", t, t**2 / 5, "bs", t, t**3 / 25, "g^", label="powers")
plt.plot(t, 6 - t, "C4-.o", lw=2, ms=4, label="falling")
plt.plot([3, 1, 4, 1, 5, 9, 2, 6], ":", color="0.5", label="digits")
plt.plot(np.column_stack([t / 2, -t / 2]), color="#8040c0", alpha=0.5)
plt.title("Format strings")
plt.grid(True)
plt.legend(loc="upper left", ncol=2)
plt.show()
