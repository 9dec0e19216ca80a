// A folder of its own, so that any static host serves it; its frame is written when the app is built.
export const ssr = true;
export const prerender = true;
export const trailingSlash = 'always';
