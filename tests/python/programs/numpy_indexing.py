"""Subscripts: views, copies, masks, lists of indices, and what goes wrong with them."""

import numpy as np

a = np.arange(12).reshape(3, 4)
print(a[1], a[1, 2], a[-1, -1], a[:, 1], a[1:, ::2], a[..., 0], a[::-1, 0])
print(a[a > 5], a[[0, 2]], a[[0, 2], [1, 3]], a[:, [3, 0]], a[[True, False, True], 1:3])
print(a[None].shape, a[:, None, 1].shape, a[np.array([[0, 1], [2, 0]])].shape)

b = a[1]
b[0] = 99
c = a.copy()
c[0, 0] = -1
a.T[2, 0] = 50
print(a, b.base is None, c[0, 0])

f = np.zeros((3, 4))
f[0] = 1
f[:, 1] = [5, 6, 7]
f[f > 5] *= 10
f[[1, 2], [0, 3]] += 0.5
f[2, ::2] = np.array([8, 9])
print(f)

counts = np.zeros(3, dtype=int)
counts[[0, 0, 2]] += 1
np.add.at(counts, [0, 0, 2], 1)
print(counts, [int(i) for i in np.where(counts > 1)[0]], np.argwhere(counts > 0).tolist())

t = np.arange(24).reshape(2, 3, 4)
print(t[0, :, [0, 1]].shape, t[:, [0, 1], 0], t[[0, 1], :, [0, 1]].shape)
print(np.take(a, [0, 2], axis=1).tolist(), np.delete([1, 2, 3], 1), np.insert([1, 2], 1, 9))

for wrong in (
    lambda: a[3],
    lambda: a[0, 4],
    lambda: a[0, 0, 0],
    lambda: a[1.0],
    lambda: a["x"],
    lambda: a[[0, 5]],
    lambda: a[np.array([True, False])],
    lambda: a[[0, 1], [0, 1, 2]],
    lambda: f.__setitem__(0, [1, 2, 3]),
    lambda: bool(a > 3),
    lambda: len(np.array(1)),
):
    try:
        print(wrong())
    except (IndexError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
