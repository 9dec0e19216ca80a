#!/bin/sh
# Regenerates every fixture from real PyTorch. PYTHON names an interpreter that has it.
set -eu
cd "$(dirname "$0")/../.."
samples=$(mktemp)
trap 'rm -f "$samples"' EXIT
npx tsx tests/parity/samples.ts > "$samples"
PYTHONDONTWRITEBYTECODE=1 "${PYTHON:-/usr/bin/python3}" tests/parity/generate.py "$samples" tests/parity/fixtures
