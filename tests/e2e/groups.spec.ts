import AxeBuilder from '@axe-core/playwright';
import { centre, expect, test, type App } from './app';

/** f = p + p² with p = uv. */
const open = (app: App): Promise<void> => app.formula('p = u*v; q = p**2; f = p + q', 'u:2,v:1');

const box = (app: App, name: string) =>
  app.canvas.locator('[data-group-id]').and(app.canvas.getByRole('group', { name }));

async function pick(app: App, ...names: string[]): Promise<void> {
  await app.page.keyboard.press('Escape');
  for (const [k, name] of names.entries()) {
    await app
      .node(name)
      .locator('header')
      .click({ modifiers: k > 0 ? ['Control'] : [] });
  }
}

test('nodes are grouped by key and by button, and one step takes it back', async ({ app }) => {
  await open(app);
  await pick(app, 'p', 'q');
  const selection = app.inspector.getByRole('region', { name: 'Selection' });
  await expect(selection).toContainText('2 nodes');
  await app.page.keyboard.press('Control+g');
  await expect(box(app, 'Group 1')).toBeVisible();
  await expect(app.inspector.getByRole('textbox', { name: 'Name' })).toHaveValue('Group 1');
  await app.button('Undo').click();
  await expect(box(app, 'Group 1')).toHaveCount(0);
  await expect(app.button('Undo')).toBeDisabled();

  await pick(app, 'p', 'q');
  await selection.getByRole('button', { name: 'Group', exact: true }).click();
  await expect(box(app, 'Group 1')).toBeVisible();
  await app.inspector.getByRole('button', { name: 'Ungroup' }).click();
  await expect(box(app, 'Group 1')).toHaveCount(0);
  await expect(app.nodes).toHaveCount(5);
});

test('a frame is around its nodes, and moves with them and they with it', async ({ app }) => {
  await open(app);
  await pick(app, 'p', 'q');
  await app.page.keyboard.press('Control+g');
  const frame = box(app, 'Group 1');
  const inside = async (): Promise<boolean> => {
    const outer = await frame.boundingBox();
    const inner = await Promise.all(['p', 'q'].map((name) => app.node(name).boundingBox()));
    return inner.every(
      (one) =>
        one &&
        outer &&
        one.x >= outer.x &&
        one.y >= outer.y &&
        one.x + one.width <= outer.x + outer.width &&
        one.y + one.height <= outer.y + outer.height
    );
  };
  expect(await inside()).toBe(true);
  const place = (name: string) => app.node(name).evaluate((node) => node.style.transform);
  const [p, q, u] = await Promise.all(['p', 'q', 'u'].map(place));
  const from = await centre(frame.locator('.header'));
  await app.page.mouse.move(from.x, from.y);
  await app.page.mouse.down();
  await app.page.mouse.move(from.x + 30, from.y + 40, { steps: 4 });
  await app.page.mouse.up();
  await expect.poll(() => place('p')).not.toBe(p);
  expect(await place('q')).not.toBe(q);
  expect(await place('u')).toBe(u);
  expect(await inside()).toBe(true);
  await app.button('Undo').click();
  await expect.poll(() => place('p')).toBe(p);

  await frame.locator('.group-name').dblclick();
  const name = app.canvas.getByRole('textbox', { name: 'New name of Group 1' });
  await name.fill('Square');
  await name.press('Enter');
  await expect(box(app, 'Square: group of 2 operations')).toBeVisible();
  await app.button('Undo').click();

  // A press on a node in a group that is selected picks the node alone.
  await frame.locator('.group-name').click();
  await expect(app.inspector.getByRole('textbox', { name: 'Name' })).toHaveValue('Group 1');
  await app.select('q');
  const header = await centre(app.node('q').locator('header'));
  await app.page.mouse.move(header.x, header.y);
  await app.page.mouse.down();
  await app.page.mouse.move(header.x + 10, header.y + 50, { steps: 4 });
  // While it is being dragged too.
  await expect.poll(() => place('q')).not.toBe(q);
  expect(await inside()).toBe(true);
  await app.page.mouse.up();
  expect(await inside()).toBe(true);
  expect(await place('p')).toBe(p);
});

test('nodes are dragged into a frame and out of it, with others too, and one step takes it back', async ({
  app
}) => {
  await open(app);
  await pick(app, 'q', 'f');
  await app.page.keyboard.press('Control+g');
  await app.page.keyboard.press('Escape');
  const two = box(app, 'Group 1: group of 2 operations');
  const notice = app.page.getByRole('status').filter({ hasText: 'is now in' });
  const frame = await two.boundingBox();
  const before = await app.node('p').boundingBox();
  if (!frame || !before) throw new Error('nothing is drawn');
  const { mouse } = app.page;
  const dragTo = async (name: string, x: number, y: number): Promise<void> => {
    const from = await centre(app.node(name).locator('header'));
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + x) / 2, (from.y + y) / 2, { steps: 4 });
    await mouse.move(x, y, { steps: 4 });
  };

  await dragTo('p', frame.x + frame.width / 2, frame.y + 30);
  // The frame says so before it is done.
  await expect(box(app, 'Group 1: group of 3 operations')).toBeVisible();
  await mouse.up();
  await expect(notice).toHaveText(/p is now in Group 1\./);
  await expect(box(app, 'Group 1: group of 3 operations')).toBeVisible();
  await app.button('Undo').click();
  await expect(two).toBeVisible();
  await expect
    .poll(async () => Math.round((await app.node('p').boundingBox())?.x ?? 0))
    .toBe(Math.round(before.x));

  // q goes out, and u, which is dragged with it, stays in no group.
  await pick(app, 'q', 'u');
  const host = await app.canvas.boundingBox();
  await dragTo('q', (host?.x ?? 0) + 120, (host?.y ?? 0) + (host?.height ?? 0) - 30);
  await mouse.up();
  await expect(box(app, 'Group 1: group of 1 operation')).toBeVisible();
  await expect(notice.filter({ hasText: 'q is now in no group.' })).toBeVisible();
  await app.button('Undo').click();
  await expect(two).toBeVisible();
});

test('collapsed it is one node with the numbers at its ends, and a reload keeps it', async ({
  app
}) => {
  await open(app);
  await pick(app, 'p', 'q');
  await app.page.keyboard.press('Control+g');
  await app.canvas.getByRole('button', { name: 'Collapse Group 1' }).click();
  const node = box(app, 'Group 1: collapsed group of 2 operations');
  await expect(node).toBeVisible();
  await expect(node).toBeFocused();
  await expect(app.nodes).toHaveCount(3);
  await expect(app.edges).toHaveCount(4);
  await expect(app.input('p', 'input')).toHaveCount(0);
  await expect(app.output('q')).toHaveCount(0);
  // Two ways lead from p to f: its gradient is 1 + 2p = 5, so that u receives 5 and v 10.
  await expect(node.getByRole('listitem')).toHaveText([
    /^\s*u → p\.input\s*value\s2→\s*←gradient\s5$/,
    /^\s*v → p\.other\s*value\s1→\s*←gradient\s10$/,
    /^p\s*value\s2→\s*←gradient\s5\s*$/,
    /^q\s*value\s4→\s*←gradient\s1\s*$/
  ]);
  const flow = app.inspector.getByRole('region', { name: 'What goes in and out' });
  await expect(flow).toContainText(
    'The gradient of f with respect to the output p of Group 1 is 5.'
  );
  await expect(flow).toContainText('Group 1 passes on 5 to u and 10 to v.');
  await app.playback.getByRole('button', { name: 'Restart' }).click();
  await expect(node.getByRole('listitem').first()).toHaveText('u → p.input');
  await app.playback.getByRole('button', { name: 'Skip to end' }).click();

  // A hidden node is looked at without being shown.
  await app.inspector.getByRole('button', { name: 'q', exact: true }).last().click();
  await expect(app.inspector.getByRole('textbox', { name: 'Name' })).toHaveValue('q');
  await expect(app.attribute('data')).toHaveText('tensor(4.)');
  await app.inspector.getByRole('button', { name: 'Show group' }).click();
  await expect(node).toBeFocused();
  await expect(flow).toBeVisible();
  await app.inspector.getByRole('button', { name: 'q', exact: true }).last().click();
  await app.inspector.getByRole('combobox', { name: 'Group' }).selectOption('none');
  await expect(app.nodes).toHaveCount(4);
  await app.button('Undo').click();
  await expect(app.nodes).toHaveCount(3);

  await app.page.waitForTimeout(400);
  await app.open('/');
  await expect(node).toBeVisible();
  await expect(app.nodes).toHaveCount(3);
  await app.button('Tidy').click();
  await node.getByRole('button', { name: 'Expand Group 1' }).click();
  await expect(app.nodes).toHaveCount(5);
  await expect(app.shown('u', 'gradient')).toHaveText('5');
});

test('no_grad cuts the gradient, in the graph and in the code', async ({ app }) => {
  await open(app);
  await app.select('q');
  await app.inspector.getByRole('button', { name: 'Group', exact: true }).click();
  await app.inspector.getByRole('checkbox', { name: 'no_grad' }).check();
  await expect(box(app, 'Group 1')).toContainText('torch.no_grad()');
  await expect(app.shown('f', 'value')).toHaveText('6');
  await expect(app.shown('q', 'gradient')).toHaveText('·');
  await expect(app.shown('u', 'gradient')).toHaveText('1');
  await expect(app.shown('v', 'gradient')).toHaveText('2');
  await expect(app.inspector).toContainText('none flows back through Group 1 to p');
  await app.select('q');
  await expect(app.attribute('requires_grad')).toHaveText('False');
  await expect(app.attribute('grad_fn')).toHaveText('None');
  await app.button('Export').click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /PyTorch script/ }).check();
  await expect(dialog).toContainText('with torch.no_grad():  # Group 1');
  await app.page.keyboard.press('Escape');
  await app.button('Undo').click();
  await expect(app.shown('u', 'gradient')).toHaveText('5');
});

test('copies of a group are a group, and a whole group is deleted', async ({ app }) => {
  await open(app);
  await pick(app, 'p', 'q');
  await app.page.keyboard.press('Control+g');
  await app.page.keyboard.press('Control+c');
  await app.page.keyboard.press('Control+v');
  await expect(box(app, 'Group 2')).toBeVisible();
  await expect(app.nodes).toHaveCount(7);
  await expect(app.inspector.getByRole('textbox', { name: 'Name' })).toHaveValue('Group 2');
  await app.inspector.getByRole('button', { name: 'Duplicate' }).click();
  await expect(box(app, 'Group 3')).toBeVisible();
  await app.inspector.getByRole('button', { name: 'Delete' }).click();
  await expect(box(app, 'Group 3')).toHaveCount(0);
  await expect(app.nodes).toHaveCount(7);
});

test('all of it by keyboard', async ({ app }) => {
  const { keyboard } = app.page;
  await open(app);
  await app.node('u').focus();
  await keyboard.press('Control+a');
  await keyboard.press('Control+g');
  const frame = box(app, 'Group 1');
  await expect(frame).toBeFocused();
  await app.inspector.getByRole('textbox', { name: 'Name' }).fill('All');
  await keyboard.press('Enter');
  const all = box(app, 'All');
  await all.focus();
  const place = () => app.node('q').evaluate((node) => node.style.transform);
  const before = await place();
  await keyboard.press('Shift+ArrowDown');
  await expect.poll(place).not.toBe(before);
  await keyboard.press('Control+z');
  await expect.poll(place).toBe(before);

  await keyboard.press('Escape');
  await expect(app.inspector.getByRole('region', { name: 'Document' })).toBeVisible();
  await keyboard.press('Enter');
  await expect(app.inspector.getByRole('textbox', { name: 'Name' })).toHaveValue('All');
  await app.canvas.getByRole('button', { name: 'Collapse All' }).press('Enter');
  await expect(box(app, 'All: collapsed group of 5 nodes')).toBeFocused();
  await expect(app.nodes).toHaveCount(0);
  await app.canvas.getByRole('button', { name: 'Expand All' }).press('Enter');
  await expect(all).toBeFocused();
  await expect(app.nodes).toHaveCount(5);
  await keyboard.press('Control+Shift+g');
  await expect(all).toHaveCount(0);
  await expect(app.nodes).toHaveCount(5);
});

for (const theme of ['light', 'dark'] as const) {
  test(`groups in ${theme}: axe finds nothing serious`, async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ colorScheme: theme });
    await open(app);
    await pick(app, 'p', 'q');
    await page.keyboard.press('Control+g');
    await app.inspector.getByRole('checkbox', { name: 'no_grad' }).check();
    await app.button('Tidy').click();
    const check = async (): Promise<void> => {
      const { violations } = await new AxeBuilder({ page })
        .include('[aria-label="Canvas"]')
        .include('[aria-label="Inspector"]')
        .analyze();
      const serious = violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''));
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join()}`)).toEqual(
        []
      );
    };
    await check();
    await app.inspector.getByRole('checkbox', { name: 'Collapsed' }).check();
    await check();
  });
}
