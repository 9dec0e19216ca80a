import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(0.1, 10, 50)
fig, axes = plt.subplots(2, 2, figsize=(8, 6))
axes[0, 0].semilogy(x, np.exp(-x), label=r"$e^{-x}$")
axes[0, 0].legend()
axes[0, 1].loglog(x, x**3, "C1o-", markevery=5)
axes[0, 1].grid(True, which="both")
axes[1, 0].semilogx(x, np.log(x))
axes[1, 1].plot(range(1, 31), [2.3 * 0.93**i for i in range(30)])
axes[1, 1].set_yscale("log")
axes[1, 1].set_xlabel("epoch")
axes[1, 1].set_ylabel("loss")
plt.tight_layout()
plt.show()
