import type { Handle } from '@sveltejs/kit';

/** What `app.html` says in the editor's name: its title, and that it needs scripts. */
const SHELL = /<!-- shell -->.*?<!-- \/shell -->/gs;

/** A page that is written out at build time brings its own title, and its text needs no script. */
export const handle: Handle = ({ event, resolve }) =>
  resolve(event, {
    transformPageChunk: ({ html }) => {
      const bare = html.replaceAll(SHELL, '');
      return bare.includes('<title>') ? bare : html;
    }
  });
