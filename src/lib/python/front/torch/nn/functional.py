"""Functions that networks are made of: operations of the engine, and what is composed of them.

Source: https://pytorch.org/docs/stable/nn.functional.html
"""

from _backflow_missing import missing
from torch._names import fill

fill(globals(), "torch.nn.functional")

# What is composed uses the operations above, so it comes after them.
from torch.nn._functional.activation import (
    gumbel_softmax,
    log_softmax,
    normalize,
    softmax,
    softmin,
    softsign,
    tanhshrink,
)
from torch.nn._functional.attention import scaled_dot_product_attention
from torch.nn._functional.convolution import conv1d, conv2d
from torch.nn._functional.distance import cosine_embedding_loss, triplet_margin_loss
from torch.nn._functional.dropping import alpha_dropout, dropout, dropout1d, dropout2d
from torch.nn._functional.loss import (
    binary_cross_entropy_with_logits,
    gaussian_nll_loss,
    multi_margin_loss,
    multilabel_soft_margin_loss,
    soft_margin_loss,
)
from torch.nn._functional.normalization import (
    batch_norm,
    group_norm,
    instance_norm,
    rms_norm,
)
from torch.nn._functional.pooling import (
    adaptive_avg_pool1d,
    adaptive_avg_pool2d,
    adaptive_max_pool1d,
    adaptive_max_pool2d,
    max_pool1d,
    max_pool2d,
)
from torch.nn._functional.shape import bilinear, pixel_shuffle, pixel_unshuffle


def __getattr__(name):
    raise missing("torch.nn.functional", name)
