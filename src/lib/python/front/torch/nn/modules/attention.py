"""Attention with several heads.

Source: https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
"""

import torch
from torch.nn import functional as F
from torch.nn import init
from torch.nn._common import factory
from torch.nn._functional.attention import as_summand, attend
from torch.nn.modules.linear import NonDynamicallyQuantizableLinear
from torch.nn.modules.module import Module
from torch.nn.parameter import Parameter


class MultiheadAttention(Module):
    """Attention of num_heads heads over shapes (L, N, E), (S, N, kdim) and (S, N, vdim).

    With `batch_first` the batch comes first; a single sample has no batch. Answers (L, N, E) and
    the weights (N, L, S), one set for each head unless they are averaged. Raises ValueError and
    AssertionError for sizes that don't fit.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
    """

    def __init__(
        self,
        embed_dim,
        num_heads,
        dropout=0.0,
        bias=True,
        add_bias_kv=False,
        add_zero_attn=False,
        kdim=None,
        vdim=None,
        batch_first=False,
        device=None,
        dtype=None,
    ):
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(
                "embed_dim and num_heads must be greater than 0, "
                f"got embed_dim={embed_dim} and num_heads={num_heads} instead"
            )
        super().__init__()
        for name, asked in (("add_bias_kv", add_bias_kv), ("add_zero_attn", add_zero_attn)):
            if asked:
                raise NotImplementedError(
                    f"Backflow's torch has no MultiheadAttention with {name} yet"
                )
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self._qkv_same_embed_dim = self.kdim == embed_dim and self.vdim == embed_dim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.head_dim = embed_dim // num_heads
        if self.head_dim * num_heads != embed_dim:
            raise AssertionError("embed_dim must be divisible by num_heads")
        made = factory(device, dtype)
        self._make_weights(bias, made)
        self.bias_k = self.bias_v = None
        self.add_zero_attn = add_zero_attn
        self._reset_parameters()

    def _make_weights(self, bias, made):
        size = self.embed_dim
        packed = {"in_proj_weight": (3 * size, size)}
        apart = {
            "q_proj_weight": (size, size),
            "k_proj_weight": (size, self.kdim),
            "v_proj_weight": (size, self.vdim),
        }
        used = packed if self._qkv_same_embed_dim else apart
        # Those that are there come first, as in PyTorch's state.
        for name, shape in used.items():
            self.register_parameter(name, Parameter(torch.empty(shape, **made)))
        for name in {**packed, **apart}:
            if name not in used:
                self.register_parameter(name, None)
        self.register_parameter(
            "in_proj_bias", Parameter(torch.empty(3 * size, **made)) if bias else None
        )
        self.out_proj = NonDynamicallyQuantizableLinear(size, size, bias=bias, **made)

    def _reset_parameters(self):
        names = ("in_proj_weight", "q_proj_weight", "k_proj_weight", "v_proj_weight")
        for name in names:
            weight = getattr(self, name)
            if weight is not None:
                init.xavier_uniform_(weight)
        if self.in_proj_bias is not None:
            init.zeros_(self.in_proj_bias)
            init.zeros_(self.out_proj.bias)

    def _projected(self, query, key, value):
        """Queries, keys and values of all heads: (N, heads, L, head_dim) of (N, L, …)."""
        if self._qkv_same_embed_dim:
            weights = self.in_proj_weight.chunk(3)
        else:
            weights = (self.q_proj_weight, self.k_proj_weight, self.v_proj_weight)
        biases = (None,) * 3 if self.in_proj_bias is None else self.in_proj_bias.chunk(3)
        heads = []
        for input, weight, bias in zip((query, key, value), weights, biases):
            linear = F.linear(input, weight, bias)
            shape = (*linear.shape[:2], self.num_heads, self.head_dim)
            heads.append(linear.reshape(shape).transpose(1, 2))
        return heads

    def _mask(self, attn_mask, key_padding_mask, shape, dtype):
        """Both masks as one summand for scores of shape (N, heads, L, S)."""
        total = None
        if attn_mask is not None:
            if attn_mask.dim() not in (2, 3):
                raise RuntimeError(f"attn_mask's dimension {attn_mask.dim()} is not supported")
            expected = (shape[0] * shape[1], *shape[2:]) if attn_mask.dim() == 3 else shape[2:]
            if tuple(attn_mask.shape) != tuple(expected):
                raise RuntimeError(
                    f"The shape of the {attn_mask.dim()}D attn_mask is {attn_mask.shape}, "
                    f"but should be {tuple(expected)}."
                )
            total = as_summand(attn_mask, dtype)
            if attn_mask.dim() == 3:
                total = total.reshape(shape)
        if key_padding_mask is not None:
            size = (shape[0], shape[3])
            if tuple(key_padding_mask.shape) != size:
                raise AssertionError(
                    f"Expected key_padded_mask.shape[0] to be {size[0]}, "
                    f"but got {key_padding_mask.shape[0]}"
                )
            padding = as_summand(key_padding_mask, dtype).reshape((size[0], 1, 1, size[1]))
            total = padding if total is None else total + padding
        return total

    def _require(self, query, key, value):
        if query.dim() not in (2, 3):
            raise AssertionError(
                "query should be unbatched 2D or batched 3D tensor "
                f"but received {query.dim()}-D query tensor"
            )
        if key.dim() != query.dim() or value.dim() != query.dim():
            kind = "batched" if query.dim() == 3 else "unbatched"
            rank = f"{query.dim()}-D"
            raise AssertionError(
                f"For {kind} ({rank}) `query`, expected `key` and `value` to be {rank} "
                f"but found {key.dim()}-D and {value.dim()}-D tensors respectively"
            )
        if query.shape[-1] != self.embed_dim:
            raise AssertionError(
                f"was expecting embedding dimension of {self.embed_dim}, "
                f"but got {query.shape[-1]}"
            )
        if self._qkv_same_embed_dim and key.shape != value.shape:
            raise AssertionError(f"key shape {key.shape} does not match value shape {value.shape}")

    def forward(
        self,
        query,
        key,
        value,
        key_padding_mask=None,
        need_weights=True,
        attn_mask=None,
        average_attn_weights=True,
        is_causal=False,
    ):
        """What the queries find, and the weights unless `need_weights` is false.

        Masks are true, or −∞, where nothing is to be looked at.
        """
        if is_causal and attn_mask is None:
            raise RuntimeError(
                "Need attn_mask if specifying the is_causal hint. "
                "You may use the Transformer module method "
                "`generate_square_subsequent_mask` to create this mask."
            )
        self._require(query, key, value)
        single = query.dim() == 2
        inputs = [query, key, value]
        if single:
            inputs = [input.unsqueeze(0) for input in inputs]
            if key_padding_mask is not None:
                key_padding_mask = key_padding_mask.unsqueeze(0)
        elif not self.batch_first:
            inputs = [input.transpose(0, 1) for input in inputs]
        queries, keys, values = self._projected(*inputs)
        shape = (*queries.shape[:3], keys.shape[2])
        mask = self._mask(attn_mask, key_padding_mask, shape, query.dtype)
        dropout = self.dropout if self.training else 0.0
        found, weights = attend(queries, keys, values, mask, dropout)
        # The sequence comes first, as in PyTorch's own computation.
        batch, _, length, _ = found.shape
        joined = found.permute(2, 0, 1, 3).reshape(length * batch, self.embed_dim)
        result = self.out_proj(joined).view(length, batch, self.embed_dim)
        if average_attn_weights:
            weights = weights.mean(1)
        if single:
            result, weights = result.squeeze(1), weights.squeeze(0)
        elif self.batch_first:
            result = result.transpose(0, 1)
        return result, (weights if need_weights else None)
