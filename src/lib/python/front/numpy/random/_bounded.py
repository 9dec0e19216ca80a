"""Whole numbers below a bound, each as likely as the others."""

_WORD = 0xFFFFFFFF


def masked(bits, span):
    """From 0 to span, both included: draws as many bits as it has until one fits."""
    if span == 0:
        return 0
    draw = bits.word if span <= _WORD else bits.wide
    mask = (1 << span.bit_length()) - 1
    while (value := draw() & mask) > span:
        pass
    return value


def scaled(bits, span):
    """From 0 to span, both included, by Lemire's method.

    Source: https://doi.org/10.1145/3230636
    """
    if span == 0:
        return 0
    draw, width = (bits.word, 32) if span <= _WORD else (bits.wide, 64)
    full = (1 << width) - 1
    if span == full:
        return draw()
    count = span + 1
    product = draw() * count
    if product & full < count:
        limit = (full - span) % count
        while product & full < limit:
            product = draw() * count
    return product >> width


def shuffled(count, draw, first=1):
    """The places 0 … count - 1 in random order; with `first`, only the end of them."""
    places = list(range(count))
    for k in range(count - 1, first - 1, -1):
        other = draw(k)
        places[k], places[other] = places[other], places[k]
    return places
