import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app';

const sizes = [
  { width: 1440, height: 900 },
  { width: 1366, height: 768 },
  { width: 390, height: 844 }
];

for (const theme of ['light', 'dark'] as const) {
  for (const size of sizes) {
    test(`${theme} at ${size.width}×${size.height}: axe finds nothing serious, nothing is cut off`, async ({
      app
    }) => {
      const { page } = app;
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize(size);
      await app.formula('x**2 + 2*x + 1', 'x:2');
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical'
      );
      expect(
        serious.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join('\n')}`)
      ).toEqual([]);

      const overflow = await page.evaluate(() => {
        const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
        return [scrollWidth - clientWidth, scrollHeight - clientHeight];
      });
      expect(overflow).toEqual([0, 0]);
      for (const name of ['Undo', 'Share', 'Theme']) {
        await app.button(name).scrollIntoViewIfNeeded();
        await expect(app.button(name)).toBeInViewport();
      }
      await expect(app.playback.getByRole('button', { name: 'Step forward' })).toBeInViewport();
    });
  }
}

test('the theme can be switched and stays', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ colorScheme: 'light' });
  await app.open();
  await app.button('Theme').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('every region and toolbar of the contract is there by name', async ({ app }) => {
  await app.formula('x**2', 'x:2');
  for (const part of [app.canvas, app.palette, app.inspector, app.playback, app.chart, app.edit]) {
    await expect(part).toBeVisible();
  }
  for (const name of [
    'Undo',
    'Redo',
    'Tidy',
    'Fit view',
    'Share',
    'Export',
    'Import',
    'Theme',
    'Shortcuts'
  ]) {
    await expect(app.button(name)).toBeVisible();
  }
  await app.button('Shortcuts').click();
  await expect(app.page.getByRole('dialog')).toBeVisible();
});
