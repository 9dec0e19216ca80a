"""Runs a notebook on real PyTorch: `cells.py FILE` prints as JSON what each code cell shows."""

import ast
import contextlib
import io
import json
import pathlib
import sys
import warnings

import matplotlib.colors
import matplotlib.pyplot as plt


def echoed(source: str, name: str):
    """The cell's code: its statements, and its last expression where it ends in one."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    if last is not None and source.rstrip().endswith(";"):
        tree.body.append(last)
        last = None
    statements = compile(tree, name, "exec")
    return statements, last and compile(ast.Expression(last.value), name, "eval")


def rounded(values) -> list:
    return [round(float(value), 2) + 0.0 for value in values]


def described(line) -> dict:
    return {
        "color": matplotlib.colors.to_hex(line.get_color()),
        "count": len(line.get_xdata()),
        "x": rounded([line.get_xdata()[at] for at in (0, -1)]),
        "y": rounded([line.get_ydata()[at] for at in (0, -1)]),
    }


def entries(legend) -> list:
    return [text.get_text() for text in legend.get_texts()] if legend else []


def drawing(figure) -> dict:
    """What can be seen in a figure's axes; colour bars, which have axes of their own, apart."""
    bars = [axes for axes in figure.get_axes() if axes.get_label() == "<colorbar>"]
    return {
        "axes": [
            {
                "lines": [described(line) for line in axes.get_lines()],
                "legend": entries(axes.get_legend()),
                "xlim": rounded(axes.get_xlim()),
                "ylim": rounded(axes.get_ylim()),
                "xlabel": axes.get_xlabel(),
                "ylabel": axes.get_ylabel(),
                "title": axes.get_title(),
            }
            for axes in figure.get_axes()
            if axes not in bars
        ],
        "colorbars": [axes.get_ylabel() for axes in bars],
    }


def run(source: str, name: str, names: dict) -> dict:
    statements, last = echoed(source, name)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        exec(statements, names)
        value = eval(last, names) if last else None
    figures = [drawing(plt.figure(number)) for number in plt.get_fignums()]
    plt.close("all")
    return {
        "stdout": printed.getvalue(),
        "result": None if value is None else repr(value),
        "warnings": [warning.category.__name__ for warning in caught],
        "figures": figures,
    }


def main(file: str) -> None:
    notebook = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))
    names = {"__name__": "__main__"}
    shown = {
        cell["id"]: run("".join(cell["source"]), cell["id"], names)
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    }
    json.dump(shown, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1])
