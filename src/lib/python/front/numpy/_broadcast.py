"""Which shapes go together."""


def shape_text(shape):
    """A shape as numpy's messages have it: ``(2,3)``."""
    return f"({shape[0]},)" if len(shape) == 1 else f"({','.join(map(str, shape))})"


def broadcast_shapes(*shapes):
    """The shape that all broadcast to.

    Raises ValueError where there is none.
    Source: https://numpy.org/doc/stable/reference/generated/numpy.broadcast_shapes.html
    """
    outcome = [1] * max(map(len, shapes), default=0)
    for shape in shapes:
        shape = (shape,) if isinstance(shape, int) else shape
        for place, size in zip(range(-len(shape), 0), shape):
            if size == 1 or outcome[place] == size:
                continue
            if outcome[place] != 1:
                text = " ".join(shape_text(one) for one in shapes)
                raise ValueError(f"operands could not be broadcast together with shapes {text} ")
            outcome[place] = size
    return tuple(outcome)


def fitting(value, shape, is_picked=False):
    """A value without the leading axes of size 1 that it has too many."""
    given = tuple(value.shape)
    while value.dim() > len(shape) and value.shape[0] == 1:
        value = value[0]
    sizes = tuple(value.shape)
    given = given if is_picked else sizes
    fits = len(sizes) <= len(shape) and all(
        a in (1, b) for a, b in zip(reversed(sizes), reversed(shape))
    )
    if fits:
        return value
    if is_picked:
        raise ValueError(
            f"shape mismatch: value array of shape {shape_text(given)} could not be broadcast to "
            f"indexing result of shape {shape_text(shape)}"
        )
    raise ValueError(
        f"could not broadcast input array from shape {shape_text(given)} into shape "
        f"{shape_text(shape)}"
    )
