import { expect, test } from './app';

test('a formula becomes a graph, shared parts shared, in one undo step', async ({ app }) => {
  await app.open('/?example=quadratic');
  const before = await app.nodes.count();
  const field = app.page.getByRole('textbox', { name: 'Formula' });
  await field.fill('u*v + (u*v)**2');
  await app.page.getByRole('button', { name: 'Build graph' }).click();
  await expect(app.node('u')).toBeVisible();
  await expect(app.nodes).toHaveCount(5);
  await app.button('Undo').click();
  await expect(app.nodes).toHaveCount(before);
  await app.button('Redo').click();
  await expect(app.nodes).toHaveCount(5);

  // Left to right: every edge ends to the right of where it starts.
  const [from, to] = [await app.node('u').boundingBox(), await app.node('pow').boundingBox()];
  expect((from?.x ?? 0) + (from?.width ?? 0)).toBeLessThan(to?.x ?? 0);
});

test('inputs of the same name keep their values', async ({ app }) => {
  await app.formula('x**2', 'x:7');
  const field = app.page.getByRole('textbox', { name: 'Formula' });
  await field.fill('relu(w*x + b)');
  await field.press('Enter');
  await expect(app.node('relu')).toBeVisible();
  await expect(app.node('x').getByRole('textbox')).toHaveValue('7');
});

for (const [formula, place] of [
  ['x**2 + * 3', /\*/],
  ['sinus(x)', /sin/],
  ['2x + 1', /2 ?\* ?x|\*/],
  ['(x + 1', /\)|closed/]
] as const) {
  test(`says where ${formula} is faulty and changes nothing`, async ({ app }) => {
    await app.open('/?example=quadratic');
    const before = await app.nodes.allInnerTexts();
    const field = app.page.getByRole('textbox', { name: 'Formula' });
    await field.fill(formula);
    await field.press('Enter');
    const alert = app.page.getByRole('alert').first();
    await expect(alert).toBeVisible();
    await expect(alert).toContainText(place);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    expect(await app.nodes.allInnerTexts()).toEqual(before);
    await expect(app.button('Undo')).toBeDisabled();
  });
}

test('an over-long formula is refused at once', async ({ app }) => {
  await app.open('/?example=quadratic');
  const before = await app.nodes.count();
  const field = app.page.getByRole('textbox', { name: 'Formula' });
  await field.fill('x' + '+x'.repeat(5000));
  await field.press('Enter');
  await expect(app.page.getByRole('alert').first()).toContainText('4000');
  await expect(app.nodes).toHaveCount(before);
});
