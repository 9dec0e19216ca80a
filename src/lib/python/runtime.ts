import type { PyodideAPI } from 'pyodide';
import { Tensor } from '../tensor/tensor';
import { installWarner } from '../tensor/warnings';
import { bridge } from './bridge/bridge';
import type { PythonEvent, PythonFault, RecordedGraph, RunOutcome, Runtime } from './events';
import type { FigureSpec } from './figure';
import { draw, type DrawOptions } from './record/draw';
import { Journal } from './record/journal';

/** Where the packages that Python imports lie in its file system. */
const FOLDER = '/backflow';

/** How Pyodide has to be loaded: nothing of the page or of Node in reach, and null as None. */
export const PYODIDE_OPTIONS = {
  jsglobals: Object.freeze(Object.create(null)) as object,
  convertNullToNone: true
};

/** So many runs can be drawn later: the latest ones. */
const MOST_RUNS = 500;

/** What Python's runner answers. */
interface Ran {
  readonly fault: PythonFault | null;
  /** What `sys.exit` was given, where it was called. */
  readonly exit: number | null;
  readonly tensors: readonly { name: string; shape: number[]; gradFn: string | null }[];
}

/** The runner in `_backflow_cell.py`. */
interface Cell {
  run(code: string, file: string, echo: boolean): string;
  restart(): void;
  start(): void;
  named(): readonly (readonly [string, unknown])[];
  targets(): string;
}

function install(pyodide: PyodideAPI, sources: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(sources)) {
    const full = `${FOLDER}/${path}`;
    pyodide.FS.mkdirTree(full.slice(0, full.lastIndexOf('/')));
    pyodide.FS.writeFile(full, text);
  }
}

/**
 * Python with our `torch`, in a Pyodide that is already there.
 * @param sources the files under `front/`, by their path there
 * @param emit told of output, figures and values, in order
 */
export function createRuntime(
  pyodide: PyodideAPI,
  sources: Readonly<Record<string, string>>,
  emit: (event: PythonEvent) => void
): Runtime {
  const journal = new Journal();
  install(pyodide, sources);
  for (const stream of ['stdout', 'stderr'] as const) {
    const decoder = new TextDecoder();
    const options = {
      isatty: false,
      write(buffer: Uint8Array): number {
        // The memory is Python's and changes under us.
        const text = decoder.decode(buffer.slice(), { stream: true });
        if (text !== '') emit({ kind: 'text', stream, text });
        return buffer.length;
      }
    };
    if (stream === 'stdout') pyodide.setStdout(options);
    else pyodide.setStderr(options);
  }
  pyodide.registerJsModule('_backflow', {
    ...bridge(journal),
    figure: (json: string) => emit({ kind: 'figure', figure: JSON.parse(json) as FigureSpec }),
    result: (text: string) => emit({ kind: 'result', text })
  });
  pyodide.runPython(
    `import sys; sys.path.insert(0, ${JSON.stringify(FOLDER)}); sys.dont_write_bytecode = True`
  );
  const cell = pyodide.pyimport('_backflow_cell') as unknown as Cell;
  const warn = pyodide.pyimport('torch._calls').warn as (message: string) => void;
  installWarner((message) => warn(message));
  cell.start();

  type Run = Omit<DrawOptions, 'name'>;
  /** By file, the latest at the end. */
  const runs = new Map<string, Run>();
  let latest: Run = { since: 0, until: 0, names: [], targets: {} };
  const note = (file: string, since: number): void => {
    const names = cell
      .named()
      .flatMap(([name, one]) =>
        one instanceof Tensor ? [[name, journal.entryOf(one)] as const] : []
      );
    const targets = JSON.parse(cell.targets()) as Record<string, string>;
    latest = { since, until: journal.now, names, targets };
    runs.delete(file);
    runs.set(file, latest);
    const [oldest] = runs.keys();
    if (runs.size > MOST_RUNS && oldest !== undefined) runs.delete(oldest);
  };
  return {
    run(code, { file, echo }): RunOutcome {
      const since = journal.now;
      const { fault, exit, tensors } = JSON.parse(cell.run(code, file, echo)) as Ran;
      note(file, since);
      return { fault, exit, tensors };
    },
    graph(name, file = null): RecordedGraph {
      const run = file === null ? latest : runs.get(file);
      if (!run) throw new Error(`What ${file} computed isn't known any more: run it again`);
      return draw(journal, { name, ...run });
    },
    restart() {
      runs.clear();
      cell.restart();
    }
  };
}
