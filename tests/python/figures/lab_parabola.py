import matplotlib.pylab as plt
import torch

x = torch.linspace(-10, 10, 10, requires_grad=True)
Y = x**2
y = torch.sum(x**2)
y.backward()

plt.plot(x.detach().numpy(), Y.detach().numpy(), label="function")
plt.plot(x.detach().numpy(), x.grad.detach().numpy(), label="derivative")
plt.xlabel("x")
plt.legend()
plt.show()
