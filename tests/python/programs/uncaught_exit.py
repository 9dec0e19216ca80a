"""Ends by sys.exit with a number of its own."""

import sys

import torch

print(torch.ones(1))
print("to stderr", file=sys.stderr)
sys.exit(3)
