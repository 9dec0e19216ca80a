/** What Python in the browser consists of; see vite.python.mjs. */
declare module 'virtual:python-files' {
  interface PythonFile {
    readonly url: string;
    /** Size, 0 where it isn't known. */
    readonly bytes: number;
  }
  export const script: PythonFile;
  export const binary: PythonFile;
  export const library: PythonFile;
}

/** Pyodide's own loader would import it from an address; its types leave it out. */
declare module 'pyodide/pyodide.asm.mjs' {
  const createPyodideModule: (settings?: object) => Promise<unknown>;
  export default createPyodideModule;
}
