"""Tables of vectors.

Source: https://pytorch.org/docs/stable/nn.html#sparse-layers
"""

import torch
from torch.nn import functional as F
from torch.nn import init
from torch.nn._common import factory
from torch.nn.modules.module import Module
from torch.nn.parameter import Parameter


def _place(padding_idx, count):
    """The row of an index that may count from the end."""
    if padding_idx is None:
        return None
    if not -count <= padding_idx < count:
        raise AssertionError("Padding_idx must be within num_embeddings")
    return padding_idx % count


class Embedding(Module):
    """Looks up rows of a table: whole numbers of shape (…) give vectors of shape (…,
    embedding_dim).

    The row `padding_idx` starts as zeros and receives no gradient. Raises AssertionError where
    there is no such row.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html
    """

    def __init__(
        self,
        num_embeddings,
        embedding_dim,
        padding_idx=None,
        max_norm=None,
        norm_type=2.0,
        scale_grad_by_freq=False,
        sparse=False,
        _weight=None,
        _freeze=False,
        device=None,
        dtype=None,
    ):
        super().__init__()
        for name, asked in (
            ("max_norm", max_norm is not None),
            ("scale_grad_by_freq", scale_grad_by_freq),
            ("sparse", sparse),
        ):
            if asked:
                raise NotImplementedError(f"Backflow's torch has no Embedding with {name} yet")
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.padding_idx = _place(padding_idx, num_embeddings)
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        if _weight is None:
            made = factory(device, dtype)
            size = (num_embeddings, embedding_dim)
            self.weight = Parameter(torch.empty(size, **made), requires_grad=not _freeze)
            self.reset_parameters()
        else:
            if tuple(_weight.shape) != (num_embeddings, embedding_dim):
                raise AssertionError(
                    "Shape of weight does not match num_embeddings and embedding_dim"
                )
            self.weight = Parameter(_weight, requires_grad=not _freeze)
        self.sparse = sparse

    def reset_parameters(self):
        """Draws the table anew, from the normal distribution."""
        init.normal_(self.weight)
        if self.padding_idx is not None:
            with torch.no_grad():
                self.weight[self.padding_idx] = 0

    def forward(self, input):
        return F.embedding(input, self.weight, padding_idx=self.padding_idx)

    def extra_repr(self):
        text = f"{self.num_embeddings}, {self.embedding_dim}"
        if self.padding_idx is not None:
            text += f", padding_idx={self.padding_idx}"
        if self.norm_type != 2:
            text += f", norm_type={self.norm_type}"
        return text

    @classmethod
    def from_pretrained(cls, embeddings, freeze=True, padding_idx=None, **others):
        """A module for a table of shape (num_embeddings, embedding_dim); frozen unless told
        otherwise.
        """
        if embeddings.dim() != 2:
            raise AssertionError("Embeddings parameter is expected to be 2-dimensional")
        return cls(
            *embeddings.shape, padding_idx=padding_idx, _weight=embeddings, _freeze=freeze, **others
        )
