import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { pythonFiles } from './vite.python.mjs';

export default defineConfig({
  plugins: [sveltekit(), pythonFiles()],
  resolve: {
    alias: {
      // Browsers get a version that asks the page for entities; lessons are read in a worker, which has none.
      'decode-named-character-reference': fileURLToPath(
        new URL('node_modules/decode-named-character-reference/index.js', import.meta.url)
      )
    }
  },
  worker: { format: 'es' },
  build: { chunkSizeWarningLimit: 2000 },
  test: {
    include: ['src/**/*.test.ts', 'tests/*.test.ts', 'tests/{parity,python}/**/*.test.ts'],
    setupFiles: ['tests/random.ts'],
    // Speed is measured by `npm run bench`; a slow machine fails no test.
    testTimeout: 120_000,
    environment: 'node'
  }
});
