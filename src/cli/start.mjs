// `npm start`: installs what is missing, builds (always, so that what is served is what is there),
// and serves the build on this machine. With `--no-build` it serves the build that exists.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
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

const { preview } = await import('vite');
// Without the project's config, so that the folder is served as any static host would serve it.
const { middlewares } = await preview({
  root,
  configFile: false,
  appType: 'mpa',
  logLevel: 'warn',
  build: { outDir: 'build' },
  preview: { host: '127.0.0.1', port, strictPort: true }
});
// `localhost` may mean ::1; neither address can be reached from another machine.
await listen('::1', middlewares);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

console.log(`\nBackflow runs on this machine; Ctrl+C stops it.\nhttp://localhost:${port}/`);
