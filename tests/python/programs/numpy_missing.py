"""Names that there aren't: numpy's words for them."""

import numpy as np

for name in ("foo", "arrray"):
    try:
        getattr(np, name)
    except AttributeError as error:
        print(str(error).split("\n")[0])
try:
    np.arange(3).foo
except AttributeError as error:
    print(error)
for wrong in (
    lambda: np.array([1, 2]).astype("foo"),
    lambda: np.zeros(2.5),
    lambda: np.arange(),
    lambda: np.sin(),
    lambda: np.float64("a"),
    lambda: hash(np.ones(2)),
    lambda: np.ones(3) + None,
    lambda: np.ones(2)[0][0],
    lambda: np.arange(3).item(7),
    lambda: np.zeros(-1),
    lambda: np.linspace(0, 1, -2),
    lambda: iter(np.array(1)),
):
    try:
        print(wrong())
    except (TypeError, ValueError, IndexError) as error:
        print(type(error).__name__, error)
