"""Losses: values and gradients."""

import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(4, 3)
y = torch.randn(4, 3)
p = torch.rand(4, 3)
classes = torch.tensor([0, 2, 1, 2])
signs = torch.tensor([1.0, -1.0, 1.0, -1.0])
weights = torch.tensor([1.0, 2.0, 0.5])


def show(loss, *tensors):
    first = tensors[0].clone().requires_grad_()
    value = loss(first, *tensors[1:])
    value.sum().backward()
    print(loss, value.detach())
    print(first.grad)


for reduction in ("mean", "sum", "none"):
    show(nn.MSELoss(reduction=reduction), x, y)
    show(nn.CrossEntropyLoss(reduction=reduction), x, classes)
show(nn.L1Loss(), x, y)
show(nn.SmoothL1Loss(beta=0.5), x, y)
show(nn.HuberLoss(delta=0.5), x, y)
show(nn.CrossEntropyLoss(weight=weights, label_smoothing=0.1), x, classes)
show(nn.CrossEntropyLoss(ignore_index=2), x, classes)
show(nn.CrossEntropyLoss(), x, y.softmax(1))
show(nn.NLLLoss(), x.log_softmax(1), classes)
show(nn.BCELoss(), p, (y > 0).float())
show(nn.BCEWithLogitsLoss(pos_weight=weights), x, (y > 0).float())
show(nn.KLDivLoss(reduction="batchmean"), x.log_softmax(1), y.softmax(1))


def value(loss, *tensors):
    print(loss, loss(*tensors))


value(nn.MarginRankingLoss(0.3), x[:, 0], y[:, 0], signs)
value(nn.HingeEmbeddingLoss(), x[:, 0], signs)
value(nn.CosineEmbeddingLoss(0.2), x, y, signs)
value(nn.SoftMarginLoss(), x[:, 0], signs)
value(nn.MultiLabelSoftMarginLoss(), x, (y > 0).float())
value(nn.MultiMarginLoss(), x, classes)
value(nn.TripletMarginLoss(), x, y, p)
value(nn.PoissonNLLLoss(), x, p)
value(nn.GaussianNLLLoss(), x, y, p)
value(nn.PairwiseDistance(), x, y)
value(nn.CosineSimilarity(), x, y)
print(list(nn.CrossEntropyLoss(weight=weights).state_dict()))
try:
    nn.MSELoss(reduction="average")(x, y)
except ValueError as error:
    print(error)
