"""softmax, log_softmax, cross_entropy and the other losses, by hand and built in."""

import torch
import torch.nn.functional as F

logits = torch.tensor([[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], requires_grad=True)
target = torch.tensor([0, 1])
p = torch.softmax(logits, dim=1)
print(p)
print(torch.allclose(p.sum(dim=1), torch.ones(2)))
print(logits.softmax(-1).argmax(dim=1), F.log_softmax(logits, dim=1), sep="\n")
loss = F.cross_entropy(logits, target)
print(loss)
loss.backward()
print(logits.grad)
print((p.detach() - F.one_hot(target, 3)) / 2)

by_hand = -F.log_softmax(logits, 1)[torch.arange(2), target].mean()
print(by_hand, F.nll_loss(logits.log_softmax(1), target), sep="\n")
print(
    F.cross_entropy(logits, target, reduction="none"),
    F.cross_entropy(logits, target, reduction="sum"),
)
print(
    torch.softmax(torch.tensor([1000.0, 1000.0, 0.0]), 0),
    torch.logsumexp(torch.tensor([1000.0, 0.0]), 0),
)
print(torch.exp(torch.tensor([1000.0])) / torch.exp(torch.tensor([1000.0])).sum())

a, b = torch.tensor([0.2, 0.9], requires_grad=True), torch.tensor([0.0, 1.0])
print(F.mse_loss(a, b), F.l1_loss(a, b), F.smooth_l1_loss(a, b), sep="\n")
print(F.binary_cross_entropy(a, b), F.binary_cross_entropy_with_logits(a, b), sep="\n")
F.binary_cross_entropy_with_logits(a, b).backward()
print(a.grad, (torch.sigmoid(a) - b) / 2)
print(F.kl_div(p.detach().log(), torch.full((2, 3), 1 / 3), reduction="batchmean"))
for wrong in (
    lambda: F.cross_entropy(logits, torch.tensor([0, 3])),
    lambda: F.cross_entropy(logits, torch.tensor([0])),
    lambda: F.binary_cross_entropy(torch.tensor([2.0]), torch.tensor([1.0])),
):
    try:
        wrong()
    except Exception as fault:
        # Older releases end one of these with the place in PyTorch's own source.
        print(type(fault).__name__, str(fault).splitlines()[0])
