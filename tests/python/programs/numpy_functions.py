"""Functions of elements, calculus on samples, and small linear algebra."""

import numpy as np

x = np.linspace(-2, 2, 9)
print(np.exp(x), np.sin(x), np.tanh(x), np.log(x + 3), np.sqrt(x + 2), np.abs(x), np.sign(x))
print(np.floor(x), np.ceil(x), np.rint(x), np.trunc(x), np.square(x), np.power(x, 3))
print(np.arctan2([1, -1], [1, 1]), np.hypot(3, 4), np.degrees(np.pi), np.deg2rad([90, 180]))
print(np.log2(8), np.log10(1000), np.log1p(0), np.expm1(0), np.logaddexp(0.0, 0.0), np.cbrt(27))
print(np.isnan([1, np.nan]), np.isfinite([1, np.inf]), np.logical_and([1, 0], [1, 1]))
print(np.add.reduce([1, 2, 3]), np.multiply.outer([1, 2], [3, 4]), np.maximum.accumulate([1, 3, 2]))

y = x**2
print(np.gradient(y, x), np.diff(y), np.trapz(y, x) if hasattr(np, "trapz") else np.trapezoid(y, x))
print(np.interp([0.25, 5], x, y), np.cumsum(y)[-1], np.convolve([1, 2, 3], [0, 1, 0.5]))
print(
    np.polyfit(x, 3 * x + 1, 1).round(6),
    np.polyval([1, 2, 3], 2),
    np.vectorize(lambda v: v + 1)([1, 2]),
)

a = np.array([[3.0, 1.0], [1.0, 2.0]])
print(np.linalg.norm([3, 4]), np.linalg.norm(a).round(6), np.linalg.norm(a, axis=1))
print(np.linalg.inv(a), np.linalg.solve(a, [9, 8]), np.linalg.det(a).round(6))
try:
    np.linalg.inv(np.ones((2, 2)))
except np.linalg.LinAlgError as error:
    print(error)

sigmoid = 1 / (1 + np.exp(-x))
weights = np.exp(x) / np.exp(x).sum()
print(sigmoid, weights.round(4), weights.sum().round(12))
print(np.apply_along_axis(np.sum, 1, np.ones((2, 3))), np.select([x < 0, x > 1], [-x, x], 0.5))
