import matplotlib.pyplot as plt

x = [i / 10 for i in range(-30, 31)]
plt.plot(x, [v**2 + 2 * v + 1 for v in x], label="$x^2 + 2x + 1$")
plt.annotate(
    "minimum", xy=(-1, 0), xytext=(0, 6), arrowprops=dict(arrowstyle="->", color="C3"), color="C3"
)
plt.annotate("start", (2, 9), xytext=(-40, 10), textcoords="offset points")
plt.plot(2, 9, "ko")
plt.text(
    0.05,
    0.9,
    r"$\frac{\partial f}{\partial x} = 2x + 2$",
    transform=plt.gca().transAxes,
    bbox=dict(boxstyle="round", facecolor="wheat", alpha=0.5),
)
plt.axline((2, 9), slope=6, color="C1", ls="--", label="tangent")
plt.ylim(-2, 17)
plt.title(r"Slope $\nabla f$ at $x_0 = 2$", fontsize=14)
plt.legend(loc="lower right", title="curves")
plt.show()
