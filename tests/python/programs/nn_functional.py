"""torch.nn.functional: the nodes that functions leave, what they take in and what they refuse."""

import torch
import torch.nn.functional as F
from torch import nn

x = torch.tensor([[1.0, -2.0, 0.5, 3.0, -0.25, 2.0]], requires_grad=True)
a = torch.tensor([[0.5, -1.5, 2.0], [1.0, 0.25, -1.0]], requires_grad=True)
b = torch.tensor([[1.5, -0.5, 0.25], [-1.0, 0.75, 2.0]])
y = torch.tensor([[1.0, -1.0, 1.0], [-1.0, 1.0, -1.0]])
z = torch.arange(24.0).reshape(2, 3, 4).requires_grad_()
weight = torch.tensor([0.25, 0.5, -1.0], requires_grad=True)
whole = torch.tensor([[1, 2, 3], [4, 5, 6]])


def show(name, call):
    for leaf in (x, a, z, weight):
        leaf.grad = None
    try:
        out = call()
        print(name, out)
        if out.requires_grad:
            out.sum().backward()
            print("  ", *(leaf.grad for leaf in (x, a, z, weight) if leaf.grad is not None))
    except Exception as error:
        print(name, type(error).__name__, str(error).splitlines()[0])


print("-- pooling")
show("avg_pool1d", lambda: F.avg_pool1d(x, 2))
show("avg_pool1d", lambda: F.avg_pool1d(x, 3, stride=1, padding=1, count_include_pad=False))
show("avg_pool1d", lambda: F.avg_pool1d(torch.tensor(2.0), 2))
show("avg_pool1d", lambda: F.avg_pool1d(z, (2, 2)))
show("avg_pool1d", lambda: F.avg_pool1d(3, 2))
show("max_pool1d", lambda: F.max_pool1d(x, 2, 1, 1, 2, True))
show("max_pool1d", lambda: F.max_pool1d(x, kernel_size=2, return_indices=False))
show("max_pool1d", lambda: F.max_pool1d(whole, 2))
show("max_pool1d", lambda: F.max_pool1d(z))
show("MaxPool1d", lambda: nn.MaxPool1d(2)(z))

print("-- activations")
show("glu", lambda: F.glu(x))
show("glu", lambda: F.glu(a))
show("glu", lambda: F.glu(whole, 0))
show("hardshrink", lambda: F.hardshrink(x, lambd=1.0))
show("hardshrink", lambda: F.hardshrink(x, "a"))
show("softshrink", lambda: F.softshrink(x))
show("softshrink", lambda: F.softshrink(x, -1))
show("softsign", lambda: F.softsign(x))
show("tanhshrink", lambda: F.tanhshrink(x))
show("prelu", lambda: F.prelu(a, weight))
show("prelu", lambda: F.prelu(a, weight[:2]))
show("prelu", lambda: F.prelu(a, weight.double()))
show("threshold", lambda: F.threshold(x, 0.5, 7))
show("threshold", lambda: F.threshold(x, 1, 20, False))
show("threshold", lambda: F.threshold(x.detach(), 1, 20, True))
show("relu", lambda: F.relu(x * 1, True))
show("leaky_relu", lambda: F.leaky_relu(b.clone(), 0.25, True))
show("gelu", lambda: F.gelu(b, inplace=True))

print("-- distances")
show("cosine_similarity", lambda: F.cosine_similarity(a, b))
show("cosine_similarity", lambda: torch.cosine_similarity(a, b, 0))
show("cosine_similarity", lambda: F.cosine_similarity(whole, whole))
show("pairwise_distance", lambda: torch.pairwise_distance(a, b, keepdim=True))
show("normalize", lambda: F.normalize(a))
show("normalize", lambda: F.normalize(a, dim=(0, 1)))

print("-- losses")
show("hinge_embedding_loss", lambda: F.hinge_embedding_loss(a, y, 2.0))
show("hinge_embedding_loss", lambda: F.hinge_embedding_loss(a, y, reduction="none"))
show("margin_ranking_loss", lambda: F.margin_ranking_loss(a, b, y, 0.5))
show("margin_ranking_loss", lambda: F.margin_ranking_loss(a, b, y, reduction="none"))
show("margin_ranking_loss", lambda: F.margin_ranking_loss(a, b[0], y))
show("poisson_nll_loss", lambda: F.poisson_nll_loss(a, b.abs(), full=True, reduction="sum"))
show("poisson_nll_loss", lambda: F.poisson_nll_loss(a, whole, reduction="none"))
show("poisson_nll_loss", lambda: F.poisson_nll_loss(a, b, reduction="other"))
show("TripletMarginLoss", lambda: nn.TripletMarginLoss()(a, b, b.flip(0)).detach())

print("-- padding and classes")
show("pad", lambda: F.pad(a, (1, 2), value=5.5))
show("pad", lambda: F.pad(a, (-1, 1)))
show("pad", lambda: F.pad(z, (1, 1), "reflect"))
show("pad", lambda: F.pad(z, (1, 0, 2, 1), "replicate"))
show("pad", lambda: F.pad(z, (1, 1), "circular").detach())
show("pad", lambda: F.pad(a, (1,)))
show("pad", lambda: F.pad(a, (3, 1), "reflect"))
show("pad", lambda: F.pad(z, (1, 1), "other"))
show("ZeroPad2d", lambda: nn.ZeroPad2d((1, -1, 0, 2))(z))
show("one_hot", lambda: F.one_hot(whole, 7))
show("one_hot", lambda: F.one_hot(whole, 3))
show("one_hot", lambda: F.one_hot(a))
