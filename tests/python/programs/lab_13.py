"""Lab, row 13: relu and its step."""

import torch
import matplotlib.pylab as plt

x = torch.linspace(-10, 10, 1000, requires_grad=True)
Y = torch.relu(x)
Y.sum().backward()
plt.plot(x.detach().numpy(), Y.detach().numpy(), label="function")
plt.plot(x.detach().numpy(), x.grad.detach().numpy(), label="derivative")
plt.xlabel("x")
plt.legend()
plt.show()
print(x.grad)
print(x.grad[499:501], x[499:501])
print("ones:", int(x.grad.sum()), "of", len(x))

zero = torch.tensor(0.0, requires_grad=True)
torch.relu(zero).backward()
print("at 0:", zero.grad)
