import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(0, 2 * np.pi, 60)
plt.plot(x, np.sin(x), color="tab:green", label=r"$\sin x$")
plt.fill_between(x, np.sin(x) - 0.2, np.sin(x) + 0.2, alpha=0.3, color="tab:green", label="band")
plt.fill_between(x, 0, np.sin(x), where=np.sin(x) < 0, color="tab:red", alpha=0.2)
plt.axhline(0, color="black", lw=0.8)
plt.axvline(np.pi, ls=":", color="gray")
plt.axvspan(4, 5, color="gold", alpha=0.3)
plt.axhspan(0.9, 1.3, facecolor="C0", alpha=0.15)
plt.xticks([0, np.pi, 2 * np.pi], ["0", r"$\pi$", r"$2\pi$"])
plt.xlim(0, 2 * np.pi)
plt.legend()
plt.show()
