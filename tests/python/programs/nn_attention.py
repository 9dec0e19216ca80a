"""Attention with several heads."""

import torch
from torch import nn

torch.manual_seed(0)
attention = nn.MultiheadAttention(4, 2)
print(attention)
print([(name, tuple(p.shape)) for name, p in attention.named_parameters()])
x = torch.randn(3, 2, 4)
out, weights = attention(x, x, x)
print(out.detach(), weights.detach(), sep="\n")
out.sum().backward()
print(attention.in_proj_bias.grad[8:])
ahead = torch.triu(torch.ones(3, 3), diagonal=1) == 1
out, weights = attention(x, x, x, attn_mask=ahead)
print(weights.detach())
padding = torch.tensor([[False, False, True], [False, False, False]])
out, weights = attention(x, x, x, key_padding_mask=padding, average_attn_weights=False)
print(weights.shape, weights[0].detach())
print(attention(x[:, 0], x[:, 0], x[:, 0], need_weights=False)[1])
batched = nn.MultiheadAttention(4, 1, batch_first=True, kdim=3, vdim=2)
print(batched(x, torch.ones(3, 5, 3), torch.ones(3, 5, 2))[0].shape)
print(list(batched.state_dict()))
