import { expect, test } from './app';

test.describe('playing x² + 2x + 1 at 2', () => {
  test.beforeEach(async ({ app }) => {
    await app.formula('x**2 + 2*x + 1', 'x:2');
  });

  test('steps forward through values, then backward through gradients', async ({ app }) => {
    const { playback, page } = app;
    const status = playback.getByRole('status');
    await playback.getByRole('button', { name: 'Restart' }).click();
    await expect(app.shown('x', 'value')).toHaveText('·');
    const slider = playback.getByRole('slider', { name: 'Step' });
    await expect(slider).toHaveValue('0');
    const last = Number(await slider.getAttribute('max'));
    const sentences: string[] = [];
    for (let step = 1; step <= last; step++) {
      await playback.getByRole('button', { name: 'Step forward' }).click();
      await expect(slider).toHaveValue(String(step));
      sentences.push(await status.innerText());
    }
    expect(new Set(sentences).size).toBe(last);
    const forwards = sentences.map((text) => /^Forward|^Leaf/.test(text));
    expect(forwards.lastIndexOf(true)).toBeLessThan(forwards.indexOf(false));
    await expect(app.shown('x', 'gradient')).toHaveText('6');
    await playback.getByRole('button', { name: 'Step back' }).click();
    await expect(slider).toHaveValue(String(last - 1));
    await expect(status).toHaveText(sentences[last - 2] ?? '');
    await expect(page.locator('.katex-error')).toHaveCount(0);
  });

  test('shows the sum where two paths meet', async ({ app }) => {
    const { playback } = app;
    await playback.getByRole('button', { name: 'Restart' }).click();
    const seen: string[] = [];
    const slider = playback.getByRole('slider', { name: 'Step' });
    const last = Number(await slider.getAttribute('max'));
    for (let step = 0; step < last; step++) {
      await playback.getByRole('button', { name: 'Step forward' }).click();
      seen.push(await playback.getByRole('status').innerText());
    }
    expect(seen.filter((text) => /x now has 6/.test(text))).toHaveLength(1);
  });

  test('plays to the end by itself, pauses and restarts', async ({ app }) => {
    const { playback } = app;
    await playback.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '4×' });
    await playback.getByRole('button', { name: 'Restart' }).click();
    await playback.getByRole('button', { name: 'Play' }).click();
    await playback.getByRole('button', { name: 'Pause' }).click();
    const slider = playback.getByRole('slider', { name: 'Step' });
    const paused = await slider.inputValue();
    expect(Number(paused)).toBeGreaterThan(0);
    await playback.getByRole('button', { name: 'Play' }).click();
    const last = (await slider.getAttribute('max')) ?? '';
    await expect(slider).toHaveValue(last, { timeout: 15_000 });
    await expect(playback.getByRole('button', { name: 'Play' })).toBeVisible();
  });

  test('answers to the keyboard, but not while a field has the focus', async ({ app }) => {
    const { page, playback } = app;
    const slider = playback.getByRole('slider', { name: 'Step' });
    const last = (await slider.getAttribute('max')) ?? '';
    await page.locator('body').press('Home');
    await expect(slider).toHaveValue('0');
    await page.locator('body').press('ArrowRight');
    await expect(slider).toHaveValue('1');
    await page.locator('body').press('End');
    await expect(slider).toHaveValue(last);
    const field = page.getByRole('textbox', { name: 'Formula' });
    await field.press('Home');
    await expect(slider).toHaveValue(last);
    await field.blur();
    await page.locator('body').press('ArrowLeft');
    await expect(slider).toHaveValue(String(Number(last) - 1));
  });

  test('moves a disc forward and a diamond back, unless motion is unwanted', async ({ app }) => {
    const { page, playback } = app;
    await playback.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '0.25×' });
    await playback.getByRole('button', { name: 'Restart' }).click();
    const next = playback.getByRole('button', { name: 'Step forward' });
    const particle = (kind: string) => app.canvas.locator(`.particle.${kind}`);
    await next.click();
    await next.click();
    await expect(particle('forward').first()).toBeVisible();
    await playback.getByRole('button', { name: 'Skip to end' }).click();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (let k = 0; k < 3; k++) await playback.getByRole('button', { name: 'Step back' }).click();
    await next.click();
    await expect(particle('backward').first()).toBeHidden();
  });
});
