// How long Python takes from Run to the first line of output: in the built app, cold (nothing of Python is there yet)
// and warm, beside real PyTorch started on the same program.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import process from 'node:process';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { findChromium } from '../chromium.mjs';

const PROGRAM = `import torch
x = torch.tensor(2.0, requires_grad=True)
y = x ** 2
y.backward()
print(x.grad)
`;
const OUTPUT = 'tensor(4.)';
const ROUNDS = 5;

/** @param {string} peer @param {string} workload @param {readonly number[]} times */
function report(peer, workload, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const ms_median = Number(median.toPrecision(4));
  console.log(JSON.stringify({ peer, workload, n: 1, ms_median, max_abs_err: 0 }));
}

/** From the start of a process to its first output. @param {string} command @param {readonly string[]} args */
async function started(command, args) {
  const before = performance.now();
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(PROGRAM);
  const [first] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'error'),
    once(child, 'close')
  ]);
  if (!String(first).includes(OUTPUT)) throw new Error(`${command} prints something else`);
  return performance.now() - before;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** @param {import('@playwright/test').Browser} browser @param {string} url */
async function inBrowser(browser, url) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByRole('button', { name: 'Python', exact: true }).click();
  const code = page.getByRole('textbox', { name: 'Python code' });
  await code.fill(PROGRAM);
  const log = page.getByRole('log', { name: 'Output' });
  const times = [];
  for (let k = 0; k < 2; k++) {
    const before = performance.now();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await log.getByText(OUTPUT).nth(k).waitFor({ timeout: 60_000 });
    times.push(performance.now() - before);
    await page.getByText('Ready', { exact: true }).waitFor();
  }
  await page.close();
  return times;
}

export async function measurePython() {
  const headless = [];
  for (let k = 0; k < ROUNDS; k++) {
    headless.push(await started(process.execPath, ['--import', 'tsx', 'src/cli/python.ts', '-']));
  }
  report('backflow', 'python-headless', headless);
  try {
    const real = [];
    for (let k = 0; k < ROUNDS; k++)
      real.push(await started(process.env.PYTHON ?? '/usr/bin/python3', ['-']));
    report('torch', 'python-headless', real);
  } catch (error) {
    console.error(`torch is left out: ${String(error)}`);
  }
  const executablePath = findChromium();
  if (!executablePath) {
    console.error('The browser is left out: there is no Chromium.');
    return;
  }
  if (!existsSync('build')) await build({ logLevel: 'error' });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const env = { ...process.env, PORT: String(port) };
  const server = spawn(process.execPath, ['src/cli/start.mjs', '--no-build'], { env });
  const browser = await chromium.launch({
    executablePath,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu']
  });
  try {
    await once(server.stdout, 'data');
    const rounds = [];
    for (let k = 0; k < ROUNDS; k++) rounds.push(await inBrowser(browser, url));
    report(
      'backflow',
      'python-cold',
      rounds.map(([cold = NaN]) => cold)
    );
    report(
      'backflow',
      'python-warm',
      rounds.map(([, warm = NaN]) => warm)
    );
  } finally {
    await browser.close();
    server.kill();
  }
}
