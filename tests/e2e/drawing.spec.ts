import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { type App, expect, test } from './app';

const edge = (app: App, from: string, to: string, input: string): Locator =>
  app.canvas.locator(`[aria-label="Edge from ${from} to ${to}, ${input}"]`);

async function selectEdge(app: App, from: string, to: string, input: string): Promise<void> {
  await edge(app, from, to, input).focus();
  await app.page.keyboard.press('Enter');
  await expect(app.inspector.getByRole('region', { name: 'Edge' })).toBeVisible();
}

const strokeWidth = (line: Locator): Promise<number> =>
  line.evaluate((path) => parseFloat(getComputedStyle(path).strokeWidth));

test('wires show size by width, sign, zero and NaN by pattern, and the legend and the inspector say it', async ({
  app
}) => {
  await app.formula('a = 100*x; b = -3*x; y = a + b + relu(b)', 'x:2');
  const line = (from: string, to: string, input: string, way: string): Locator =>
    edge(app, from, to, input).locator(`.line.${way}`);
  const large = await strokeWidth(line('a', 'add', 'input', 'forward'));
  const small = await strokeWidth(line('x', 'a', 'other', 'forward'));
  expect(large).toBeGreaterThan(small + 0.5);
  await expect(edge(app, 'b', 'add', 'other').locator('.bars.forward.negative')).toHaveCount(1);
  await expect(edge(app, 'a', 'add', 'input').locator('.bars')).toHaveCount(0);
  await expect(line('b', 'relu', 'input', 'backward')).toHaveClass(/zero/);
  await expect(app.inspector.getByRole('region', { name: 'How to read wires' })).toContainText(
    'crossbars: negative'
  );
  await selectEdge(app, 'b', 'relu', 'input');
  const said = app.inspector.getByRole('region', { name: 'Edge' });
  await expect(said).toContainText('negative');
  await expect(said).toContainText('zero');

  await app.open('/?example=where-nan');
  await expect(line('sqrt', 'y', 'input', 'backward')).toHaveClass(/zero/);
  await expect(line('x', 'sqrt', 'input', 'backward')).toHaveClass(/broken/);
  await expect(edge(app, 'x', 'sqrt', 'input')).toContainText('←NaN');
});

test('where no gradient comes back the wire is cut, once the backward pass has gone by', async ({
  app
}) => {
  await app.open('/?example=detach');
  const cuts = app.canvas.locator('[data-cut]');
  await expect(cuts).toHaveCount(2);
  await expect(edge(app, 'x', 'detach', 'input').locator('[data-cut]')).toHaveAttribute(
    'data-cut',
    'operation'
  );
  await app.playback.getByRole('button', { name: 'Restart' }).click();
  await expect(cuts).toHaveCount(0);
  await app.playback.getByRole('button', { name: 'Skip to end' }).click();
  await selectEdge(app, 'x', 'detach', 'input');
  await expect(app.inspector).toContainText(
    'No gradient comes back here: detach cuts the graph, and detach counts as a constant.'
  );
});

test('contributions that meet stand at the node one by one and add up', async ({ app }) => {
  await app.formula('x**2 + 2*x + 1', 'x:2');
  const { playback } = app;
  const note = app.node('x').locator('.meeting');
  await expect(note).toContainText('2 + 4 = 6');
  await playback.getByRole('button', { name: 'Restart' }).click();
  await expect(note).toHaveCount(0);
  const last = Number(await playback.getByRole('slider', { name: 'Step' }).getAttribute('max'));
  const seen = new Set<string>();
  for (let step = 0; step < last; step++) {
    await playback.getByRole('button', { name: 'Step forward' }).click();
    if ((await note.count()) > 0) seen.add(await note.locator('.sum').innerText());
  }
  expect([...seen].map((text) => text.replace(/\s+/g, ' '))).toEqual([
    expect.stringContaining('2 + …'),
    expect.stringContaining('2 + 4 = 6')
  ]);
});

test('tensors are pictures on the canvas and tables in the inspector, read element by element', async ({
  app
}) => {
  await app.open('/?example=broadcast-sum');
  const picture = app.node('x').getByRole('img', { name: /^Value of x: 2×3 elements from 1 to 6/ });
  await expect(picture).toBeVisible();
  await expect(edge(app, 'b', 'add', 'other')).toContainText('3→');
  const box = await picture.boundingBox();
  if (!box) throw new Error('no picture');
  await app.page.mouse.move(box.x + box.width / 2, box.y + box.height / 4);
  await expect(app.node('x')).toContainText('x[0, 1] = 2');

  await app.select('b');
  const grid = app.inspector.getByRole('grid', { name: 'Gradient of b' });
  await expect(grid.getByRole('gridcell')).toHaveText(['14', '14', '14']);
  await app.inspector
    .getByRole('grid', { name: 'Value of b' })
    .getByRole('gridcell', { name: 'b[0] = 1' })
    .focus();
  await app.page.keyboard.press('ArrowRight');
  await app.page.keyboard.press('ArrowRight');
  await expect(app.page.locator(':focus')).toHaveAccessibleName('b[2] = −1');

  await selectEdge(app, 'b', 'add', 'other');
  const broadcasting = app.inspector.getByRole('region', { name: 'Broadcasting' });
  await expect(broadcasting).toContainText('repeated along dimension 0');
  await broadcasting.getByRole('button', { name: 'Next element' }).click();
  await expect(broadcasting.getByRole('status')).toHaveText(
    'b[1] = 0 stands in 2 places. Its gradient: 4 + 10 = 14.'
  );
  await selectEdge(app, 'pow', 'y', 'input');
  await expect(app.inspector.getByRole('region', { name: 'Reduction' })).toContainText(
    '6 elements'
  );
});

test('a picture in the gallery opens its example, from the palette and from the empty canvas', async ({
  app
}) => {
  await app.formula('x**2', 'x:2');
  await expect(app.palette.getByRole('searchbox', { name: 'Search operations' })).toBeVisible();
  await app.palette.getByRole('tab', { name: 'Examples' }).click();
  const card = app.palette.getByRole('button', { name: 'Partial derivatives' });
  await card.scrollIntoViewIfNeeded();
  const width = () => card.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth);
  await expect.poll(width).toBeGreaterThan(100);
  await card.click();
  await expect(app.node('v')).toBeVisible();
  await expect(app.shown('u', 'gradient')).toHaveText('4');
  // The gallery stays open while one looks around in it, and searching leads back to the operations.
  await expect(app.palette.getByRole('tab', { name: 'Examples' })).toHaveAttribute(
    'aria-selected',
    'true'
  );
  await app.page.locator('body').press('/');
  await expect(app.palette.getByRole('searchbox', { name: 'Search operations' })).toBeFocused();

  for (const node of ['u', 'v', 'f', 'mul', 'pow']) {
    await app.select(node);
    await app.page.keyboard.press('Delete');
  }
  await expect(app.nodes).toHaveCount(0);
  await app.canvas.getByRole('button', { name: 'A quadratic' }).click();
  await expect(app.shown('x', 'gradient')).toHaveText('6');

  // In the large gallery one is found by a word of it, with the keyboard alone.
  await app.button('Examples').click();
  const gallery = app.page.getByRole('dialog');
  const search = gallery.getByRole('searchbox', { name: 'Search examples' });
  await search.fill('nothing of this kind');
  await expect(gallery.getByRole('status')).toHaveText('No example has all of these words.');
  await search.fill('partial');
  await expect(gallery.getByRole('status')).toHaveText('1 example');
  await app.page.keyboard.press('Tab');
  await expect(gallery.getByRole('button', { name: 'Partial derivatives' })).toBeFocused();
  await app.page.keyboard.press('Enter');
  await expect(gallery).toBeHidden();
  await expect(app.shown('u', 'gradient')).toHaveText('4');
});

test('the graph is saved as a picture', async ({ app }) => {
  await app.open('/?example=quadratic');
  await app.button('Export').click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'SVG picture (.svg)' }).check();
  const picture = dialog.getByRole('img', { name: 'The graph as it will be saved' });
  await expect
    .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(300);
  const [file] = await Promise.all([
    app.page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Download SVG picture' }).click()
  ]);
  expect(file.suggestedFilename()).toBe('a-quadratic.svg');
  const path = test.info().outputPath('picture.svg');
  await file.saveAs(path);
  const svg = await readFile(path, 'utf8');
  expect(svg).toMatch(/→9<[\s\S]*←1</);
  expect(svg).toContain('pow + mul');
});

for (const theme of ['light', 'dark'] as const) {
  test(`${theme}: axe finds nothing in pictures, tables and gallery`, async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ colorScheme: theme });
    await app.open('/?example=linear-layer');
    await app.select('h');
    await expect(app.inspector.getByRole('grid').first()).toBeVisible();
    const found = async (...parts: string[]): Promise<string[]> => {
      const builder = parts.reduce(
        (axe, name) => axe.include(`aside[aria-label="${name}"]`),
        new AxeBuilder({ page })
      );
      const { violations } = await builder.analyze();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
    };
    expect(await found('Inspector')).toEqual([]);
    await selectEdge(app, 'b', 'h', 'other');
    await app.palette.getByRole('tab', { name: 'Examples' }).click();
    expect(await found('Inspector', 'Palette')).toEqual([]);
  });
}
