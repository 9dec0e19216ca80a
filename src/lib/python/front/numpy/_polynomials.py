"""Polynomials by their coefficients, the highest power first.

Source: https://numpy.org/doc/stable/reference/routines.polynomials.poly1d.html
"""

from . import linalg
from ._create import asarray, zeros_like
from ._patterns import vander
from ._ranges import arange
from ._reduce import sum as _sum
from ._ufuncs import multiply, sqrt


def polyval(p, x):
    """The value of a polynomial."""
    x = asarray(x)
    made = zeros_like(x)
    for coefficient in asarray(p):
        made = made * x + coefficient
    return made if asarray(made).ndim else asarray(made)[()]


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    """The polynomial of a degree that comes closest to points, by least squares.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.polyfit.html
    """
    if full or cov:
        raise ValueError("Backflow's numpy gives only the coefficients of polyfit")
    x, y = asarray(x) + 0.0, asarray(y) + 0.0
    if deg < 0:
        raise ValueError("expected deg >= 0")
    if x.ndim != 1:
        raise TypeError("expected 1D vector for x")
    if x.size == 0:
        raise TypeError("expected non-empty vector for x")
    if y.ndim not in (1, 2):
        raise TypeError("expected 1D or 2D array for y")
    if x.shape[0] != y.shape[0]:
        raise TypeError("expected x and y to have same length")
    left = vander(x, deg + 1)
    if w is not None:
        weights = asarray(w) + 0.0
        left = left * weights[:, None]
        y = y * (weights[:, None] if y.ndim == 2 else weights)
    scale = sqrt(_sum(multiply(left, left), axis=0))
    made = linalg.lstsq(left / scale, y)[0]
    return (made.T / scale).T


def polyder(p, m=1):
    """The derivative of a polynomial."""
    made = asarray(p)
    for _ in range(m):
        made = made[:-1] * arange(made.size - 1, 0, -1)
    return made


def polyint(p, m=1, k=None):
    """The integral of a polynomial, with constants k."""
    from ._join import concatenate

    made = asarray(p)
    constants = [0.0] * m if k is None else asarray(k).ravel().tolist()
    for constant in constants:
        made = concatenate((made / arange(made.size, 0, -1), asarray([float(constant)])))
    return made


def polymul(a1, a2):
    """The product of two polynomials."""
    from ._calculus import convolve

    return convolve(a1, a2)


def polyadd(a1, a2):
    """The sum of two polynomials."""
    from ._select import pad

    a, b = asarray(a1), asarray(a2)
    size = max(a.size, b.size)
    return pad(a, (size - a.size, 0)) + pad(b, (size - b.size, 0))
