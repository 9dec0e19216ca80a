import { expect, test } from './app';

test('shows the five attributes as PyTorch prints them', async ({ app }) => {
  await app.formula('x**2', 'x:2');
  await app.select('x');
  await expect(app.attribute('data')).toHaveText('tensor(2.)');
  await expect(app.attribute('grad')).toHaveText('tensor(4.)');
  await expect(app.attribute('grad_fn')).toHaveText('None');
  await expect(app.attribute('is_leaf')).toHaveText('True');
  await expect(app.attribute('requires_grad')).toHaveText('True');

  await app.select('pow');
  await expect(app.attribute('data')).toHaveText('tensor(4.)');
  await expect(app.attribute('grad')).toContainText('None');
  await expect(app.attribute('grad_fn')).toHaveText(/^<PowBackward0 object at 0x[0-9a-f]+>$/);
  await expect(app.attribute('is_leaf')).toHaveText('False');
  await expect(app.attribute('requires_grad')).toHaveText('True');
  await expect(app.inspector).toContainText('The .grad attribute of a Tensor that is not a leaf');
});

test('before backward a leaf has no gradient', async ({ app }) => {
  await app.formula('x**2', 'x:2');
  await app.select('x');
  await app.playback.getByRole('button', { name: 'Restart' }).click();
  await app.playback.getByRole('button', { name: 'Step forward' }).click();
  await expect(app.attribute('grad')).toHaveText('None');
  await app.playback.getByRole('button', { name: 'Skip to end' }).click();
  await expect(app.attribute('grad')).toHaveText('tensor(4.)');
});

test('dtype and requires_grad can be set, and PyTorch objects where it would', async ({ app }) => {
  await app.formula('x**2', 'x:2');
  await app.select('x');
  await app.inspector.getByRole('combobox', { name: 'dtype' }).selectOption('int64');
  await expect(app.inspector).toContainText(
    'Only Tensors of floating point and complex dtype can require gradients'
  );
  await app.inspector.getByRole('checkbox', { name: 'requires_grad' }).uncheck();
  await expect(app.attribute('data')).toHaveText('tensor(2)');
  await expect(app.node('pow')).toContainText('does not require grad');
  await app.button('Undo').click();
  await app.button('Undo').click();
  await expect(app.attribute('grad')).toHaveText('tensor(4.)');
});

test.describe('custom functions', () => {
  test("row 8: the lab's SQ saves its input and gives 4", async ({ app }) => {
    await app.open('/?example=custom-sq');
    await expect(app.shown('x', 'gradient')).toHaveText('4');
    await expect(app.canvas.getByText('i = 2')).toBeVisible();
  });

  test('row 8b: a backward that forgets the upstream gradient is named, and runs as written', async ({
    app
  }) => {
    await app.open('/?example=custom-upstream');
    await expect(app.shown('x', 'gradient')).toHaveText('4');
    const node = app.canvas.getByRole('group', { name: /custom function/ });
    await node.locator('header').click();
    await expect(app.inspector).toContainText('grad_output');
    const body = app.inspector.getByRole('textbox', { name: 'backward' });
    await body.fill('return grad_output * 2 * i');
    await body.press('Control+Enter');
    await expect(app.shown('x', 'gradient')).toHaveText('12');
    await body.fill('return grad_output * 2 * j');
    await body.press('Control+Enter');
    await expect(app.inspector.getByRole('alert').first()).toContainText('j');
    await app.button('Undo').click();
    await expect(app.shown('x', 'gradient')).toHaveText('12');
  });

  test('one is added from the palette, connected, and runs', async ({ app }) => {
    await app.formula('x + 1', 'x:2');
    await app.palette.getByRole('button', { name: 'Add function', exact: true }).click();
    await app.button('Tidy').click();
    const node = app.canvas.getByRole('group', { name: /custom function/ });
    await app.output('add').click();
    await node.getByRole('button', { name: /input/ }).first().click();
    await expect(node.locator('.value dd')).not.toHaveText('·');
  });
});
