/**
 * Pyodide refuses to start in a worker that can load scripts, and tries whether this one can. The frame's policy
 * forbids it in any case, and would say so in the console.
 */
Reflect.deleteProperty(globalThis, 'importScripts');
