import { centre, expect, test } from './app';

test('adds from the palette by search, by dragging and by button, and connects by pressing ports', async ({
  app
}) => {
  await app.formula('x + 1', 'x:2');
  const search = app.palette.getByRole('searchbox', { name: 'Search operations' });
  await search.fill('tanh');
  await search.press('Enter');
  await expect(app.node('tanh')).toBeVisible();
  await app.button('Undo').click();
  await expect(app.node('tanh')).toHaveCount(0);
  await app.button('Redo').click();
  await expect(app.node('tanh')).toBeVisible();

  await search.fill('');
  const item = app.palette.getByRole('button', { name: 'Add exp', exact: true });
  await item.dragTo(app.canvas, { targetPosition: { x: 120, y: 60 } });
  await expect(app.node('exp')).toBeVisible();

  await app.button('Tidy').click();
  await app.output('add').click();
  await app.input('exp', 'input').click();
  await expect(app.edges).toHaveCount(2);
  await expect(app.shown('exp', 'value')).toHaveText('20.086');
});

test('connects by dragging and by keyboard', async ({ app }) => {
  await app.formula('x**2', 'x:3');
  await app.palette.getByRole('button', { name: 'Add sin', exact: true }).click();
  await app.button('Tidy').click();
  await app.button('Fit view').click();
  await app.drag(app.output('pow'), app.input('sin', 'input'));
  await expect(app.shown('sin', 'value')).toHaveText('0.41212');

  await app.palette.getByRole('button', { name: 'Add cos', exact: true }).click();
  await app.output('x').press('Enter');
  await app.input('cos', 'input').press('Enter');
  await expect(app.shown('cos', 'value')).toHaveText('−0.98999');
});

test('refuses a cycle, an occupied input and a node itself, and says why', async ({ app }) => {
  await app.formula('exp(sin(x))', 'x:1');
  const notice = app.page.getByRole('status').filter({ hasText: 'Not done' });
  await app.output('x').click();
  await app.input('exp', 'input').click();
  await expect(notice).toContainText('exp');
  await expect(app.edges).toHaveCount(2);

  await app.palette.getByRole('button', { name: 'Add add', exact: true }).click();
  await app.button('Tidy').click();
  await app.output('add').click();
  await app.input('add', 'input').click();
  await expect(notice).toContainText('itself');
  await app.output('exp').click();
  await app.input('add', 'input').click();
  await expect(app.edges).toHaveCount(3);

  await app.edges.first().focus();
  await app.page.keyboard.press('Enter');
  await app.page.keyboard.press('Delete');
  await expect(app.edges).toHaveCount(2);
  await app.output('add').click();
  await app.input('sin', 'input').click();
  await expect(notice).toContainText(/circle|cycle|depend/);
  await expect(app.edges).toHaveCount(2);
});

test('values are typed and scrubbed, live, one undo step each', async ({ app }) => {
  await app.formula('x**2', 'x:2');
  const field = app.node('x').getByRole('textbox');
  await field.fill('3');
  await field.press('Enter');
  await expect(app.shown('pow', 'value')).toHaveText('9');
  await expect(app.shown('x', 'gradient')).toHaveText('6');

  await field.fill('two');
  await field.press('Enter');
  await expect(app.shown('pow', 'value')).toHaveText('9');
  await expect(app.node('x').getByRole('alert')).toBeVisible();
  await field.fill('3');
  await field.press('Enter');

  const handle = app.node('x').getByRole('slider', { name: 'Scrub x' });
  const from = await centre(handle);
  await app.page.mouse.move(from.x, from.y);
  await app.page.mouse.down();
  await app.page.mouse.move(from.x + 25, from.y, { steps: 5 });
  await expect(app.shown('pow', 'value')).not.toHaveText('9');
  const middle = await app.shown('pow', 'value').innerText();
  await app.page.mouse.move(from.x + 50, from.y, { steps: 5 });
  await expect(app.shown('pow', 'value')).not.toHaveText(middle);
  await app.page.mouse.up();
  await app.button('Undo').click();
  await expect(app.shown('pow', 'value')).toHaveText('9');
  await app.button('Undo').click();
  await expect(app.shown('pow', 'value')).toHaveText('4');
});

test('renames, moves, duplicates and deletes, and takes all of it back', async ({ app }) => {
  await app.formula('x**2', 'x:2');
  await app.node('pow').locator('.name').dblclick();
  const name = app.canvas.getByRole('textbox', { name: 'New name of pow' });
  await name.fill('square');
  await name.press('Enter');
  await expect(app.node('square')).toBeVisible();

  // Places on the canvas, whatever part of it is in view.
  const place = (name: string) => app.node(name).evaluate((node) => node.style.transform);
  const before = await place('square');
  await app.drag(app.node('square').locator('header'), app.canvas);
  await expect.poll(() => place('square')).not.toBe(before);

  await app.select('square');
  const dragged = await place('square');
  await app.node('square').focus();
  await app.page.keyboard.press('ArrowRight');
  await expect.poll(() => place('square')).not.toBe(dragged);

  await app.page.keyboard.press('Control+d');
  await expect(app.nodes).toHaveCount(3);
  await app.page.keyboard.press('Delete');
  await expect(app.nodes).toHaveCount(2);
  for (let k = 0; k < 5; k++) await app.button('Undo').click();
  await expect(app.node('pow')).toBeVisible();
  await expect.poll(() => place('pow')).toBe(before);
  await expect(app.button('Undo')).toBeDisabled();
});

test('everything is there again after a reload', async ({ app }) => {
  await app.formula('u*v + (u*v)**2', 'u:2,v:1');
  await expect(app.shown('u', 'gradient')).toHaveText('5');
  const field = app.node('v').getByRole('textbox');
  await field.fill('3');
  await field.press('Enter');
  const gradient = await app.shown('u', 'gradient').innerText();
  await expect(app.page).toHaveURL(/\/$/);
  await app.page.reload();
  await expect(app.node('v').getByRole('textbox')).toHaveValue('3');
  await expect(app.shown('u', 'gradient')).toHaveText(gradient);
  await expect(app.page.getByRole('textbox', { name: 'Formula' })).toHaveValue('u*v + (u*v)**2');
});

test('a large graph arrives part by part, whole and in view', async ({ app }) => {
  const terms = Array.from({ length: 40 }, (_, k) => `sin(${k + 2}*x)`);
  await app.formula(`y = ${terms.join(' + ')}`, 'x:0.5');
  // x, and for each term a product, a sine and, but for the first, a sum.
  await expect(app.nodes).toHaveCount(1 + 40 + 40 + 39);
  await expect(app.edges).toHaveCount(40 + 40 + 2 * 39);
  const outer = await app.canvas.boundingBox();
  await expect
    .poll(async () => {
      const boxes = await app.nodes.evaluateAll((all) =>
        all.map((one) => {
          const { left, right, top, bottom } = one.getBoundingClientRect();
          return { left, right, top, bottom };
        })
      );
      return boxes.filter(
        ({ left, right, top, bottom }) =>
          !outer ||
          left < outer.x ||
          top < outer.y ||
          right > outer.x + outer.width ||
          bottom > outer.y + outer.height
      ).length;
    })
    .toBe(0);
  // What is added then is there at once.
  await app.palette.getByRole('button', { name: 'Add exp', exact: true }).click();
  await expect(app.nodes).toHaveCount(121);
  await app.button('Undo').click();
  await expect(app.nodes).toHaveCount(120);
});
