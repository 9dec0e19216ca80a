"""Walking along the graph, hooks on functions, and what functions keep."""

import torch
a = torch.tensor(2., requires_grad=True); b = torch.tensor(3., requires_grad=True)
Q = 3 * a ** 3 - b ** 2
def walk(fn, d=0):
    if fn is None: return
    print(' ' * d + type(fn).__name__, hasattr(fn, 'variable') and fn.variable)
    for n, _ in fn.next_functions: walk(n, d + 2)
walk(Q.grad_fn)
l = torch.nn.Linear(2, 1); torch.nn.init.ones_(l.weight); torch.nn.init.zeros_(l.bias)
walk(l(torch.ones(1, 2)).sum().grad_fn)
walk(torch.nn.functional.mse_loss(torch.sigmoid(a), torch.tensor(1.)).grad_fn)

import torch
x = torch.tensor([1., 2., 3.], requires_grad=True)
y = x * 2
grads = {}
def save_grad(name):
    def hook(grad):
        grads[name] = grad
    return hook
y.register_hook(save_grad('y'))
h = y.register_hook(lambda g: print("grad of y:", g))
z = (y ** 2).mean()
z.register_hook(save_grad('z'))
z.backward()
print(grads, x.grad)
h.remove()
v = torch.tensor([0., 0., 0.], requires_grad=True)
h = v.register_hook(lambda grad: grad * 2)
v.backward(torch.tensor([1., 2., 3.]))
print(v.grad)
h.remove()
w = torch.ones(2, requires_grad=True)
try:
    torch.ones(2).register_hook(print)
except RuntimeError as e:
    print(e)
node = (w * 3).grad_fn
print(node, node.name(), node.next_functions)
def nodehook(grad_inputs, grad_outputs):
    print('node', grad_inputs, grad_outputs)
q = w * 3
q.grad_fn.register_hook(nodehook)
q.sum().backward()
q = w * 3
q.retain_grad()
q.sum().backward()
print(q.grad, w.grad)

import torch
x = torch.randn(5, requires_grad=True)
y = x.pow(2)
print(x.equal(y.grad_fn._saved_self))
print(x is y.grad_fn._saved_self)
x = torch.randn(5, requires_grad=True)
y = x.exp()
print(y.equal(y.grad_fn._saved_result))
print(y is y.grad_fn._saved_result)
x = torch.tensor([1., 2.], requires_grad=True)
y = x * 3
print(y.grad_fn._saved_other, y.grad_fn._saved_self)
y = x ** 3
print(y.grad_fn._saved_exponent, y.grad_fn._saved_self)
