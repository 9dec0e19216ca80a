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
