"""How tensors print: precision, common widths, scientific notation, special values."""

import torch

for values in (
    [1.0, 2.0],
    [1.5, 2.25],
    [0.1, 0.123456789],
    [1.0, 1000.0],
    [1.5, 1000.0],
    [0.001, 1.0],
    [0.0001, 0.0002],
    [0.00001, 1.0],
    [1e-5],
    [12345.678],
    [100000.0],
    [123456789.0],
    [1e8, 1.0],
    [1e9],
    [1e10, 1e-10],
    [0.5, 99999.5],
    [0.0, -0.0],
    [float("nan"), 1.0],
    [float("inf"), 1.5],
    [-float("inf"), float("nan")],
    [-1.0, 22.0, 333.0],
    [],
):
    print(torch.tensor(values))
for value in (0.0, 1.0, -2.5, 1e-5, 1e5, 1234567.0, 1e20, float("nan"), float("inf"), 3.14159265):
    print(torch.tensor(value), torch.tensor(value, dtype=torch.float64))
print(
    torch.tensor([1, -20, 300]), torch.tensor([True, False]), torch.tensor(7), torch.tensor(False)
)
