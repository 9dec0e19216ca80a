"""Lab, row 5: the five attributes of a result, and the warning that reading its grad brings."""

import warnings

import torch

x = torch.tensor(2.0, requires_grad=True)
y = x**2
y.backward()
print("data:", y.data)
print("grad_fn:", y.grad_fn)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print("grad:", y.grad)
print("is_leaf:", y.is_leaf)
print("requires_grad:", y.requires_grad)
for warning in caught:
    # Some builds end the sentence with the place in PyTorch's own source.
    print(warning.category.__name__, str(warning.message).split(" (Triggered")[0])
