// Runs before anything is installed: Node's own modules only.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs a command in the project's root with its output passed through; answers its exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env] added to the environment
 * @returns {Promise<number>}
 */
export function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit']
    });
    // A signal meant for this process must not leave the child running alone.
    const pass = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass);
    const finish = (/** @type {number} */ code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(error.message);
      finish(1);
    });
    child.on('close', (code, signal) => {
      finish(code ?? 1);
      // Without its handler the same signal now ends this process too.
      if (signal === 'SIGINT' || signal === 'SIGTERM') process.kill(process.pid, signal);
    });
  });
}

/**
 * Runs npm, the very one that started this process where there is one.
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 */
export function npm(args, env) {
  const script = process.env.npm_execpath;
  return script ? run(process.execPath, [script, ...args], env) : run('npm', args, env);
}

/** @param {string} file */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/** True where node_modules holds what package-lock.json asks for; a fresh checkout's file times say nothing. */
function isInstalled() {
  const wanted = packagesIn('package-lock.json');
  const present = packagesIn('node_modules/.package-lock.json');
  return Object.entries(wanted).every(([place, { version, integrity, optional, devOptional }]) => {
    if (place === '') return true;
    const found = present[place];
    // Builds for other platforms stay away.
    if (!found) return Boolean(optional ?? devOptional);
    return found.version === version && found.integrity === integrity;
  });
}

/** Installs the packages of package-lock.json unless they are there; answers whether they are. */
export async function install() {
  if (isInstalled()) return true;
  console.log('Installing packages …');
  return (await npm(['ci', '--include=dev', '--no-audit', '--no-fund'])) === 0;
}
