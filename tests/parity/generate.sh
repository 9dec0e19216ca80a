#!/bin/sh
# Regenerates every fixture from real PyTorch. PYTHON names an interpreter that has it.
set -eu
cd "$(dirname "$0")/../.."
samples=$(mktemp)
exports=$(mktemp)
trap 'rm -f "$samples" "$exports"' EXIT
npx tsx tests/parity/samples.ts > "$samples"
npx tsx tests/parity/exports.ts > "$exports"
PYTHONDONTWRITEBYTECODE=1 "${PYTHON:-/usr/bin/python3}" tests/parity/generate.py "$samples" tests/parity/fixtures
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/parity "${PYTHON:-/usr/bin/python3}" \
  -m generator.exports "$exports" tests/parity/fixtures
