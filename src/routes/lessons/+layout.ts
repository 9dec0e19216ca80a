// Folders of their own, so that any static host serves them; heads and frames are written when the app is built.
export const ssr = true;
export const prerender = true;
export const trailingSlash = 'always';
