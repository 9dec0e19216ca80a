import type { PyodideAPI } from 'pyodide';

/**
 * What Pyodide lets Python code reach of JavaScript: the global object and Pyodide's own interface. Programs have
 * no use for either, so both are gone before the first one runs.
 */
const CLOSE = `
def close():
    import sys
    from _pyodide._importhook import jsfinder

    for name in ("js", "pyodide_js"):
        jsfinder.jsproxies.pop(name, None)
    for name in list(sys.modules):
        if name.partition(".")[0] in ("js", "pyodide_js"):
            del sys.modules[name]

close()
`;

export function closeDoors(pyodide: PyodideAPI): void {
  const scope = pyodide.toPy({});
  pyodide.runPython(CLOSE, { globals: scope });
  scope.destroy();
}
