"""Assertions about arrays.

Source: https://numpy.org/doc/stable/reference/routines.testing.html
"""

from ._create import asarray
from ._lacking import lacks
from ._logic import allclose, array_equal

__all__ = [
    "assert_",
    "assert_allclose",
    "assert_almost_equal",
    "assert_array_almost_equal",
    "assert_array_equal",
    "assert_equal",
]


def __getattr__(name):
    raise lacks("numpy.testing", name)


def _fail(message, err_msg, actual, desired):
    parts = [message, err_msg, f" x: {asarray(actual)!r}", f" y: {asarray(desired)!r}"]
    raise AssertionError("\n" + "\n".join(part for part in parts if part))


def assert_(val, msg=""):
    """Raises AssertionError unless true."""
    if not val:
        raise AssertionError(msg)


def assert_allclose(actual, desired, rtol=1e-07, atol=0, equal_nan=True, err_msg="", verbose=True):
    """Raises AssertionError unless all elements are close."""
    if not allclose(actual, desired, rtol, atol, equal_nan):
        message = f"Not equal to tolerance rtol={rtol:g}, atol={atol:g}\n"
        _fail(message, err_msg, actual, desired)


def assert_array_equal(x, y, err_msg="", verbose=True):
    """Raises AssertionError unless all elements are the same; numbers go with every shape."""
    actual, desired = asarray(x), asarray(y)
    if actual.ndim and desired.ndim == 0 or desired.ndim and actual.ndim == 0:
        same = bool((actual == desired).all())
    else:
        same = array_equal(actual, desired, actual.dtype.kind == desired.dtype.kind == "f")
    if not same:
        _fail("Arrays are not equal\n", err_msg, x, y)


def assert_equal(actual, desired, err_msg="", verbose=True):
    """Raises AssertionError unless two objects are the same."""
    if isinstance(actual, (str, dict)) or isinstance(desired, (str, dict)):
        if actual != desired:
            raise AssertionError(
                f"\nItems are not equal:\n ACTUAL: {actual!r}\n DESIRED: {desired!r}"
            )
        return
    assert_array_equal(actual, desired, err_msg)


def assert_almost_equal(actual, desired, decimal=7, err_msg="", verbose=True):
    """Raises AssertionError unless all elements agree to so many decimals."""
    if not allclose(actual, desired, 0, 1.5 * 10.0**-decimal, True):
        _fail(f"Arrays are not almost equal to {decimal} decimals\n", err_msg, actual, desired)


assert_array_almost_equal = assert_almost_equal
