import { expect, test, type App } from './app';

const X = 'x:[[1,2],[3,4]]';

/** The group of the inspector in which an operation is set. */
const settings = (app: App) => app.inspector.getByRole('region', { name: 'Attributes' });

test('a formula sets an operation, and its node says how', async ({ app }) => {
  await app.formula('y = x.sum(dim=0, keepdim=True)', X);
  await expect(app.shown('y', 'value')).toHaveText('[[4, 6]]');
  await expect(app.node('y')).toContainText('dim=0, keepdim=True');
  await app.select('y');
  await expect(settings(app).getByRole('textbox', { name: 'dim' })).toHaveValue('0');
  await expect(settings(app).getByRole('checkbox', { name: 'keepdim' })).toBeChecked();
  await expect(settings(app).getByRole('combobox', { name: 'dtype' })).toHaveValue('None');
});

test('attributes are set in the inspector, each as one undo step', async ({ app }) => {
  await app.formula('y = x.sum()', X);
  await app.select('y');
  const dim = settings(app).getByRole('textbox', { name: 'dim' });
  await expect(dim).toHaveValue('None');
  await dim.fill('1');
  await dim.press('Enter');
  await expect(app.shown('y', 'value')).toHaveText('[3, 7]');
  await settings(app).getByRole('checkbox', { name: 'keepdim' }).check();
  await expect(app.shown('y', 'value')).toHaveText('[[3], [7]]');
  await settings(app).getByRole('combobox', { name: 'dtype' }).selectOption('torch.float64');
  await expect(app.attribute('data')).toContainText('dtype=torch.float64');
  for (let k = 0; k < 2; k++) await app.button('Undo').click();
  await expect(app.shown('y', 'value')).toHaveText('[3, 7]');
  await settings(app).getByRole('button', { name: 'Reset dim' }).click();
  await expect(app.shown('y', 'value')).toHaveText('10');
  await expect(dim).toHaveValue('None');
});

test('a value of another type is refused in place, and what was typed stays', async ({ app }) => {
  await app.formula('y = x.sum(dim=0)', X);
  await app.select('y');
  const dim = settings(app).getByRole('textbox', { name: 'dim' });
  await dim.fill('0.5');
  await dim.press('Enter');
  await expect(settings(app).getByRole('alert')).toContainText(
    "sum(): argument 'dim' (position 2) must be tuple of ints, not float"
  );
  await expect(dim).toHaveValue('0.5');
  await expect(app.shown('y', 'value')).toHaveText('[4, 6]');
  await dim.fill('7');
  await dim.press('Enter');
  await expect(settings(app).getByRole('alert')).toHaveCount(0);
  await expect(app.node('y')).toContainText('Dimension out of range');
  await dim.fill('(0, 1)');
  await dim.press('Enter');
  await expect(app.shown('y', 'value')).toHaveText('10');
});

test('a formula that sets an operation by a tensor is told where and why', async ({ app }) => {
  await app.formula('x**2', 'x:2');
  const bar = app.page.getByRole('textbox', { name: 'Formula' });
  await bar.fill('softmax(x, dim=x)');
  await bar.press('Enter');
  await expect(app.page.getByText('is a setting of')).toBeVisible();
});

test('attributes survive a reload and a link', async ({ app }) => {
  await app.formula('y = softmax(x, dim=1)', X);
  await expect(app.node('y')).toContainText('dim=1');
  await app.page.reload();
  await expect(app.node('y')).toContainText('dim=1');
});

test('shelves fold, and stay so', async ({ app }) => {
  await app.open('/?formula=x**2');
  const sin = app.palette.getByRole('button', { name: 'Add sin', exact: true });
  await expect(sin).toBeVisible();
  await app.palette.getByText('Trigonometry', { exact: true }).click();
  await expect(sin).toHaveCount(0);
  await app.page.reload();
  await expect(app.palette.getByRole('button', { name: 'Add exp', exact: true })).toBeVisible();
  await expect(sin).toHaveCount(0);
  await app.palette.getByRole('searchbox').fill('sin');
  await expect(sin).toBeVisible();
  await app.palette.getByRole('searchbox').fill('');
  await app.palette.getByRole('button', { name: 'Fold all shelves' }).click();
  await expect(app.palette.getByRole('button', { name: /^Add / })).toHaveCount(0);
  await app.palette.getByRole('button', { name: 'Unfold all shelves' }).click();
  await expect(sin).toBeVisible();
});

test('an operation for any number of tensors has a place for each and a free one', async ({
  app
}) => {
  await app.formula('y = torch.cat([a, b])', 'a:[1,2],b:[3]');
  await expect(app.shown('y', 'value')).toHaveText('[1, 2, 3]');
  await app.palette.getByRole('button', { name: 'Add input', exact: true }).click();
  await app.button('Tidy').click();
  await app.select('x');
  const value = app.inspector.getByRole('textbox', { name: 'value' });
  await value.fill('[4, 5]');
  await value.press('Enter');
  await app.output('x').click();
  await app.input('y', 'tensors 3').click();
  await expect(app.shown('y', 'value')).toHaveText('[1, 2, 3, …] (5)');
  await expect(app.input('y', 'tensors 4')).toBeVisible();
  await app.select('y');
  await app.inspector.getByRole('button', { name: 'Disconnect tensors', exact: true }).click();
  await expect(app.shown('y', 'value')).toHaveText('[3, 4, 5]');
  await expect(app.input('y', 'tensors 4')).toHaveCount(0);
  await app.output('a').click();
  await app.input('y', 'tensors').click();
  await expect(app.shown('y', 'value')).toHaveText('[1, 2, 3, …] (5)');
  for (let k = 0; k < 2; k++) await app.button('Undo').click();
  await expect(app.edges).toHaveCount(3);
});

test('an input that may stay empty says so', async ({ app }) => {
  await app.formula('y = F.linear(x, w)', 'x:[1,2],w:[[3,4]]');
  await expect(app.shown('y', 'value')).toHaveText('[11]');
  await expect(app.node('y')).toContainText('optional');
  await expect(app.input('y', 'bias')).toBeVisible();
});
