"""Runs real PyTorch on every program of `programs/` and every notebook of `static/notebooks/`.

Beside a program NAME.py it writes NAME.out, what it printed; and where it ends in an exception
that nobody catches NAME.err: the last line of stderr, then the exit code. What the cells of the
notebooks print goes into notebooks.json.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"
NOTEBOOKS = HERE.parent.parent / "static" / "notebooks"
# One thread, so that sums are added in the same order on every machine.
ENVIRONMENT = {
    **os.environ,
    "MPLBACKEND": "Agg",
    "OMP_NUM_THREADS": "1",
    "PYTHONIOENCODING": "utf-8",
    "PYTHONHASHSEED": "0",
}


def normalised(text: str) -> str:
    """The text without the addresses of objects."""
    return re.sub(r"\bat 0x[0-9a-f]+", "at 0x…", text)


def write(file: pathlib.Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=PROGRAMS,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )


def generate(program: pathlib.Path) -> str:
    """Runs one program and writes what came of it; returns a line about it."""
    ran = run(program.name)
    write(program.with_suffix(".out"), normalised(ran.stdout))
    fault = program.with_suffix(".err")
    if ran.returncode == 0:
        fault.unlink(missing_ok=True)
        return f"{program.stem}: {len(ran.stdout.splitlines())} lines"
    last = normalised(ran.stderr.rstrip("\n").split("\n")[-1])
    write(fault, f"{last}\nexit code {ran.returncode}\n")
    return f"{program.stem}: exit code {ran.returncode}, {last}"


def generate_notebooks() -> None:
    notebooks = {}
    for file in sorted(NOTEBOOKS.glob("*.ipynb")):
        ran = run(str(HERE / "cells.py"), str(file))
        if ran.returncode != 0:
            sys.exit(f"{file.name}: {ran.stderr}")
        notebooks[file.stem] = json.loads(normalised(ran.stdout))
        print(f"{file.name}: {len(notebooks[file.stem])} cells")
    text = json.dumps(notebooks, indent=2, ensure_ascii=False)
    write(HERE / "notebooks.json", text + "\n")


def main(names: list[str]) -> None:
    programs = sorted(PROGRAMS.glob("*.py"))
    if names:
        stems = {pathlib.Path(name).stem for name in names}
        programs = [program for program in programs if program.stem in stems]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for line in pool.map(generate, programs):
            print(line)
    if not names or "notebooks" in names:
        generate_notebooks()


if __name__ == "__main__":
    main(sys.argv[1:])
