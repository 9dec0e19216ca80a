import { expect, test } from './app';

test('sweeps the result and its derivative, and follows the input', async ({ app }) => {
  await app.formula('x**2 + 2*x + 1', 'x:2');
  const picture = app.chart.getByRole('img');
  await expect(picture).toHaveAccessibleName(/9/);
  await expect(picture).toHaveAccessibleName(/6/);
  await expect(app.chart.locator('svg path').first()).toBeAttached();

  const field = app.node('x').getByRole('textbox');
  await field.fill('0');
  await field.press('Enter');
  await expect(picture).toHaveAccessibleName(/slope.* 2\b/i);

  const toggle = app.chart.getByRole('checkbox', { name: 'Derivative' });
  await toggle.uncheck();
  await expect(app.chart.locator('.derivative-line')).toHaveCount(0);
  await app.button('Undo').click();
  await expect(app.chart.locator('.derivative-line')).not.toHaveCount(0);
});

test('survives poles, infinities and domains', async ({ app }) => {
  for (const [formula, at] of [
    ['1/x', 'x:0'],
    ['log(x)', 'x:-1'],
    ['exp(exp(x))', 'x:9'],
    ['x/x', 'x:0']
  ] as const) {
    await app.formula(formula, at);
    await expect(app.chart.getByRole('img')).toBeVisible();
    const paths = await app.chart
      .locator('svg path')
      .evaluateAll((all) => all.map((p) => p.getAttribute('d') ?? ''));
    expect(paths.join(' ')).not.toMatch(/NaN|Infinity/);
  }
  await expect(app.shown('x', 'value')).toHaveText('0');
  await expect(app.shown('div', 'value')).toHaveText('NaN');
});

test('is downloaded as a picture and as numbers', async ({ app }) => {
  await app.formula('x**2', 'x:2');
  await expect(app.chart.getByRole('img')).toBeVisible();
  for (const [name, ending] of [
    ['Download SVG', /\.svg$/],
    ['Download CSV', /\.csv$/]
  ] as const) {
    const [file] = await Promise.all([
      app.page.waitForEvent('download'),
      app.chart.getByRole('button', { name }).click()
    ]);
    expect(file.suggestedFilename()).toMatch(ending);
  }
});
