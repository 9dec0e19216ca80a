"""Derivatives as functions, and functions over a dimension."""

import torch
try: from torch.func import grad, vmap, jacrev, hessian, grad_and_value, vjp, jvp, jacfwd
except ImportError: from functorch import grad, vmap, jacrev, hessian, grad_and_value, vjp, jvp, jacfwd
f = lambda x: torch.sin(x)
print(grad(f)(torch.tensor(1.)), grad(grad(f))(torch.tensor(1.)), grad(grad(grad(f)))(torch.tensor(1.)))
x = torch.tensor([0., 1., 2.]); print(vmap(grad(f))(x), vmap(f)(x), grad_and_value(lambda x: (x ** 2).sum())(x))
def loss(w, b, x, y): return ((x @ w + b - y) ** 2).mean()
w = torch.tensor([1., 2.]); b = torch.tensor(0.5); X = torch.tensor([[1., 2.], [3., 4.]]); y = torch.tensor([1., 2.])
print(grad(loss, argnums=(0, 1))(w, b, X, y), grad(loss, argnums=1)(w, b, X, y))
print(vmap(grad(loss), in_dims=(None, None, 0, 0))(w, b, X, y))
print(jacrev(torch.sin)(x), hessian(lambda x: (x ** 3).sum())(x), jacfwd(lambda x: x ** 2)(x))
out, fn = vjp(torch.sin, x); print(out, fn(torch.ones(3))); print(jvp(torch.sin, (x,), (torch.ones(3),)))
print(vmap(torch.dot)(X, X), vmap(lambda a, b: a * b, in_dims=(0, None))(X, w), vmap(lambda x: x.sum(), in_dims=1)(X), vmap(lambda x: (x, x * 2), out_dims=1)(X))
def aux(x): return x.sum(), x * 2
print(grad(aux, has_aux=True)(x))
p = {'w': w, 'b': b}; print(grad(lambda p: (p['w'].sum() * p['b']))(p))
try: grad(torch.sin)(x)
except RuntimeError as e: print(e)
g = grad(f)(torch.tensor(1., requires_grad=True)); print(g.requires_grad)
