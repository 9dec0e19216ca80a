import { defineConfig } from '@playwright/test';
import { findChromium } from './tests/chromium.mjs';

const isCI = Boolean(process.env.CI);
const port = process.env.E2E_PORT ?? '4174';
const baseURL = `http://127.0.0.1:${port}`;
const report = process.env.E2E_REPORT;

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // A machine that is busy with other things is slow, not wrong.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 2,
  retries: 0,
  fullyParallel: true,
  forbidOnly: isCI,
  reporter: [['list'], ...(report ? [['json', { outputFile: report }] as const] : [])],
  use: {
    browserName: 'chromium',
    baseURL,
    // The smallest desktop window in which nothing may overlap.
    viewport: { width: 1366, height: 768 },
    screenshot: 'only-on-failure',
    // Keeping the app for later costs every test a download; one test asks for it.
    serviceWorkers: 'block',
    launchOptions: {
      executablePath: findChromium(),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-gpu'
      ]
    }
  },
  webServer: {
    command: 'node src/cli/start.mjs --no-build',
    env: { PORT: port },
    url: `${baseURL}/`,
    // A server on a port that was picked for this run can't be the right one.
    reuseExistingServer: !isCI && !process.env.E2E_PORT
  }
});
