import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { type App, expect, test } from './app';

/** Opens an embedded graph and waits until it is drawn. */
async function openEmbed({ page, nodes }: App, query: string): Promise<void> {
  await page.goto(`/embed?${query}`);
  await expect(nodes.first()).toBeVisible();
}

const slider = (page: Page) => page.getByRole('slider', { name: 'Step' });

test('an embedded graph has a canvas and playback, and nothing else', async ({ app }) => {
  await openEmbed(app, 'formula=x**2+2*x+1&at=x:2');
  await expect(app.shown('x', 'gradient')).toHaveText('6');
  await expect(app.playback).toBeVisible();
  await expect(app.edit).toHaveCount(0);
  await expect(app.palette).toHaveCount(0);
  await expect(app.inspector).toHaveCount(0);
  await expect(app.chart).toHaveCount(0);
});

test('parameters: no controls, a step to begin at, the chart, the theme', async ({ app }) => {
  await openEmbed(app, 'example=quadratic&controls=0&step=start&chart=1&theme=dark');
  await expect(app.playback).toHaveCount(0);
  await expect(app.shown('x', 'value')).toHaveText('·');
  await expect(app.chart.getByRole('img')).toBeVisible();
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark');

  await openEmbed(app, 'example=quadratic&step=3&theme=light');
  await expect(slider(app.page)).toHaveValue('3');
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'light');
  await app.page.keyboard.press('ArrowRight');
  await expect(slider(app.page)).toHaveValue('4');
});

test('values can be changed, nothing is kept, and the link opens what is shown', async ({
  app,
  context
}) => {
  await openEmbed(app, 'formula=x**3&at=x:2');
  const field = app.canvas.getByRole('textbox', { name: 'x value' });
  await field.fill('3');
  await field.press('Enter');
  await expect(app.shown('x', 'gradient')).toHaveText('27');
  expect(await app.page.evaluate(() => indexedDB.databases())).toEqual([]);

  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    app.page.getByRole('link', { name: 'Open in Backflow' }).click()
  ]);
  await expect(opened.getByRole('toolbar', { name: 'Edit' })).toBeVisible();
  await expect(opened.getByRole('textbox', { name: 'x value' })).toHaveValue('3');
});

test('an address that names no graph says so', async ({ app }) => {
  await app.page.goto('/embed?example=nonsense');
  await expect(app.page.getByRole('alert')).toContainText('There is no example called "nonsense"');
});

test('it works in a frame of another origin, where the browser gives no storage', async ({
  app,
  baseURL
}) => {
  const source = `${baseURL ?? ''}/embed?formula=u*v&at=u:3,v:4`;
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><title>Host</title><iframe src="${source}" width="900" height="600"></iframe>`
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The page that embeds has an origin of its own, and storage is refused as for third parties.
  const { port } = server.address() as AddressInfo;
  await app.page.addInitScript(() => {
    const refuse = {
      get: () => {
        throw new DOMException('refused', 'SecurityError');
      }
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
      Object.defineProperty(window, name, refuse);
    }
  });
  try {
    // The host's own address is no fault here.
    app.page.removeAllListeners('request');
    await app.page.goto(`http://127.0.0.1:${port}/`);
    const frame = app.page.frameLocator('iframe');
    await expect(frame.getByRole('group', { name: /^u:/ })).toContainText('4');
    await frame.getByRole('button', { name: 'Step back' }).click();
    await expect(frame.getByRole('status').first()).toContainText('Backward');
  } finally {
    server.close();
  }
});
