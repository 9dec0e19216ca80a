"""Random numbers by seed: the same as numpy's, from the old generator and the new one."""

import numpy as np

np.random.seed(0)
print(np.random.rand(3), np.random.randn(2, 2), np.random.randint(0, 10, 8))
print(np.random.uniform(-1, 1, 3), np.random.normal(5, 2, 3), np.random.permutation(6))
print(np.random.choice(5, 4), np.random.choice([0.5, 1.5, 2.5], 3, replace=False))
print(np.random.choice(3, 8, p=[0.7, 0.2, 0.1]), np.random.random(2), np.random.standard_normal(2))
order = np.arange(8)
np.random.shuffle(order)
rows = np.arange(6).reshape(3, 2)
np.random.shuffle(rows)
print(order, rows.tolist(), np.random.exponential(2.0, 2), np.random.binomial(10, 0.3, 5))
print(np.random.poisson(3, 5), np.random.normal([0, 10], [1, 2]), np.random.randint(2**40))

one = np.random.RandomState(42)
print(one.randn(3), one.rand(), one.randint(1, 7, size=(2, 3)))

rng = np.random.default_rng(42)
print(rng.random(3), rng.integers(0, 10, 8), rng.normal(size=3), rng.standard_normal((2, 2)))
print(rng.uniform(-1, 1, 2), rng.permutation(6), rng.choice(5, 3, replace=False), rng.choice(4, 5))
print(rng.integers(1, 6, endpoint=True, size=4), rng.choice(3, 5, p=[0.2, 0.3, 0.5]))

np.random.seed(1)
samples = np.random.randn(1000)
print(samples.mean(), samples.std(), samples.min(), samples.max())
for wrong in (
    lambda: np.random.randint(5, 2),
    lambda: np.random.choice(3, 5, replace=False),
    lambda: np.random.choice(3, p=[0.1, 0.2, 0.3]),
    lambda: np.random.normal(0, -1),
):
    try:
        print(wrong())
    except ValueError as error:
        print(error)
