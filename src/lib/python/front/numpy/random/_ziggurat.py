"""Normal numbers by the ziggurat method, with the tables of numpy's `Generator`.

256 layers of one area under the curve exp(-x²/2). Source: https://doi.org/10.18637/jss.v005.i08
"""

import math
from decimal import Context, Decimal

_START = 3.654152885361009
_INVERSE_START = 0.27366123732975828
_AREA = 0.004928673233974652
_SCALE = 2.0**52
_ODD_HEIGHT = 0.6773880362187735


def _tables():
    """Widths, limits and heights of the layers.

    Exponentials and logarithms are rounded correctly, so that they are the same on every machine;
    in numpy's table one height isn't.
    """
    exact = Context(prec=30)

    def height(x):
        return float(exact.exp(Decimal(-0.5 * x * x)))

    edges, heights = [0.0] * 256, [1.0] * 256
    edges[255], heights[255] = _START, height(_START)
    for k in range(254, 0, -1):
        above = _AREA / edges[k + 1] + heights[k + 1]
        edges[k] = math.sqrt(-2 * float(exact.ln(Decimal(above))))
        heights[k] = height(edges[k])
        if k == 38:
            heights[k] = _ODD_HEIGHT
    edges[0] = _AREA / heights[255]
    limits = [_START / edges[0] * _SCALE, 0]
    limits += [edges[k - 1] / edges[k] * _SCALE for k in range(2, 256)]
    return [edge / _SCALE for edge in edges], [round(one) for one in limits], heights


_found = []


def standard_normal(bits):
    """One normal number."""
    if not _found:
        _found.extend(_tables())
    widths, limits, heights = _found
    while True:
        drawn = bits.wide()
        layer = drawn & 0xFF
        is_negative = drawn >> 8 & 1
        share = drawn >> 9 & 0x000FFFFFFFFFFFFF
        x = share * widths[layer]
        if is_negative:
            x = -x
        if share < limits[layer]:
            return x
        if layer == 0:
            while True:
                beyond = -_INVERSE_START * math.log1p(-bits.random())
                y = -math.log1p(-bits.random())
                if y + y > beyond * beyond:
                    return -(_START + beyond) if share >> 8 & 1 else _START + beyond
        step = heights[layer - 1] - heights[layer]
        if step * bits.random() + heights[layer] < math.exp(-0.5 * x * x):
            return x
