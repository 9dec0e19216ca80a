"""Single numbers: what sums and subscripts give, and what can be done with them."""

import numpy as np

a = np.array([1.5, 2.5, 4.0])
total = a.sum()
print(total, type(total), isinstance(total, float), total.item(), type(total.item()))
print(total + 1, total / 3, 2 * total, total**2, -total, total // 3, total > 7, total == 8)
print(f"{total:.2f} {total} %.1f" % a[0], round(a.mean(), 3), int(a[1]), float(a[2]))
print(a.mean(), a.std(), a.var(), a.max(), a.argmax(), a[0] * a[1], a.dot(a))

n = np.arange(5).sum()
print(
    n, type(n), n / 4, n // 4, n % 4, n**2, [10, 20, 30][np.int64(1)], n + 0.5, list(range(n))[:3]
)
print(np.float32(0.1), np.float32(1) / np.float32(3), np.float32(16777216), np.float32(1e-7))
print(np.float64(0.1) + np.float64(0.2), np.float64(1e16), np.float64(1e-5), np.float64(123456.789))
print(np.bool_(True), not np.bool_(False), np.bool_(True) & np.bool_(False), (a > 2).any())
print(np.float64("nan") == np.float64("nan"), np.isnan(np.nan), np.inf, -np.inf, np.pi, np.e)

with np.errstate(all="ignore"):
    print(np.float64(1) / 0, np.float64(0) / 0, np.exp(np.float64(1000)), np.log(np.float64(0)))
print(np.array(3.5) + 1, np.array(3).item(), np.array([7]).item(), np.arange(3).tolist())
print(sum(np.arange(4)), max(np.array([1.0, 3.0])), sorted(np.array([3.0, 1.0]).tolist()))
print(np.finfo(np.float32).eps, np.finfo(float).max, np.iinfo(np.int64).max)
print(np.issubdtype(a.dtype, np.floating), a.dtype == np.float64, str(np.dtype("float32")))
