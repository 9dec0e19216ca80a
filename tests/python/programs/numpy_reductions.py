"""Sums, means and extremes of whole arrays and along axes; running sums; sorting."""

import numpy as np

a = np.arange(1, 13, dtype=float).reshape(3, 4)
print(a.sum(), a.sum(axis=0), a.sum(axis=1, keepdims=True), a.sum(axis=(0, 1)), np.sum(a[0]))
print(a.mean(), a.mean(0), a.std(1), a.var(), a.var(ddof=1), a.prod(axis=0), np.ptp(a))
print(a.min(), a.max(1), a.argmin(), a.argmax(axis=0), np.median(a), np.percentile(a, [25, 75]))
print(a.cumsum()[-1], a.cumsum(axis=1), np.cumprod([1, 2, 3, 4]), np.diff([1, 4, 9, 16]))
print((a > 4).all(), (a > 4).any(axis=1), (a > 4).sum(), np.count_nonzero(a > 4))
print(np.sum([0.1] * 10), np.full(1000, 0.1).sum(), np.full(1000, 0.1, dtype=np.float32).sum())
print(np.linspace(0, 1, 777).mean(), np.sin(np.arange(100.0)).round(6).sum().round(6))

print(np.sort([3, 1, 2]), np.argsort([30, 10, 20]), np.sort([[3, 1], [0, 2]], axis=0))
print(np.unique([3, 1, 2, 3, 1]), np.searchsorted([1, 2, 3], [0.5, 2.5]), np.flip([1, 2, 3]))
values, counts = np.unique([3, 1, 2, 3, 1], return_counts=True)
print(values, counts, np.bincount([0, 1, 1, 3]), np.isin([1, 2], [2, 3]))
print(
    np.maximum([1, 5], [3, 2]), np.minimum(a, 6).max(), np.clip(a, 3, 7).sum(), np.round(a / 7, 2)
)
print(
    np.nanmean([1.0, np.nan, 3.0]),
    np.array([1.0, np.nan]).max(),
    np.average([1, 2, 3], weights=[3, 2, 1]),
)
counts, edges = np.histogram([0.1, 0.4, 0.45, 0.9], bins=3, range=(0, 1))
print(counts, edges, np.corrcoef([1.0, 2, 3], [2.0, 4, 7]).round(4).tolist())

for wrong in (
    lambda: a.sum(axis=2),
    lambda: np.array([]).max(),
    lambda: np.array([]).argmax(),
):
    try:
        print(wrong())
    except ValueError as error:
        print(error)
