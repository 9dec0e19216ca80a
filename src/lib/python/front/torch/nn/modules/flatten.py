"""Other shapes of the same elements.

Source: https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html
"""

import torch
from torch.nn.modules.module import Module


class Flatten(Module):
    """Joins the dimensions from `start_dim` to `end_dim`; the batch stays, unless told otherwise.

    Source: https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html
    """

    def __init__(self, start_dim=1, end_dim=-1):
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, input):
        return input.flatten(self.start_dim, self.end_dim)

    def extra_repr(self):
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Unflatten(Module):
    """Divides one dimension into several of the sizes `unflattened_size`.

    Raises TypeError for sizes that are no ints.
    Source: https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html
    """

    def __init__(self, dim, unflattened_size):
        super().__init__()
        if not isinstance(dim, int):
            raise TypeError("invalid argument type for dim parameter")
        if not isinstance(unflattened_size, (tuple, list, torch.Size)):
            raise TypeError(
                "unflattened_size must be a tuple of ints, "
                f"but found type {type(unflattened_size).__name__}"
            )
        for place, size in enumerate(unflattened_size):
            if not isinstance(size, int):
                raise TypeError(
                    "unflattened_size must be tuple of ints, "
                    f"but found element of type {type(size).__name__} at pos {place}"
                )
        self.dim = dim
        self.unflattened_size = unflattened_size

    def forward(self, input):
        place = self.dim % input.dim()
        before, after = input.shape[:place], input.shape[place + 1 :]
        return input.view((*before, *self.unflattened_size, *after))

    def extra_repr(self):
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"
