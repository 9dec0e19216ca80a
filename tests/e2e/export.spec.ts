import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { App } from './app';
import { expect, test } from './app';

const choose = async (app: App, label: string): Promise<void> => {
  await app.button('Export').click();
  await app.page.getByRole('dialog').getByRole('radio', { name: label, exact: true }).check();
};

async function saved(app: App, name: RegExp): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([
    app.page.waitForEvent('download'),
    app.page.getByRole('dialog').getByRole('button', { name }).click()
  ]);
  const path = test.info().outputPath(file.suggestedFilename());
  await file.saveAs(path);
  return { name: file.suggestedFilename(), text: await readFile(path, 'utf8') };
}

const SCRIPT = `import torch

x = torch.tensor(2.0, requires_grad=True)

pow_ = x ** 2
mul = 2 * x
add = pow_ + mul
y = add + 1

y.backward()

print('y =', y)
print('x.grad =', x.grad)
`;

test('a document is shown and saved as a PyTorch script', async ({ app }) => {
  await app.open('/?example=quadratic');
  await choose(app, 'PyTorch script (.py)');
  const preview = app.page.getByRole('group', { name: 'Preview' });
  await expect(preview).toContainText('pow_ = x ** 2');
  const file = await saved(app, /PyTorch/);
  expect(file.name).toBe('a-quadratic.py');
  expect(file.text).toBe(`# A quadratic\n\n${SCRIPT}`);
  await app.page.getByRole('checkbox', { name: /Intermediate/ }).check();
  await expect(preview).toContainText('pow_.retain_grad()');
  await expect(preview).toContainText("print('pow_.grad =', pow_.grad)");
});

test('the code is copied, all of it', async ({ app, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.open('/?example=quadratic');
  await choose(app, 'PyTorch script (.py)');
  await app.page.getByRole('dialog').getByRole('button', { name: 'Copy' }).click();
  await expect(app.page.getByRole('dialog').getByRole('status')).toHaveText('Copied.');
  const copied = await app.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(`# A quadratic\n\n${SCRIPT}`);
});

test('a document is saved as a notebook that Jupyter opens', async ({ app }) => {
  await app.open('/?example=custom-sq');
  await choose(app, 'Notebook (.ipynb)');
  await expect(app.page.getByRole('group', { name: 'Preview' })).toContainText(
    'class SQ(torch.autograd.Function):'
  );
  const file = await saved(app, /notebook/);
  expect(file.name).toBe('a-function-of-your-own.ipynb');
  const notebook = JSON.parse(file.text) as {
    nbformat: number;
    nbformat_minor: number;
    cells: { cell_type: string; source: string[] }[];
  };
  expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
  expect(notebook.cells[1]).toMatchObject({ cell_type: 'code', source: ['import torch'] });
});

test('NumPy shows the backward pass, or says which operation it has no code for', async ({
  app
}) => {
  await app.open('/?example=neuron');
  await choose(app, 'NumPy (.py)');
  const preview = app.page.getByRole('group', { name: 'Preview' });
  await expect(preview).toContainText('d_add = d_y * (y * (1 - y))');
  expect((await saved(app, /NumPy/)).name).toBe('a-neuron-numpy.py');
  await app.formula('y = sum(softmax(x, 0) * w)', 'x:[1,2],w:[3,4]');
  await choose(app, 'NumPy (.py)');
  const dialog = app.page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText('softmax');
  await expect(dialog.getByRole('button', { name: /Download/ })).toBeDisabled();
});

test('the dialog is operated by keyboard, and nothing in it is hidden from a screen reader', async ({
  app
}) => {
  await app.open('/?example=neuron');
  await app.button('Export').press('Enter');
  const dialog = app.page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'JSON file (.json)' }).focus();
  await app.page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: 'PyTorch script (.py)' })).toBeChecked();
  for (const theme of ['light', 'dark']) {
    await app.page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    const { violations } = await new AxeBuilder({ page: app.page })
      .include('dialog[open]')
      .analyze();
    expect(violations).toEqual([]);
  }
});
