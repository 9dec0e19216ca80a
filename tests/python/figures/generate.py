"""Writes NAME.json for each NAME.py here: Backflow's figures, and limits and ticks of the real one.

What the real one answers to each line of answers.txt goes to answers.json.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FRONT = HERE.parents[2] / "src/lib/python/front/matplotlib"

OURS = """
import runpy, sys, json
from matplotlib import _export
runpy.run_path(sys.argv[1])
from matplotlib import pyplot
pyplot._flush()
print(json.dumps([json.loads(text) for text in _export.shown]))
"""

REAL = """
import runpy, sys, json, math, warnings
warnings.simplefilter("ignore")
import matplotlib
matplotlib.use("Agg")
from matplotlib import pyplot
pyplot.show = lambda *_, **__: None
runpy.run_path(sys.argv[1])

def side(axis, drawn):
    low, high = sorted(drawn)
    room = 1e-9 * (high - low)
    ticks = [t for t in axis.get_major_ticks() if low - room <= t.get_loc() <= high + room]
    return {
        "drawn": list(drawn),
        "space": axis.get_tick_space(),
        "ticks": [float(t.get_loc()) for t in ticks],
        "texts": [t.label1.get_text() for t in ticks],
        "offset": axis.get_major_formatter().get_offset(),
    }

out = []
for number in pyplot.get_fignums():
    figure = pyplot.figure(number)
    axes = [ax for ax in figure.axes if ax.get_label() != "<colorbar>"]
    limits = [(list(ax.get_xlim()), list(ax.get_ylim())) for ax in axes]
    figure.canvas.draw()
    if len(sys.argv) > 2:
        figure.savefig(sys.argv[2] + f"-{len(out)}.png")
    out.append([
        {
            "xlim": x,
            "ylim": y,
            "x": side(ax.xaxis, ax.get_xlim()),
            "y": side(ax.yaxis, ax.get_ylim()),
        }
        for ax, (x, y) in zip(axes, limits)
    ])
print(json.dumps(out))
"""


ANSWERS = """
import contextlib, io, json, re, sys, warnings
warnings.simplefilter("ignore")
import matplotlib, torch
matplotlib.use("Agg")
import matplotlib.colors, matplotlib.ticker
from matplotlib import pyplot as plt

def answer(line):
    plt.close("all")
    try:
        said = repr(eval(line))
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    return re.sub("0x[0-9a-f]+", "0x…", said)

with contextlib.redirect_stderr(io.StringIO()):
    said = {line: answer(line) for line in open(sys.argv[1]).read().splitlines()}
print(json.dumps(said))
"""


def run(code: str, *args: str, path: str | None = None) -> object:
    """The last line that a program prints, as JSON."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": path or ""}
    done = subprocess.run(
        [sys.executable, "-c", code, *args], env=env, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Programs named on the command line, or all."""
    answers = run(ANSWERS, str(HERE / "answers.txt"))
    (HERE / "answers.json").write_text(json.dumps(answers) + "\n")
    pictures = os.environ.get("PICTURES")
    names = sys.argv[1:] or sorted(p.stem for p in HERE.glob("*.py") if p.stem != "generate")
    with tempfile.TemporaryDirectory() as folder:
        # Backflow's matplotlib beside the installed numpy and torch.
        (Path(folder) / "matplotlib").symlink_to(FRONT)
        for name in names:
            program = str(HERE / f"{name}.py")
            answer = {
                "figures": run(OURS, program, path=folder),
                "matplotlib": run(REAL, program, *([f"{pictures}/{name}"] if pictures else [])),
            }
            (HERE / f"{name}.json").write_text(json.dumps(answer) + "\n")


main()
