import AxeBuilder from '@axe-core/playwright';
import { test as plain } from '@playwright/test';
import { expect, test } from './app';

test('the list is searched by what PyTorch calls an operation', async ({ app: { page } }) => {
  await page.goto('/ops');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Operations');
  await page.getByRole('searchbox', { name: 'Search operations' }).fill('torch.multiply');
  await expect(page.getByRole('status')).toContainText('mul');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('mul');
});

test('a page says what is computed, how the gradient flows and what PyTorch prints', async ({
  app: { page }
}) => {
  await page.goto('/ops/gelu');
  await expect(page).toHaveTitle(/gelu/);
  await expect(page.getByText('torch.nn.functional.gelu(input, *, approximate=')).toBeVisible();
  await expect(page.getByText('tensor(0.3457, grad_fn=<GeluBackward0>)').first()).toBeVisible();
  await page.getByRole('link', { name: 'Open in the editor' }).click();
  await expect(page.getByRole('textbox', { name: 'Formula' })).toHaveValue(/gelu/);
});

test('a page is plain HTML: its arguments, refusals and words need no script', async ({
  browser,
  baseURL
}) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/ops/leaky_relu/');
  const row = page
    .getByRole('row')
    .filter({ has: page.getByText('negative_slope', { exact: true }) });
  await expect(row).toContainText('0.01');
  await expect(page.getByRole('rowheader', { name: 'bool' })).toBeVisible();
  await expect(page.getByRole('img')).toHaveAttribute('aria-label', /y over a from −5 to 5/);
  await expect(page.getByText('needs JavaScript')).toHaveCount(0);
  await expect(page.locator('title')).toHaveCount(1);
  await context.close();
});

test('the editor leads to the page of an operation, which keeps its theme and loads none of it', async ({
  app
}) => {
  await app.page.emulateMedia({ colorScheme: 'light' });
  await app.formula('y = exp(x)', 'x:1');
  await app.button('Theme').click();
  await app.select('y');
  const [page] = await Promise.all([
    app.page.waitForEvent('popup'),
    app.inspector.getByRole('link', { name: 'Reference: exp' }).click()
  ]);
  await expect(page).toHaveTitle(/^exp:/);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const scripts = await page.evaluate(() => [...document.scripts].map(({ src }) => src));
  expect(scripts.map((src) => new URL(src).pathname)).toEqual(['/theme.js']);
  await page.getByRole('button', { name: 'Theme' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('the list is walked by keys', async ({ app: { page } }) => {
  await page.goto('/ops');
  const search = page.getByRole('searchbox', { name: 'Search operations' });
  await expect(search).toBeEditable();
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(search).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'add', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type('no such thing');
  await expect(page.getByRole('status')).toContainText('Nothing fits');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation', { name: 'Chapters' })).toBeVisible();
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('pages that nobody has opened yet are there', async ({ app, context }) => {
    const { page } = app;
    await app.open();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const isKept = (): Promise<boolean> =>
      page.evaluate(async () => (await caches.match('/ops/where/')) !== undefined);
    await expect.poll(isKept, { timeout: 15_000 }).toBe(true);
    await context.setOffline(true);
    await page.goto('/ops/where');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('where');
  });
});

// The address answers 404, which a browser reports as an error of its own.
plain('an operation that there is not is said, with near names', async ({ page }) => {
  await page.goto('/ops/rellu');
  await expect(page.getByRole('link', { name: 'relu', exact: true }).first()).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  for (const size of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 }
  ]) {
    test(`${theme} at ${size.width}: axe finds nothing serious, nothing is cut off`, async ({
      app: { page }
    }) => {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize(size);
      for (const path of ['/ops', '/ops/softmax', '/ops/pow']) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations.filter(
          ({ impact }) => impact === 'serious' || impact === 'critical'
        );
        expect(serious.map(({ id }) => `${path} ${id}`)).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth
        );
        expect(overflow, path).toBe(0);
      }
    });
  }
}
