import { readFileSync } from 'node:fs';
import { centre, expect, test } from './app';

test('is read by arrow keys and by the pointer', async ({ app }) => {
  await app.formula('y = x**2 + 2*x + 1', 'x:2');
  const reader = app.chart.getByRole('slider', { name: 'Read-out' });
  await expect(reader).toHaveAttribute('aria-valuetext', 'At x = 2, y is 9 with slope 6.');
  await reader.focus();
  await reader.press('ArrowRight');
  await expect(reader).toHaveAttribute('aria-valuetext', 'x = 2.2, y = 10.24, dy/dx = 6.4');
  await reader.press('End');
  await expect(reader).toHaveAttribute('aria-valuetext', 'x = 5, y = 36, dy/dx = 12');
  await expect(app.chart.locator('dl')).toContainText('36');
  await reader.press('Escape');
  await expect(app.chart.locator('dl')).toHaveCount(0);
  // The keys were the chart's: playback stands where it was, at the end.
  const steps = app.playback.getByRole('slider', { name: 'Step' });
  expect(await steps.inputValue()).toBe(await steps.getAttribute('max'));

  const { x, y } = await centre(reader);
  await app.page.mouse.move(x, y - 20);
  await expect(app.chart.locator('dl')).toContainText('x 0 y 1 dy/dx 2');
});

test('the point is dragged along the curve, in one undo step', async ({ app }) => {
  await app.formula('y = x**2', 'x:2');
  const picture = app.chart.getByRole('img');
  await expect(picture).toHaveAccessibleName(/At x = 2, y is 4 with slope 4/);
  const from = await centre(picture.locator('circle').first());
  const { page } = app;
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x - 30, from.y, { steps: 4 });
  await page.mouse.move(from.x - 60, from.y + 9, { steps: 4 });
  await expect(picture).not.toHaveAccessibleName(/At x = 2,/);
  await expect(app.node('x').getByRole('textbox')).not.toHaveValue('2');
  await page.mouse.up();
  await app.button('Undo').click();
  await expect(picture).toHaveAccessibleName(/At x = 2, y is 4 with slope 4/);
  await expect(app.button('Undo')).toBeDisabled();
});

test('the range takes numbers and says what is wrong with others', async ({ app }) => {
  await app.formula('y = x**2', 'x:9');
  const [from, to] = ['From', 'To'].map((name) => app.chart.getByRole('textbox', { name }));
  await from?.fill('7');
  await from?.press('Enter');
  await expect(app.chart.getByRole('alert')).toHaveText('The range has to start below its end.');
  await from?.press('Escape');
  await expect(from ?? app.chart).toHaveValue('-5');
  await to?.fill('abc');
  await to?.press('Enter');
  await expect(app.chart.getByRole('alert')).toContainText('abc');
  await to?.fill('10/4');
  await to?.press('Enter');
  await expect(to ?? app.chart).toHaveValue('2.5');
  await expect(app.chart.getByRole('img')).toHaveAccessibleName(/from −5 to 2.5/);

  await app.chart.getByRole('button', { name: 'Widen the range' }).click();
  await expect(to ?? app.chart).toHaveValue('9');
  await expect(app.chart.getByRole('img')).toHaveAccessibleName(/from 0 to 81/);
});

test('one of several inputs is swept, and moving another moves the curve', async ({ app }) => {
  await app.formula('y = w*x', 'w:2,x:1');
  const picture = app.chart.getByRole('img');
  await app.chart.getByRole('combobox', { name: 'Input' }).selectOption({ label: 'x' });
  await expect(picture).toHaveAccessibleName(/y over x from −5 to 5: from −10 to 10/);
  const field = app.node('w').getByRole('textbox');
  await field.fill('3');
  await field.press('Enter');
  await expect(picture).toHaveAccessibleName(/from −15 to 15; its derivative ∂y\/∂x: 3 everywhere/);
});

test('draws what belongs to the elements of a tensor', async ({ app }) => {
  await app.open('/?example=sum-trick');
  await expect(app.chart.getByRole('img')).toHaveAccessibleName(
    'Over the 10 elements of x, from −10 to 10: pow is from 1.2346 to 100; the gradient of y is from −20 to 20.'
  );
  await expect(app.chart.getByRole('textbox', { name: 'From' })).toHaveCount(0);
});

test('says why there is no derivative, and what to do where there is no number', async ({
  app
}) => {
  await app.formula('y = detach(x)*2', 'x:1');
  await expect(app.chart).toContainText(
    'element 0 of tensors does not require grad and does not have a grad_fn'
  );
  await expect(app.chart.locator('.derivative-line')).toHaveCount(0);
  await app.formula('y = w*x', 'w:2,x:[1,2,3]');
  await expect(app.chart).toContainText('y has the shape [3], not one number.');
  await expect(app.chart.getByRole('button', { name: 'Download SVG' })).toBeDisabled();
});

test('downloads stand alone: light paints in the dark, every digit', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ colorScheme: 'dark' });
  await app.formula('y = x**2', 'x:2');
  await expect(app.chart.getByRole('img')).toHaveAccessibleName(/from 0 to 25/);
  const saved = async (name: string): Promise<string> => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      app.chart.getByRole('button', { name }).click()
    ]);
    return readFileSync(await file.path(), 'utf8');
  };
  const picture = await saved('Download SVG');
  expect(picture).toMatch(/^<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(picture).toMatch(/fill="#fff(fff)?"/);
  expect(picture).not.toMatch(/var\(|class=/);
  const faults = await page.evaluate(
    (text) =>
      new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')
        ?.textContent ?? null,
    picture
  );
  expect(faults).toBeNull();
  const numbers = (await saved('Download CSV')).trim().split('\n');
  expect(numbers[0]).toBe('x,y,dy/dx');
  expect(numbers).toContain('-5,25,-10');
  expect(numbers.length).toBeGreaterThan(250);
});
