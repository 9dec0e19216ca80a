"""Functions of `torch.nn.functional` that are composed of several operations."""
