"""Arrays: how they are made, what they know of themselves, and how they print."""

import numpy as np

print(np.array([1, 2, 3]), np.array([[1.5, 2], [3, 4]]).dtype, np.array([True, False]))
print(repr(np.arange(0, 1, 0.25)), repr(np.linspace(-1, 1, 5)), repr(np.arange(10, 0, -3)))
print(repr(np.zeros((2, 3))), repr(np.ones(2, dtype=np.float32)), repr(np.full((2, 2), 7)))
print(repr(np.eye(3)), repr(np.array([])), repr(np.zeros((0, 3))), repr(np.array(2.5)))
print(repr(np.logspace(0, 3, 4)), repr(np.identity(2, dtype=int)), repr(np.diag([1, 2])))

a = np.arange(24).reshape(2, 3, 4)
print(a.shape, a.ndim, a.size, a.dtype, a.itemsize, a.nbytes, a.T.shape, len(a), a.strides)
print(a)
print(repr(a.astype("float32") / 3))

print(np.array([1e-10, 1.0]), np.array([1e8, 0.5]), np.array([0.1, 0.25, 100.0]))
print(np.array([np.nan, 1.0, -np.inf]), np.array([1 / 3, 2 / 3], dtype=np.float32))
print(np.array([123456789.0, 1.5]), np.array([-0.0, 1e-5]), np.array([1e300]))
print(np.arange(2000))
print(np.linspace(0, 1, 3000).reshape(3, 1000))

np.set_printoptions(precision=3, suppress=True)
print(np.array([1e-10, np.pi, 1000.0]), repr(np.exp(-np.arange(5.0))))
np.set_printoptions(precision=8, suppress=False)
print(np.array2string(np.linspace(0, 1, 4), precision=2, separator=", "))
print(np.zeros_like([1, 2]), np.ones_like([1.5]), np.full_like([1.0, 2.0], 9))
print([x.tolist() for x in np.meshgrid([1, 2, 3], [4, 5])])
