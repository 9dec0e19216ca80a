"""Distributions: drawing, densities, entropies."""

import torch
from torch.distributions import Normal, Categorical, Bernoulli, Uniform, Exponential, Laplace, Multinomial, kl_divergence
torch.manual_seed(0)
n = Normal(torch.tensor([0., 1.]), torch.tensor([1., 2.])); print(n, n.sample(), n.sample((2,)), n.rsample(), n.log_prob(torch.tensor([0.5, 0.5])), n.entropy(), n.cdf(torch.tensor([0.5, 0.5])), n.icdf(torch.tensor(0.3)), n.mean, n.variance, n.stddev, n.batch_shape)
print(Normal(0., 1.).sample(), Normal(0, 1), kl_divergence(Normal(0., 1.), Normal(1., 2.)))
c = Categorical(logits=torch.tensor([[1., 2., 3.], [0., 0., 0.]])); print(c, c.sample(), c.sample((3,)), c.probs, c.logits, c.entropy(), c.log_prob(torch.tensor([0, 2])))
b = Bernoulli(torch.tensor([0.3, 0.9])); print(b, b.sample((3,)), b.log_prob(torch.tensor([1., 0.])), b.entropy(), b.mean, b.variance, b.logits)
u = Uniform(-1., torch.tensor([1., 3.])); print(u, u.sample(), u.log_prob(torch.tensor(0.)), u.entropy(), u.cdf(torch.tensor(0.)), u.mean, u.stddev)
e = Exponential(torch.tensor(2.)); print(e, e.sample((2,)), e.log_prob(torch.tensor(1.)), e.mean, e.entropy())
l = Laplace(torch.tensor(0.), torch.tensor(1.)); print(l.sample((2,)), l.log_prob(torch.tensor(1.)), l.entropy())
m = Multinomial(20, torch.tensor([0.2, 0.3, 0.5])); print(m.sample(), m.sample((2,)), m.mean, m.variance)
mu = torch.zeros(2, requires_grad=True); s = torch.ones(2, requires_grad=True); z = Normal(mu, s).rsample(); print(z); z.sum().backward(); print(mu.grad, s.grad)
logits = torch.zeros(3, requires_grad=True); d = Categorical(logits=logits); a = d.sample(); (-d.log_prob(a) * 2.).backward(); print(a, logits.grad)
for f in (lambda: Normal(0., -1.), lambda: Categorical(torch.tensor(1.)), lambda: Bernoulli(torch.tensor(1.5)), lambda: Categorical(), lambda: Uniform(1., 0.)):
    try: f()
    except ValueError as x: print(x)
print(kl_divergence(Categorical(torch.tensor([0.2, 0.8])), Categorical(torch.tensor([0.5, 0.5]))), kl_divergence(Bernoulli(torch.tensor(0.2)), Bernoulli(torch.tensor(0.7))))
