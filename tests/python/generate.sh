#!/bin/sh
# Runs real PyTorch on the programs and notebooks and writes down what it prints. PYTHON names an
# interpreter that has torch, numpy and matplotlib. Arguments name single programs, or `notebooks`.
set -eu
cd "$(dirname "$0")/../.."
PYTHONDONTWRITEBYTECODE=1 "${PYTHON:-/usr/bin/python3}" tests/python/generate.py "$@"
npx prettier --log-level warn --write tests/python/notebooks.json
