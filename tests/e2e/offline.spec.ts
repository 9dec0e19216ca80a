import { expect, test } from './app';

test.use({ serviceWorkers: 'allow' });

test('everything works without a network after the first visit', async ({ app, context }) => {
  await app.formula('x**3', 'x:2');
  await app.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await context.setOffline(true);
  await app.page.reload();
  await expect(app.shown('x', 'gradient')).toHaveText('12');
  await app.formula('sin(t)', 't:0');
  await expect(app.shown('t', 'gradient')).toHaveText('1');
  await expect(app.chart.getByRole('img')).toBeVisible();
  await app.button('Tidy').click();
  await expect(app.page.getByText('could not be placed')).toHaveCount(0);
});
