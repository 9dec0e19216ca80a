#!/bin/sh
# Runs each program here with Backflow's matplotlib and with the real one (3.6, backend Agg) and writes both
# answers beside it. Needs Python with numpy, matplotlib and torch; PYTHON names another interpreter.
set -e
cd "$(dirname "$0")"
"${PYTHON:-/usr/bin/python3}" generate.py "$@"
npx prettier --log-level warn --write ./*.json
