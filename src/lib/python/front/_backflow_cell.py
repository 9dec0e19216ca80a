"""Runs the learner's code: a file, or one cell after another."""

import ast
import builtins
import json
import linecache
import sys
import traceback
import types
import warnings

_FOLDER = __file__.rpartition("/")[0]
_SCRIPTS = ("<frozen importlib", "http:", "https:", "file:", "blob:", "wasm:", "node:")
_main = None
_ran = {"file": None, "targets": {}}


def restart():
    """Begins with fresh globals."""
    global _main
    _main = types.ModuleType("__main__")
    _main.__dict__["__builtins__"] = builtins
    sys.modules["__main__"] = _main


restart()


def _is_ours(filename):
    # JavaScript's frames, which Pyodide puts between, name its files; importing isn't of interest.
    is_script = filename.startswith(_SCRIPTS) or filename.endswith((".ts", ".js", ".mjs"))
    return is_script or filename.startswith(_FOLDER) or filename == "<exec>"


def _without_ours(found):
    """Leaves out the frames that aren't the learner's, of causes and contexts too."""
    kept = [frame for frame in found.stack if not _is_ours(frame.filename)]
    found.stack = traceback.StackSummary.from_list(kept)
    for other in (found.__cause__, found.__context__):
        if other is not None:
            _without_ours(other)
    for other in found.exceptions or ():
        _without_ours(other)


def _line(error, file):
    """Where in the learner's file it happened."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return error.lineno
    found = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == file:
            found = line
    return found


def _fault(error, file):
    found = traceback.TracebackException.from_exception(error)
    _without_ours(found)
    is_unread = isinstance(error, SyntaxError) and error.filename == file
    try:
        # Code that can't be read has called nothing yet.
        text = "".join(found.format_exception_only() if is_unread else found.format())
    except RecursionError:
        text = f"{type(error).__name__}: {error}\n"
    hint = getattr(error, "_backflow_hint", None)
    if hint is not None:
        # Before the traceback, whose last line is what the original would say.
        text = f"({hint})\n{text}"
    return {
        "name": type(error).__name__,
        "message": str(error),
        "traceback": text,
        "line": _line(error, file),
    }


def _targets(tree):
    """Names that single assignments give, by line."""
    found = {}
    for node in ast.walk(tree):
        target = None
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
            target = node.target
        if isinstance(target, ast.Name):
            found[node.lineno] = target.id
        elif isinstance(target, ast.Attribute):
            found[node.lineno] = target.attr
    return found


def _shown(value):
    from _backflow import result

    if value is not None:
        builtins._ = value
        result(repr(value))


def _without_magics(code):
    """Leaves out the lines that are for Jupyter and not for Python; the others keep their numbers."""
    lines = code.splitlines(keepends=True)
    for k, line in enumerate(lines):
        bare = line.lstrip()
        if not bare.startswith(("%", "!")):
            continue
        lines[k] = line[: len(line) - len(bare)] + "pass\n"
        if not bare.startswith("%matplotlib"):
            print(f"(Left out, because it is for Jupyter: {bare.strip()})", file=sys.stderr)
    return "".join(lines)


def _parsed(code, file, echo):
    try:
        return ast.parse(code, file)
    except SyntaxError as error:
        # A line may begin with % in Python too: only what is no Python is looked through.
        if not echo:
            raise
        fault = error
    try:
        return ast.parse(_without_magics(code), file)
    except SyntaxError:
        raise fault from None


def _execute(code, file, echo):
    tree = _parsed(code, file, echo)
    _ran["targets"] = _targets(tree)
    last = tree.body[-1] if tree.body and echo else None
    ends_quietly = code.rstrip().endswith(";")
    namespace = _main.__dict__
    namespace.pop("__warningregistry__", None)
    if isinstance(last, ast.Expr):
        exec(compile(ast.Module(tree.body[:-1], []), file, "exec"), namespace)
        value = eval(compile(ast.Expression(last.value), file, "eval"), namespace)
        if not ends_quietly:
            _shown(value)
    else:
        exec(compile(tree, file, "exec"), namespace)


def _flushed():
    plots = sys.modules.get("matplotlib.pyplot")
    if plots is not None:
        plots._flush()


def run(code, file, echo):
    """Runs code and answers what became of it, as JSON."""
    from torch import _calls

    _calls.FILES.add(file)
    lines = code.splitlines(keepends=True)
    linecache.cache[file] = (len(code), None, lines, file)
    _ran["file"] = file
    fault = exit_code = None
    try:
        try:
            _execute(code, file, echo)
        finally:
            _flushed()
    except SystemExit as stop:
        exit_code = stop.code
        if exit_code is not None and not isinstance(exit_code, int):
            print(exit_code, file=sys.stderr)
            exit_code = 1
        exit_code = exit_code or 0
    except BaseException as error:
        fault = _fault(error, file)
    finally:
        from torch._calls import engine

        engine.setGradEnabled(True)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    tensors = [
        {
            "name": name,
            "shape": list(value.shape),
            "gradFn": value.grad_fn.name() if value.grad_fn else None,
        }
        for name, value in _tensors()
        if value.requires_grad
    ]
    return json.dumps({"fault": fault, "exit": exit_code, "tensors": tensors})


def _tensors():
    torch = sys.modules.get("torch")
    if torch is None:
        return []
    return [
        (name, value)
        for name, value in list(_main.__dict__.items())
        if isinstance(value, torch.Tensor) and not name.startswith("_")
    ]


def named():
    """The names of tensors and what the engine has for them, and the names by line, for the picture."""
    from pyodide.ffi import to_js

    found = []
    for name, value in _tensors():
        found.append((name, value._t))
    torch = sys.modules.get("torch")
    nn = sys.modules.get("torch.nn")
    if torch is not None and nn is not None:
        for name, value in list(_main.__dict__.items()):
            if isinstance(value, nn.Module):
                for path, one in value.named_parameters():
                    found.append((f"{name}_{path.replace('.', '_')}", one._t))
    return to_js([[name, js] for name, js in found])


def targets():
    """The names that lines give, as JSON."""
    return json.dumps(_ran["targets"])


def start():
    """Once, before anything runs."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)
    warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
    sys.setrecursionlimit(1000)
