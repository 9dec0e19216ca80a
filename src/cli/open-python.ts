import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';
import type { PythonEvent, Runtime } from '../lib/python/events';
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
