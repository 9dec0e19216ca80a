"""What several modules share."""


def factory(device, dtype):
    """Arguments for `torch.empty` and the like, those that nobody gave left out."""
    given = {"device": device, "dtype": dtype}
    return {name: value for name, value in given.items() if value is not None}


def pair(value, count=2):
    """So many numbers of one, or those of a tuple."""
    return tuple(value) if isinstance(value, (tuple, list)) else (value,) * count
