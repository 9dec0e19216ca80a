// Everything runs in the browser; the shell is prerendered so that any static host can serve it.
export const prerender = true;
export const ssr = false;
