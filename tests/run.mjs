// `npm test`: installs what is missing, runs every check to the end and counts what passed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { install, npm, run } from '../src/cli/install.mjs';
import { findChromium } from './chromium.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, said once more at the end. @type {string[]} */
const failures = [];
const reports = mkdtempSync(path.join(tmpdir(), 'backflow-tests-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

/** @param {Partial<typeof total>} counts */
function add({ passed = 0, failed = 0, skipped = 0 }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

/**
 * A step that passes or fails as one.
 * @param {string} title
 * @param {readonly string[]} args
 */
async function check(title, args) {
  console.log(`\n── ${title}`);
  const ok = (await npm(args)) === 0;
  add(ok ? { passed: 1 } : { failed: 1 });
  if (!ok) failures.push(title);
  return ok;
}

/** @typedef {typeof total & { names: string[] }} Counted counts, and the names of what failed */

/**
 * A step that counts its tests in a JSON report.
 * @param {string} title
 * @param {readonly string[]} args
 * @param {string} file where the report is written
 * @param {(report: any) => Counted} count
 * @param {Record<string, string>} [env]
 */
async function suite(title, args, file, count, env) {
  console.log(`\n── ${title}`);
  const code = await npm(args, env);
  /** @type {Counted} */
  let counts = { passed: 0, failed: 0, skipped: 0, names: [] };
  try {
    counts = count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    console.error(`${title} left no report.`);
    counts.failed = 1;
  }
  // Errors outside any test (a file that doesn't load, a teardown that throws) count as well.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  add(counts);
  const names = counts.names.length > 0 ? counts.names : counts.failed > 0 ? [''] : [];
  failures.push(...names.map((name) => [title, name].filter(Boolean).join(': ')));
}

/** @param {any} report @returns {Counted} */
function countVitest(report) {
  const broken = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' &&
      !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed')
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    names: [
      ...broken.map((/** @type {any} */ file) => file.name),
      ...report.testResults
        .flatMap((/** @type {any} */ file) => file.assertionResults)
        .filter((/** @type {any} */ test) => test.status === 'failed')
        .map((/** @type {any} */ test) => `${test.fullName}\n${test.failureMessages[0] ?? ''}`)
    ].map((text) => text.slice(0, 1500))
  };
}

/** The titles of the tests that failed in a suite and those within. @param {any} suite @returns {string[]} */
function unexpected({ suites = [], specs = [], file }) {
  return [
    ...specs
      .filter((/** @type {any} */ spec) => !spec.ok)
      .map((/** @type {any} */ spec) => `${file}:${spec.line} ${spec.title}`),
    ...suites.flatMap(unexpected)
  ];
}

/** @param {any} report @returns {Counted} */
function countPlaywright({ stats, errors, suites }) {
  return {
    names: suites.flatMap(unexpected),
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped
  };
}

async function installChromium() {
  if (findChromium()) return true;
  if (process.getuid?.() === 0) {
    console.log('Installing Chromium …');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    // A package list that can't be renewed may still name the package.
    await run('apt-get', ['update'], env);
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], env);
    if (findChromium()) return true;
  }
  console.error(
    'Browser tests need Chromium: install it (Debian: `apt-get install chromium`) or set CHROMIUM_PATH.'
  );
  return false;
}

/** A port of our own, so that no other run's server is tested by mistake. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}

function finish() {
  if (failures.length > 0) console.log(`\n── Failed\n${failures.join('\n')}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}

if (!(await install())) {
  console.error('The packages could not be installed; see above.');
  add({ failed: 1 });
  failures.push('Installation');
  finish();
}
const hasChromium = await installChromium();

await npm(['exec', '--', 'svelte-kit', 'sync']);
await check('Format', ['run', '--silent', 'format:check']);
await check('Lint', ['run', '--silent', 'lint']);
await check('Types', ['run', '--silent', 'check']);

const unitReport = path.join(reports, 'unit.json');
await suite(
  'Unit and parity tests',
  [
    ...['run', '--silent', 'test:unit', '--'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]
  ],
  unitReport,
  countVitest
);

const isBuilt = await check('Build', ['run', '--silent', 'build']);
if (isBuilt && hasChromium) {
  const report = path.join(reports, 'browser.json');
  const env = { E2E_REPORT: report, E2E_PORT: String(await freePort()) };
  await suite('Browser tests', ['run', '--silent', 'test:e2e'], report, countPlaywright, env);
} else {
  const reason = isBuilt ? 'there is no Chromium' : 'the build failed';
  console.error(`\n── Browser tests\nNot run: ${reason}.`);
  add({ failed: 1 });
  failures.push('Browser tests were not run');
}
finish();
