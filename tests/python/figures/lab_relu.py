import matplotlib.pylab as plt
import torch

x = torch.linspace(-10, 10, 100, requires_grad=True)
Y = torch.relu(x)
Y.sum().backward()

plt.plot(x.detach(), Y.detach(), label="function")
plt.plot(x.detach(), x.grad, label="derivative")
plt.xlabel("x")
plt.legend()
plt.show()
