import { loadPyodide, type PyodideAPI } from 'pyodide';
import { info } from 'pyodide/pyodide-lock.json';
import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import { PYODIDE_OPTIONS } from '../../../python/runtime';

/** What the page hands over: nothing can be fetched from here. */
export interface Parts {
  readonly binary: WebAssembly.Module;
  /** The zip of Python's standard library. */
  readonly library: ArrayBuffer;
}

/** Where Pyodide believes to be; nothing is ever asked of it. */
const HOME = 'https://python.invalid/';

/** Starts CPython from what is there. */
export async function boot({ binary, library }: Parts): Promise<PyodideAPI> {
  const scope = globalThis as unknown as Record<'fetch', unknown>;
  scope.fetch = (address: unknown): Promise<Response> => {
    const isLibrary = String(address).endsWith('.zip');
    return Promise.resolve(new Response(isLibrary ? library : null));
  };
  WebAssembly.instantiateStreaming = async (_source, imports) => ({
    module: binary,
    instance: await WebAssembly.instantiate(binary, imports)
  });
  return loadPyodide({
    indexURL: HOME,
    createPyodideModule,
    // No packages but the standard library.
    lockFileContents: { info, packages: {} },
    // There is nobody to ask: input() finds the end of its file.
    stdin: () => null,
    ...PYODIDE_OPTIONS
  } as unknown as Parameters<typeof loadPyodide>[0]);
}
