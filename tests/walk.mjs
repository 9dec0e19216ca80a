// Walks through a graph step by step and takes a picture of each: `node tests/walk.mjs URL FOLDER [EXAMPLE …]`,
// with the app served at URL. For looking at; the browser tests hold what can be said in words.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from './chromium.mjs';

const [url, folder, ...names] = process.argv.slice(2);
if (!url || !folder) {
  console.error('node tests/walk.mjs URL FOLDER [EXAMPLE …]');
  process.exit(1);
}
const examples = names.length > 0 ? names : ['quadratic', 'practice-uv'];
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({
  executablePath: findChromium(),
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu']
});
let faults = 0;
for (const example of examples) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
    reducedMotion: 'reduce'
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') faults += 1;
  });
  page.on('pageerror', () => (faults += 1));
  await page.goto(`${url.replace(/\/$/, '')}/?example=${example}`);
  const playback = page.getByRole('region', { name: 'Playback' });
  const slider = playback.getByRole('slider', { name: 'Step' });
  await playback.getByRole('button', { name: 'Restart' }).click();
  const last = Number(await slider.getAttribute('max'));
  const lines = [];
  for (let step = 0; step <= last; step++) {
    if (step > 0) await playback.getByRole('button', { name: 'Step forward', exact: true }).click();
    lines.push(`${step}  ${await playback.getByRole('status').innerText()}`);
    const file = `${example}-${String(step).padStart(2, '0')}.png`;
    await page.screenshot({ path: path.join(folder, file) });
  }
  writeFileSync(path.join(folder, `${example}.txt`), `${lines.join('\n')}\n`);
  await context.close();
}
await browser.close();
console.log(`${faults} errors on the console; the pictures are in ${folder}.`);
process.exit(faults > 0 ? 1 : 0);
