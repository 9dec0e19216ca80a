"""Operators, broadcasting, the dtypes of results, and in-place changes."""

import warnings

import numpy as np

a = np.array([1, 2, 3])
x = np.array([0.5, 1.5, 2.5])
print(a + x, a - 1, 2 * a, a / 2, a // 2, a % 2, a**2, 2**a, -a, abs(-x), x**0.5)
print(a < 2, a == [1, 0, 3], x >= 1.5, ~(a > 1), (a > 1) & (x < 2), (a > 2) | (x < 1))
print(np.array([-7.5, 7.5]) // 2, np.array([-7, 7]) % 3, np.array([5, 6]) & 3, a << 1)

column = a.reshape(3, 1)
print(column + a, (column * x).shape, (np.ones((2, 1, 3)) * np.ones((4, 1))).shape)

half = np.ones(2, dtype=np.float32)
for made in (a + 1, a + 1.5, a / 1, a * True, half + 1, half * 1.5, half + x[:2], half + a[:2]):
    print(made.dtype, end=" ")
print((a > 1).sum().dtype, a.mean().dtype, np.sqrt(a).dtype, np.float32(2).dtype)

b = x
b += 1
b *= 2
x[1:] -= 0.5
print(x, b is x)
a //= 2
a **= 2
print(a)

for wrong in (
    lambda: a + np.arange(4),
    lambda: np.ones((2, 3)) * np.ones((3, 2)),
    lambda: np.arange(3) ** -1,
    lambda: np.arange(6).reshape(4, -1),
    lambda: np.arange(6).reshape(5),
    lambda: np.array([[1, 2], [3]]),
    lambda: np.concatenate([np.ones((2, 2)), np.ones((2, 3))]),
):
    try:
        print(wrong())
    except ValueError as error:
        print(type(error).__name__, error)
try:
    a += 0.5
except TypeError as error:
    print(error)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(np.array([1.0, 0.0, -1.0]) / 0, np.log(np.array([0.0, 1.0])), np.sqrt(np.array([-1.0])))
    print(*(warning.message for warning in caught), sep="\n")
with np.errstate(divide="ignore", invalid="ignore"):
    print(np.array([0.0, 2.0]) / np.array([0.0, 0.0]))
print(np.divide([1.0, 2.0], [0.0, 4.0], out=np.zeros(2), where=[False, True]))
