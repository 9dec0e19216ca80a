import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The one script that stands in a page: that of Python's frame, which inherits the page's policy. */
const frame = readFileSync(new URL('src/lib/state/python/frame.js', import.meta.url), 'utf8');
const frameHash = createHash('sha256').update(frame.replaceAll('\r\n', '\n')).digest('base64');

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true)
  },
  kit: {
    adapter: adapter(),
    // Relative asset paths let the build work under any sub-path (class servers, project pages).
    paths: { relative: true },
    // Formulas are parsed, never evaluated: no script may be made from a string.
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self', 'wasm-unsafe-eval', `sha256-${frameHash}`],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:', 'blob:'],
        'font-src': ['self', 'data:'],
        'connect-src': ['self'],
        // Python's worker is made of a text, in that frame.
        'worker-src': ['self', 'blob:'],
        'object-src': ['none'],
        'base-uri': ['self']
      }
    }
  }
};
