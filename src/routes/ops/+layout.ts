// Pages of text: written as plain HTML when the app is built, one folder each, so that any static host serves them.
export const ssr = true;
export const prerender = true;
export const trailingSlash = 'always';
