import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { pythonFiles } from './vite.python.mjs';

export default defineConfig({
  plugins: [sveltekit(), pythonFiles()],
  worker: { format: 'es' },
  build: { chunkSizeWarningLimit: 2000 },
  test: {
    include: ['src/**/*.test.ts', 'tests/*.test.ts', 'tests/{parity,python}/**/*.test.ts'],
    environment: 'node'
  }
});
