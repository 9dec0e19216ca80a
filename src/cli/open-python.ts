import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';
import { parseNotebook } from '../lib/exchange/notebook';
import type { PythonEvent, RunOutcome, Runtime } from '../lib/python/events';
import { createRuntime, PYODIDE_OPTIONS } from '../lib/python/runtime';

const front = new URL('../lib/python/front/', import.meta.url);

/** The Python files of our packages, by their path among them. */
export function pythonSources(): Record<string, string> {
  const files = readdirSync(fileURLToPath(front), { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    files
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.py'))
      .map((file) => [file, readFileSync(new URL(file, front), 'utf8')])
  );
}

/** CPython with our `torch`, in this process; takes a few seconds. */
export async function openPython(emit: (event: PythonEvent) => void): Promise<Runtime> {
  const pyodide = await loadPyodide(PYODIDE_OPTIONS);
  return createRuntime(pyodide, pythonSources(), emit);
}

/** A piece of code that runs as one. */
export interface Cell {
  readonly code: string;
  readonly file: string;
  /** Whether the value of its last expression is shown. */
  readonly echo: boolean;
}

/**
 * What a file holds: a program, or the code cells of a notebook; `-` is standard input.
 * @throws Error saying in a line why it can't be read
 */
export function codeOf(file: string): Cell[] {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw new Error(`${file}: there is no such file, or it can't be read`);
  }
  if (!/\.ipynb$/i.test(file)) {
    return [{ code: text, file: file === '-' ? '<stdin>' : file, echo: false }];
  }
  return parseNotebook(text)
    .cells.filter((cell) => cell.cell_type === 'code')
    .map(({ source }, k) => ({ code: source, file: `<cell ${k + 1}>`, echo: true }));
}

/** Runs one after another, up to the first that fails or ends the program. */
export function runAll(python: Runtime, cells: readonly Cell[]): RunOutcome {
  let outcome: RunOutcome = { fault: null, exit: null, tensors: [] };
  for (const { code, file, echo } of cells) {
    outcome = python.run(code, { file, echo });
    if (outcome.fault || outcome.exit !== null) break;
  }
  return outcome;
}
