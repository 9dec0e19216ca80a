"""Lab, row 11: the plot of a function and its derivative."""

import torch
import matplotlib.pylab as plt

x = torch.linspace(-10, 10, 10, requires_grad=True)
Y = x**2
y = torch.sum(x**2)
y.backward()
plt.plot(x.detach().numpy(), Y.detach().numpy(), label="function")
plt.plot(x.detach().numpy(), x.grad.detach().numpy(), label="derivative")
plt.xlabel("x")
plt.legend()
for line in plt.gca().get_lines():
    print(line.get_label(), [round(float(value), 3) for value in line.get_ydata()])
print(plt.gca().get_xlabel())
plt.show()
