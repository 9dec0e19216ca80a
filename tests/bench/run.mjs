// Bundles the benchmark as the app is bundled, and runs it: `tsx` alone wraps every function to keep its name, which
// costs a tenth of the time that is to be measured.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { measurePython } from './python.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outDir = path.join(root, 'node_modules/.bench');
process.chdir(root);
await build({
  root,
  configFile: false,
  logLevel: 'error',
  build: {
    ssr: 'tests/bench/bench.ts',
    outDir,
    copyPublicDir: false,
    rolldownOptions: { output: { entryFileNames: 'bench.mjs' } }
  }
});
await import(pathToFileURL(path.join(outDir, 'bench.mjs')).href);
await measurePython();
