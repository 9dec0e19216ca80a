"""Functions that change shapes."""

import torch
x = torch.arange(24).reshape(2, 3, 4)
print(x.permute(2, 0, 1).shape, x.transpose(0, 2).shape, x.flatten().shape, x.flatten(1).shape, x.squeeze().shape, x.unsqueeze(-1).shape, x.movedim(0, -1).shape, x.swapaxes(0, 1).shape, x.mT.shape)
print(x.chunk(2, 1)[0].shape, [s.shape for s in x.split([1, 3], dim=2)], [u.shape for u in x.unbind(0)], torch.hstack([x, x]).shape, torch.vstack([x, x]).shape, torch.dstack([x, x]).shape, torch.column_stack([torch.ones(2), torch.ones(2)]))
print(x.repeat(1, 2, 1).shape, x.expand(5, 2, 3, 4).shape, x.tile((2,)).shape, x.roll(1, 0)[0, 0], x.flip(0)[0, 0], torch.rot90(x[0]), x.narrow(1, 0, 2).shape, x.select(0, 1).shape)
print(x.unfold(2, 2, 1).shape, torch.stack([x, x], dim=1).shape, torch.broadcast_to(torch.ones(3), (2, 3)), x.view(2, -1).shape, x.unflatten(2, (2, 2)).shape, x.take(torch.tensor([0, 5])), x.index_select(1, torch.tensor([0, 2])).shape)
print(torch.gather(x[0], 1, torch.tensor([[0], [1], [2]])), x[0].diagonal(), torch.diag_embed(torch.ones(2)), torch.triu(x[0]), torch.tril_indices(3, 3), torch.take_along_dim(x[0], torch.tensor([[0], [1], [2]]), 1))
print(torch.einsum('bij->bji', x.float()).shape, torch.einsum('ij,jk->ik', torch.ones(2, 3), torch.ones(3, 2)), torch.einsum('ii', torch.ones(2, 2)), torch.einsum('bi,bj->bij', torch.ones(2, 2), torch.ones(2, 3)).shape)
print(x.numel(), x.dim(), x.ndim, x.size(-1), x.shape[0], len(x), x.nelement(), x.ravel().shape, x.reshape(-1).shape, torch.atleast_2d(torch.tensor(1)), torch.squeeze(torch.ones(1, 2, 1), 0).shape)
print(torch.nn.functional.pad(torch.ones(2, 2), (1, 1)), torch.nn.functional.one_hot(torch.tensor([0, 2])), torch.masked_select(x, x > 20), torch.cartesian_prod(torch.tensor([1, 2]), torch.tensor([3])), torch.combinations(torch.tensor([1, 2, 3])))
