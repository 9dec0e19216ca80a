import { type App, expect, test } from './app';

const fields = ({ playback }: App) => playback.getByRole('textbox');
const check = ({ playback }: App) => playback.getByRole('button', { name: 'Check' });

async function answer(app: App, ...texts: string[]): Promise<void> {
  for (const [k, text] of texts.entries()) await fields(app).nth(k).fill(text);
  await check(app).click();
}

test.describe('predicting x² + 2x + 1 at 2', () => {
  test.beforeEach(async ({ app }) => {
    await app.formula('x**2 + 2*x + 1', 'x:2');
    await app.playback.getByRole('button', { name: 'Predict' }).click();
  });

  test('hides each number until it is typed, and ends with the score', async ({ app }) => {
    const { playback } = app;
    const question = playback.getByRole('status');
    await expect(app.shown('x', 'value')).toHaveText('2');
    await expect(app.shown('pow', 'value')).toHaveText('·');
    await expect(question).toHaveText('Forward: what is the value of pow?');
    await answer(app, '4');
    await expect(app.shown('pow', 'value')).toHaveText('4');
    for (const text of ['4', '8', '9', '1', '1', '1', '1', '2']) await answer(app, text);
    await expect(question).toHaveText('Backward: what does pow send to x, and what has x then?');
    await expect(app.shown('x', 'gradient')).toHaveText('2');
    await answer(app, '4', '6');
    await expect(app.shown('x', 'gradient')).toHaveText('6');
    await expect(question).toContainText('All predicted');
    await expect(playback).toContainText('10/10 at once');
  });

  test('a wrong answer gets the hint that fits the mistake, and hints say more each time', async ({
    app
  }) => {
    const { playback } = app;
    for (const text of ['4', '4', '8', '9', '1', '1', '1', '1', '2']) await answer(app, text);
    await answer(app, '4', '4');
    await expect(playback).toContainText('Shares of several paths are added');
    await answer(app, '-4', '6');
    await expect(playback).toContainText('The size is right, the sign is not.');
    const hint = playback.getByRole('button', { name: 'Hint' });
    while (await hint.isEnabled()) await hint.click();
    await expect(playback).toContainText('Several paths meet at x');
    await answer(app, '4', '6');
    await expect(playback).toContainText('9/10 at once');
  });

  test('nothing gives the answers away, and Show goes on', async ({ app }) => {
    const { playback, page } = app;
    const slider = playback.getByRole('slider', { name: 'Step' });
    const before = await slider.inputValue();
    for (const name of ['Skip to end', 'Step forward']) {
      await playback.getByRole('button', { name, exact: true }).click();
      await expect(slider).toHaveValue(before);
    }
    await expect(app.chart).toBeHidden();
    await expect(page.getByText('would give the answers away')).toBeVisible();
    await playback.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(app.shown('pow', 'value')).toHaveText('4');
    await playback.getByRole('button', { name: 'End', exact: true }).click();
    await expect(app.chart).toBeVisible();
    await playback.getByRole('button', { name: 'Skip to end' }).click();
    await expect(app.shown('x', 'gradient')).toHaveText('6');
  });

  test('fresh numbers ask again, Undo brings the old ones back, the score stays', async ({
    app
  }) => {
    const { playback, page } = app;
    const show = playback.getByRole('button', { name: 'Show', exact: true });
    while (await show.isVisible()) await show.click();
    await playback.getByRole('button', { name: 'New numbers' }).click();
    await expect(app.shown('x', 'value')).not.toHaveText('2');
    await expect(playback.getByRole('status')).toHaveText('Forward: what is the value of pow?');
    await app.button('Undo').click();
    await expect(app.shown('x', 'value')).toHaveText('2');
    await page.reload();
    await app.playback.getByRole('button', { name: 'Predict' }).click();
    await expect(playback).toContainText('0/10 at once');
  });
});

test('by keyboard alone, and for a tensor one element or a list', async ({ app }) => {
  await app.formula('sum(x**2)', 'x:[1,2,3]');
  const { playback, page } = app;
  await playback.getByRole('button', { name: 'Predict' }).focus();
  await page.keyboard.press('Enter');
  await expect(fields(app).first()).toBeFocused();
  await page.keyboard.type('[1, 4, 9]');
  await page.keyboard.press('Enter');
  await expect(fields(app).first()).toBeFocused();
  await page.keyboard.type('14');
  await page.keyboard.press('Enter');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await expect(playback).toContainText('takes shape [3]');
  // Keys stay in the card when the last hint is open, and when nothing is left to ask.
  const hint = playback.getByRole('button', { name: 'Hint' });
  while (await hint.isEnabled()) {
    await hint.focus();
    await page.keyboard.press('Enter');
  }
  await expect(fields(app).first()).toBeFocused();
  const show = playback.getByRole('button', { name: 'Show', exact: true });
  while (await show.isVisible()) {
    await show.focus();
    await page.keyboard.press('Enter');
  }
  await expect(playback.getByRole('status')).toBeFocused();
});
