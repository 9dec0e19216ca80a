"""A network of two layers by hand learns exclusive or."""

import torch

torch.manual_seed(2)
x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
w1 = torch.tensor([[0.8, -0.6, 0.3, 0.9], [-0.7, 0.9, 0.4, 0.8]], requires_grad=True)
b1 = torch.zeros(4, requires_grad=True)
w2 = torch.tensor([[0.5], [0.6], [-0.4], [-0.7]], requires_grad=True)
b2 = torch.zeros(1, requires_grad=True)
parameters = [w1, b1, w2, b2]

hidden = torch.tanh(x @ w1 + b1)
output = torch.sigmoid(hidden @ w2 + b2)
loss = ((output - y) ** 2).mean()
gradients = torch.autograd.grad(loss, parameters)
with torch.no_grad():
    d_output = 2 * (output - y) / 4 * output * (1 - output)
    d_hidden = (d_output @ w2.T) * (1 - hidden**2)
    formulas = [x.T @ d_hidden, d_hidden.sum(0), hidden.T @ d_output, d_output.sum(0)]
print([torch.allclose(g, f, atol=1e-7) for g, f in zip(gradients, formulas)])

for epoch in range(301):
    output = torch.sigmoid(torch.tanh(x @ w1 + b1) @ w2 + b2)
    loss = ((output - y) ** 2).mean()
    for parameter in parameters:
        parameter.grad = None
    loss.backward()
    with torch.no_grad():
        for parameter in parameters:
            parameter -= 2.0 * parameter.grad
    if epoch % 100 == 0:
        print(epoch, f"{loss.item():.3f}")
print((output > 0.5).long().flatten().tolist())
