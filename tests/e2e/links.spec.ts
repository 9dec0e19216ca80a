import { expect, test } from './app';

test('a first visit shows the first example, computed', async ({ app }) => {
  await app.open();
  await expect(app.nodes.first()).toBeVisible();
  await expect(app.shown('x', 'gradient')).toHaveText('6');
});

test('a formula typed into the address, with plain plus signs', async ({ app }) => {
  await app.open('/?formula=x**2+2*x+1&at=x:2');
  await expect(app.nodes.first()).toBeVisible();
  await expect(app.shown('x', 'gradient')).toHaveText('6');
});

test('a faulty formula in a link says so and leaves what was there', async ({ app }) => {
  await app.formula('x**3', 'x:2');
  await app.open('/?formula=x%20%2B%20%29');
  await expect(app.page.getByText(/formula in the link/i)).toBeVisible();
  await expect(app.shown('x', 'gradient')).toHaveText('12');
});

test('a shared link opens the whole document elsewhere, and what was there is kept', async ({
  app,
  browser,
  baseURL
}) => {
  await app.formula('u*v + u**2', 'u:1,v:2');
  await app.button('Share').click();
  const link = await app.page.getByRole('textbox', { name: /link/i }).inputValue();
  expect(link).toContain('#doc=');

  const other = await browser.newContext({ baseURL });
  const page = await other.newPage();
  await page.goto('/?formula=sin(t)');
  await expect(page.locator('[data-node-id]')).toHaveCount(2);
  await page.goto(link);
  await expect(page.locator('[data-node-id]')).toHaveCount(5);
  await page.getByRole('button', { name: 'Documents' }).click();
  await expect(page.getByRole('dialog')).toContainText('sin(t)');
  await other.close();
});

test('a damaged link opens the app, says so and keeps the data', async ({ app }) => {
  await app.formula('x**3', 'x:2');
  await app.page.goto('/#doc=AAAAnonsense');
  await expect(app.page.getByText(/link's document can't be opened/)).toBeVisible();
  const [download] = await Promise.all([
    app.page.waitForEvent('download'),
    app.page.getByRole('button', { name: 'Download it' }).click()
  ]);
  expect(download.suggestedFilename()).toBe('backflow-link.txt');
  await expect(app.shown('x', 'gradient')).toHaveText('12');
});

test('a damaged autosave opens a fresh document and offers the damaged data', async ({ app }) => {
  await app.formula('x**3', 'x:2');
  await expect(app.page).toHaveURL(/\/$/);
  await app.page.evaluate(async () => {
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      if (db.objectStoreNames.contains('updates')) {
        await new Promise((resolve) => {
          const transaction = db.transaction('updates', 'readwrite');
          const store = transaction.objectStore('updates');
          store.clear();
          store.add(new Uint8Array([255, 1, 2, 3, 250, 99]));
          transaction.oncomplete = resolve;
        });
      }
      db.close();
    }
  });
  await app.page.reload();
  const download = app.page.getByRole('button', { name: 'Download it' });
  await expect(download).toBeVisible();
  const [file] = await Promise.all([app.page.waitForEvent('download'), download.click()]);
  expect(file.suggestedFilename()).not.toBe('');
  await expect(app.page.getByRole('textbox', { name: 'Formula' })).toBeEnabled();
});

test('a document is exported and imported again as another one', async ({ app }) => {
  await app.formula('u*v + u**2', 'u:1,v:2');
  await app.button('Export').click();
  const [file] = await Promise.all([
    app.page.waitForEvent('download'),
    app.page.getByRole('dialog').getByRole('button', { name: /JSON/ }).click()
  ]);
  const saved = test.info().outputPath(file.suggestedFilename());
  await file.saveAs(saved);
  await app.page.keyboard.press('Escape');
  await app.formula('sin(t)');
  await app.button('Import').click();
  await app.page.getByRole('dialog').locator('input[type=file]').setInputFiles(saved);
  await expect(app.nodes).toHaveCount(5);
});

test('a document of 10,000 nodes is refused with a reason, and nothing freezes', async ({
  app
}) => {
  await app.formula('x**3', 'x:2');
  const nodes = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, i) => [
      `n${i}`,
      {
        id: `n${i}`,
        name: `x${i}`,
        x: 0,
        y: 0,
        order: i,
        kind: 'input',
        value: 1,
        dtype: 'float32',
        requiresGrad: true
      }
    ])
  );
  const meta = {
    title: 'Big',
    result: null,
    chart: { input: null, from: -5, to: 5, derivative: true }
  };
  const text = JSON.stringify({ format: 'backflow', version: 1, meta, nodes, edges: {} });
  await app.button('Import').click();
  await app.page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles({ name: 'big.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(app.page.getByText(/1000|1,000/).first()).toBeVisible();
  await app.page.keyboard.press('Escape');
  await expect(app.shown('x', 'gradient')).toHaveText('12');
});
