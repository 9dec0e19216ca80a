"""The same elements in other shapes; arrays joined and taken apart."""

import numpy as np

a = np.arange(6)
m = a.reshape(2, 3)
print(m, m.T, m.ravel(), m.flatten(), m.reshape(-1, 2), m.reshape(3, -1).shape)
print(m.base is a, m.copy().base is None, m[0].base is a)
print(np.concatenate([m, m]), np.concatenate([m, m], axis=1).shape, np.stack([a, a]).shape)
print(np.vstack([[1, 2], [3, 4]]), np.hstack([[1, 2], [3]]), np.column_stack([[1, 2], [3, 4]]))
print([part.tolist() for part in np.split(a, 3)], [p.tolist() for p in np.array_split(a, 4)])
print(np.squeeze(np.ones((1, 3, 1))).shape, np.expand_dims(a, 0).shape, a[:, np.newaxis].shape)
print(np.repeat([1, 2], 3), np.tile([1, 2], (2, 2)), np.roll(a, 2), np.rot90(m), np.fliplr(m))
print(
    np.transpose(np.ones((2, 3, 4)), (2, 0, 1)).shape, np.swapaxes(np.ones((2, 3, 4)), 0, 2).shape
)
print(np.where(m > 2, m, -m), np.pad([1, 2], 1), np.append(a, 9), np.broadcast_to([1, 2], (2, 2)))
print(np.tril(np.ones((3, 3))), np.triu(np.arange(9).reshape(3, 3), 1), np.outer([1, 2], [3, 4]))
print(m @ m.T, m.dot([1, 0, 1]), np.dot([1, 2], [3, 4]), np.einsum("ij,kj->ik", m, m))
print(
    np.matmul(np.ones((2, 3, 4)), np.ones((4, 5))).shape,
    np.trace(np.eye(3)),
    np.cross([1, 0, 0], [0, 1, 0]),
)
print(np.array_equal(m, m.copy()), np.allclose([1.0], [1.0 + 1e-9]), np.isclose([1, 2], [1, 2.1]))

for wrong in (
    lambda: m @ m,
    lambda: m.dot([1, 2]),
    lambda: np.stack([a, m]),
    lambda: np.split(a, 4),
    lambda: np.squeeze(m, axis=0),
    lambda: m.transpose(0, 2),
):
    try:
        print(wrong())
    except ValueError as error:
        print(error)
