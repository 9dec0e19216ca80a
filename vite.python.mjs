// What Python in the browser consists of, for the page to fetch when it is first used.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ID = 'virtual:python-files';
const RESOLVED = `\0${ID}`;
/** Where the development server has them. */
const DEV = '/@python/';

const at = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
const installed = (/** @type {string} */ file) => createRequire(import.meta.url).resolve(file);

/**
 * The worker's script with everything it imports in it: where it runs, nothing can be loaded. No module, because
 * Chromium starts none from a text in a frame with an origin of its own.
 */
async function bundled() {
  const built = await build({
    root: at('.'),
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    resolve: { alias: { $lib: at('src/lib') } },
    build: {
      write: false,
      copyPublicDir: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        input: at('src/lib/state/python/worker/main.ts'),
        output: { format: 'iife', codeSplitting: false }
      }
    }
  });
  const [bundle] = [built].flat();
  const output = bundle && 'output' in bundle ? bundle.output : [];
  const chunks = output.flatMap((part) => (part.type === 'chunk' ? [part.code] : []));
  const [code] = chunks;
  if (code === undefined || chunks.length > 1) throw new Error('the script is in several parts');
  return Buffer.from(code);
}

/** @typedef {{ file: string, read: () => Promise<Buffer> }} Source */

/** @type {Readonly<Record<string, Source>>} */
const sources = {
  script: { file: 'python-script.js', read: bundled },
  binary: {
    file: 'python-binary.wasm',
    read: () => readFile(installed('pyodide/pyodide.asm.wasm'))
  },
  library: {
    file: 'python-library.zip',
    read: () => readFile(installed('pyodide/python_stdlib.zip'))
  }
};

/**
 * `import { script, binary, library } from 'virtual:python-files'` answers each file's address and its size in
 * bytes. The service worker knows the files by the start of their names.
 * @returns {import('vite').Plugin}
 */
export function pythonFiles() {
  let isBuild = false;
  let base = '/';
  return {
    name: 'python-files',
    configResolved(config) {
      isBuild = config.command === 'build';
      ({ base } = config);
    },
    resolveId: (id) => (id === ID ? RESOLVED : null),
    async load(id, options) {
      if (id !== RESOLVED) return null;
      const lines = Object.entries(sources).map(async ([name, { file, read }]) => {
        let url = JSON.stringify(path.posix.join(base, DEV, file));
        let bytes = 0;
        if (isBuild && !options?.ssr) {
          const source = await read();
          bytes = source.length;
          url = `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'asset', name: file, source })}`;
        }
        return `export const ${name} = { url: ${url}, bytes: ${bytes} };`;
      });
      return (await Promise.all(lines)).join('\n');
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        const source = Object.values(sources).find(({ file }) => pathname.endsWith(DEV + file));
        if (!source) return next();
        source.read().then((content) => response.end(content), next);
      });
    }
  };
}
