// `npm start`: installs what is missing, builds (always, so that what is served is what is there),
// and serves the build on this machine. With `--no-build` it serves the build that exists.
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { install, npm, root } from './install.mjs';

const port = Number(process.env.PORT || 4173);

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}

/**
 * @param {string} host
 * @param {import('node:http').RequestListener} [listener]
 */
async function listen(host, listener) {
  const server = createServer(listener);
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'EADDRINUSE') fail(`Port ${port} is taken: free it, or set PORT to another one.`);
    // A machine without IPv6 has no ::1.
    const noIpv6 = host === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT');
    if (!noIpv6) fail(`Can't serve on port ${port}: ${message}`);
  }
  return server;
}

if (!Number.isInteger(port) || port < 1 || port > 65535) {
  fail(`PORT must be a number from 1 to 65535, not "${process.env.PORT}".`);
}
// Asked first: nobody should wait for a build to hear that the port is taken.
for (const host of ['127.0.0.1', '::1']) (await listen(host)).close();

if (!process.argv.includes('--no-build')) {
  if (!(await install())) fail('The packages could not be installed; see above.');
  if ((await npm(['run', '--silent', 'build'])) !== 0) fail('The build failed; see above.');
}
if (!existsSync(path.join(root, 'build', 'index.html'))) fail('There is no build to serve.');

const build = path.join(root, 'build');

/**
 * What static hosts do and Vite's preview doesn't: a folder's address without its last slash leads to it, and
 * `404.html` answers for what isn't there.
 * @type {import('vite').Connect.NextHandleFunction}
 */
function asHostsDo(request, response, next) {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  const isThere = (/** @type {string} */ name) => existsSync(path.join(build, name));
  if (pathname.endsWith('/') ? isThere(`${pathname}index.html`) : isThere(`${pathname}.html`)) {
    return next();
  }
  if (!pathname.endsWith('/') && isThere(`${pathname}/index.html`)) {
    response.writeHead(301, { location: `${pathname.replace(/^\/+/, '/')}/${search}` }).end();
    return;
  }
  if (isThere(pathname) || !isThere('404.html')) return next();
  response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
  response.end(readFileSync(path.join(build, '404.html')));
}

const { preview } = await import('vite');
// Without the project's config, so that the folder is served as any static host would serve it.
const { middlewares } = await preview({
  root,
  configFile: false,
  appType: 'mpa',
  logLevel: 'warn',
  plugins: [
    {
      name: 'as-static-hosts-do',
      configurePreviewServer: (server) => void server.middlewares.use(asHostsDo)
    }
  ],
  build: { outDir: 'build' },
  preview: { host: '127.0.0.1', port, strictPort: true }
});
// `localhost` may mean ::1; neither address can be reached from another machine.
await listen('::1', middlewares);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

console.log(`\nBackflow runs on this machine; Ctrl+C stops it.\nhttp://localhost:${port}/`);
