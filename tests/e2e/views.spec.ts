import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { toFragment } from '../../src/lib/exchange/share';
import { formula } from '../graphs';
import { type App, expect, test } from './app';

/** Opens a view below the canvas. */
async function view({ page }: App, tab: string, region: string): Promise<Locator> {
  await page.getByRole('tab', { name: tab, exact: true }).click();
  const shown = page.getByRole('region', { name: region, exact: true });
  await expect(shown).toBeVisible();
  return shown;
}

const step = ({ playback }: App) => playback.getByRole('slider', { name: 'Step' });
const press = ({ playback }: App, name: string) =>
  playback.getByRole('button', { name, exact: true }).click();
const row = (table: Locator, name: string): Locator =>
  table
    .getByRole('row')
    .filter({ has: table.page().getByRole('rowheader', { name, exact: true }) });

test.describe('the evaluation table', () => {
  test('fills down and up with the cursor, and its numbers lead to their steps', async ({
    app
  }) => {
    await app.formula('y = x**2 + 2*x + 1', 'x:2');
    const table = await view(app, 'Table', 'Evaluation table');
    await expect(row(table, 'x').getByRole('cell').last()).toHaveText(
      /2\s*\+\s*4\s*=\s*6\s*\.grad/
    );
    await press(app, 'Restart');
    await expect(row(table, 'pow').getByRole('cell').nth(1)).toHaveText('·');
    await press(app, 'Step forward');
    await press(app, 'Step forward');
    await expect(row(table, 'pow')).toHaveAttribute('aria-current', 'step');
    await expect(row(table, 'pow').getByRole('cell').nth(1)).toHaveText('4');
    await expect(row(table, 'mul').getByRole('cell').nth(1)).toHaveText('·');

    await press(app, 'Skip to end');
    await row(table, 'x').getByRole('button', { name: '2', exact: true }).last().click();
    await expect(step(app)).toHaveValue('10');
    await expect(app.playback.getByRole('status')).toContainText('from mul to x');
    await row(table, 'add').getByRole('button', { name: 'add' }).click();
    await expect(app.inspector.getByRole('textbox', { name: 'Name' })).toHaveValue('add');
    // Arrows move between its buttons.
    await app.page.keyboard.press('ArrowDown');
    await expect(row(table, 'y').getByRole('button', { name: 'y' })).toBeFocused();
  });

  test('adds up one backward at a time, and so do the notes on the canvas and Why?', async ({
    app
  }) => {
    await app.formula('y = x**2 + 2*x + 1', 'x:2');
    const table = await view(app, 'Table', 'Evaluation table');
    await press(app, 'Backward again');
    await press(app, 'retain_graph=True');
    await press(app, 'Skip to end');
    await expect(app.playback.getByRole('status')).toContainText('x.grad goes from 6 to 12');
    await expect(row(table, 'x').getByRole('cell').last()).toHaveText(
      /^\s*2\s*\+\s*4\s*=\s*6\s*\.grad\s*$/
    );
    await expect(app.node('x').locator('.meeting')).toContainText('2 + 4 = 6');
    await app.page.getByRole('tab', { name: 'Why?', exact: true }).click();
    const paths = app.page.getByRole('region', { name: 'Paths', exact: true });
    await expect(paths).toContainText('2 paths');
  });

  test('draws of a large graph what is in view, and keeps the step there', async ({ app }) => {
    const sum = Array.from({ length: 110 }, () => 'x').join(' + ');
    // As a document it has its places already.
    await app.page.goto(`/#${toFragment(formula(`y = ${sum}`))}`);
    await expect(app.edit).toBeVisible({ timeout: 20_000 });
    const table = await view(app, 'Table', 'Evaluation table');
    const rows = table.locator('[data-row]');
    await expect(row(table, 'x')).toBeVisible();
    expect(await rows.count()).toBeLessThan(60);
    await step(app).fill('80');
    await expect(table.locator('[aria-current="step"]')).toBeInViewport();
    await expect(table.getByRole('table')).toHaveAttribute('aria-rowcount', '111');
  });
});

test('the code lights the line of each step, forward and backward, and leads to steps', async ({
  app,
  context
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.formula('y = x**2 + 2*x', 'x:3');
  const code = await view(app, 'Code', 'Code');
  const lit = code.locator('[aria-current="step"]');
  await expect(code).toContainText('import torch');
  await press(app, 'Restart');
  await expect(lit).toHaveCount(0);
  await press(app, 'Step forward');
  await expect(lit).toContainText('x = torch.tensor(3.0, requires_grad=True)');
  await expect(lit).toContainText('→');
  await press(app, 'Step forward');
  await expect(lit).toContainText('pow_ = x ** 2');
  await code.getByRole('button', { name: /y\.backward\(\)/ }).click();
  await expect(lit).toContainText('y.backward()');
  await expect(app.playback.getByRole('status')).toContainText('Backward starts at y');
  await press(app, 'Step forward');
  await expect(lit).toContainText('y = pow_ + mul');
  await code.getByRole('button', { name: /mul = 2 \* x/ }).click();
  await expect(step(app)).toHaveValue('3');
  await expect(app.inspector.getByRole('textbox', { name: 'Name' })).toHaveValue('mul');
  await code.getByRole('button', { name: 'Copy' }).click();
  await expect(code.getByRole('status')).toHaveText('Copied');
  expect(await app.page.evaluate(() => navigator.clipboard.readText())).toContain('y.backward()\n');
});

test('the backward pass is a graph in step, goes to second order and opens as a document', async ({
  app
}) => {
  await app.formula('y = x**3', 'x:2');
  const backward = await view(app, 'Backward graph', 'Backward graph');
  const graph = backward.getByRole('region', { name: 'Graph of the backward pass' });
  const node = (name: string) => graph.getByRole('group', { name: new RegExp(`^${name}:`) });
  await expect(node('dy_dx')).toContainText('12');
  await press(app, 'Restart');
  await expect(node('dy_dx')).not.toContainText('12');
  await press(app, 'Skip to end');
  await press(app, 'Step back');
  await expect(node('dy_dx').locator('.frame')).toHaveClass(/backward/);

  // Values are read only here; those of the document go through at once.
  await expect(graph.getByRole('textbox')).toHaveCount(0);
  const field = app.canvas.getByRole('textbox', { name: 'x value' });
  await field.fill('3');
  await field.press('Enter');
  await expect(node('dy_dx')).toContainText('27');

  await backward.getByRole('button', { name: 'Second order' }).click();
  await expect(backward).toContainText('Second order');
  await press(app, 'Skip to end');
  await expect(node('d2y_dx2')).toContainText('18');
  await backward.getByRole('button', { name: 'Enlarge' }).click();
  await expect(graph).toBeInViewport({ ratio: 1 });
  await app.page.keyboard.press('Escape');
  await backward.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(node('d2y_dx2')).toHaveCount(0);
  await backward.getByRole('button', { name: 'Open as a document' }).click();
  await expect(app.shown('dy_dx', 'value')).toHaveText('27');
  await expect(app.shown('x', 'gradient')).toHaveText('18');
});

test('where there is no backward pass, its graph says why', async ({ app }) => {
  await app.formula('y = x**2', 'x:[1,2,3]');
  const backward = await view(app, 'Backward graph', 'Backward graph');
  await expect(backward).toContainText('grad can be implicitly created only for scalar outputs');
});

test('both modes stand beside each other, agree, and are counted', async ({ app }) => {
  await app.formula('f = u*v*w', 'u:2,v:3,w:4');
  const modes = await view(app, 'Modes', 'Forward and reverse mode');
  await expect(modes).toContainText(
    '3 inputs, 1 output: forward mode needs 3 passes = 11 operations, reverse mode 1 pass = 6 operations.'
  );
  await expect(modes).toContainText('Both modes agree');
  const cells = (name: string) => row(modes, name).getByRole('cell');
  await expect(cells('f')).toHaveText(['24', '12', '1']);
  await modes.getByRole('combobox', { name: 'Input that moves' }).selectOption('w');
  await expect(cells('f')).toHaveText(['24', '6', '1']);
  await expect(cells('u')).toHaveText(['2', '0', '12']);
  await press(app, 'Restart');
  await expect(cells('f')).toHaveText(['·', '·', '·']);

  await app.formula('y = sum(x**2)', 'x:[1,2,3]');
  await view(app, 'Modes', 'Forward and reverse mode');
  await modes.getByRole('combobox', { name: 'along' }).selectOption('one element by 1');
  await modes.getByRole('spinbutton', { name: 'element' }).fill('2');
  await modes.getByRole('spinbutton', { name: 'element' }).press('Enter');
  await expect(cells('y')).toHaveText(['14', '6', '1']);
});

for (const [colorScheme, views] of [
  ['light', ['Table', 'Modes']],
  ['dark', ['Code', 'Backward graph']]
] as const) {
  test(`axe finds nothing serious in ${views.join(' and ')}, ${colorScheme}`, async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ colorScheme });
    await app.formula('y = x**2 + 2*x', 'x:2');
    for (const tab of views) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await expect(page.locator('.dock-view section')).toBeVisible();
      if (tab === 'Backward graph') {
        await expect(page.getByRole('group', { name: /^dy_dx:/ })).toBeVisible();
      }
      const { violations } = await new AxeBuilder({ page }).include('.dock').analyze();
      const serious = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical'
      );
      expect(
        serious.map(({ id, nodes }) => `${tab}: ${id}: ${nodes.map((n) => n.html).join('\n')}`)
      ).toEqual([]);
    }
  });
}
