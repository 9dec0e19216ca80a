import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { expect, test, type App } from './app';

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

/** The button that opens the controls which are seldom needed, and what it opens. */
async function openMore({ page, playback }: App): Promise<Locator> {
  await playback.getByRole('button', { name: 'More', exact: true }).click();
  return page.getByRole('dialog', { name: 'More playback controls' });
}

/** Moves the cursor to the first step whose sentence fits. */
async function stepTo({ playback }: App, sentence: RegExp): Promise<void> {
  const slider = playback.getByRole('slider', { name: 'Step' });
  const last = Number(await slider.getAttribute('max'));
  for (let step = 0; step <= last; step++) {
    await slider.fill(String(step));
    if (sentence.test(await playback.getByRole('status').innerText())) return;
  }
  throw new Error(`no step says ${String(sentence)}`);
}

test.describe('what is saved for backward', () => {
  test('lies on a shelf, is taken in the backward of its node, and is gone afterwards', async ({
    app
  }) => {
    await app.formula('x**2 + 2*x + 1', 'x:2');
    const shelf = app.node('pow').locator('.shelf');
    const status = app.playback.getByRole('status');
    await app.playback.getByRole('button', { name: 'Restart' }).click();
    await expect(shelf).not.toContainText('x = 2');
    await stepTo(app, /Forward: pow/);
    await expect(status).toContainText('x = 2 is saved for backward');
    await expect(shelf).toHaveText(/saved\s*x = 2/);
    await stepTo(app, /from pow to x/);
    await expect(status).toContainText('x = 2 was taken from the shelf, which is then freed');
    await expect(shelf).toHaveText(/taken\s*x = 2/);
    await app.playback.getByRole('button', { name: 'Step forward' }).click();
    await expect(shelf).toHaveText(/freed\s*x = 2/);
    await expect(app.node('add').locator('.shelf')).toHaveCount(0);
  });

  test('is missed by a second backward, unless the graph is kept: then .grad grows', async ({
    app
  }) => {
    await app.formula('x**2 + 2*x + 1', 'x:2');
    const { playback } = app;
    const status = playback.getByRole('status');
    await app.select('x');
    await expect(app.attribute('grad')).toHaveText('tensor(6.)');
    await playback.getByRole('button', { name: 'Backward again' }).click();
    await expect(status).toContainText(
      'RuntimeError: Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed).'
    );
    await expect(status).toContainText('Keep it with retain_graph=True');
    await expect(app.node('mul')).toContainText('Backward refused here');
    await expect(app.attribute('grad')).toHaveText('tensor(6.)');
    await playback.getByRole('button', { name: 'Step back' }).click();
    await expect(status).toContainText('from add to mul');
    await playback.getByRole('button', { name: 'Step forward' }).click();

    await playback.getByRole('button', { name: 'retain_graph=True' }).click();
    await expect(status).toHaveText(/x\.grad goes from 6 to 12/);
    await expect(app.attribute('grad')).toHaveText('tensor(12.)');
    await playback.getByRole('button', { name: 'Backward again' }).click();
    await expect(app.attribute('grad')).toHaveText('tensor(18.)');

    const more = await openMore(app);
    await expect(more.getByRole('checkbox', { name: 'retain_graph=True' })).toBeChecked();
    await more.getByRole('button', { name: 'Start over' }).click();
    await expect(app.attribute('grad')).toHaveText('tensor(6.)');
    await expect(more).toContainText('called once');
    await app.page.keyboard.press('Escape');
    await expect(more).toHaveCount(0);
    // A change of the document begins anew.
    const value = app.inspector.getByRole('textbox', { name: 'value' }).first();
    await value.fill('3');
    await value.press('Enter');
    await expect(app.attribute('grad')).toHaveText('tensor(8.)');
    await playback.getByRole('button', { name: 'Backward again' }).click();
    await expect(status).toContainText('Trying to backward through the graph a second time');
  });
});

test.describe('controls that are needed now and then', () => {
  test('a function is one step, and can be stepped into and out of', async ({ app }) => {
    await app.open('/?example=custom-sq');
    const { playback, page } = app;
    const status = playback.getByRole('status');
    const slider = playback.getByRole('slider', { name: 'Step' });
    await playback.getByRole('button', { name: 'Restart' }).click();
    const closed = Number(await slider.getAttribute('max'));
    await playback.getByRole('button', { name: 'Step forward' }).click();
    await playback.getByRole('button', { name: 'Step into SQ.forward' }).click();
    await expect(status).toHaveText('SQ.forward, line 1: i = 2 goes onto the shelf.');
    await expect(slider).toHaveAttribute('max', String(closed + 2));
    await playback.getByRole('button', { name: 'Step forward' }).click();
    await expect(status).toHaveText('SQ.forward, line 2: i ** 2 = 2 ** 2 = 4.');
    await playback.getByRole('button', { name: 'Step out of SQ.forward' }).click();
    await expect(status).toContainText('Forward: square = SQ(x)');
    await expect(slider).toHaveAttribute('max', String(closed));
    // By key: into the code of backward, over the rest, and out.
    await page.locator('body').press('ArrowRight');
    await page.locator('body').press('ArrowDown');
    await expect(status).toHaveText('SQ.backward, line 1: i = 2 is taken from the shelf.');
    await page.locator('body').press('ArrowUp');
    await expect(status).toContainText('SQ.backward returned 4');
    await page.locator('body').press('ArrowDown');
    await page.locator('body').press('Home');
    await stepTo(app, /Backward starts/);
    await slider.blur();
    await page.locator('body').press('Shift+ArrowRight');
    await expect(status).toContainText('SQ.backward returned 4');
  });

  test('a stretch is played again and again', async ({ app }) => {
    await app.formula('x**2 + 2*x + 1', 'x:2');
    const { playback, page } = app;
    const slider = playback.getByRole('slider', { name: 'Step' });
    await playback.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '4×' });
    await slider.fill('9');
    const more = await openMore(app);
    await more.getByRole('button', { name: 'Begin at A' }).click();
    await expect(more).toContainText('A: step 9, B: not set.');
    await page.keyboard.press('Escape');
    await slider.fill('11');
    await slider.blur();
    await page.locator('body').press('b');
    await expect(playback.locator('.rail .mark')).toHaveText(['A', 'B']);
    await playback.getByRole('button', { name: 'Play' }).click();
    const seen = new Set<string>();
    for (let k = 0; k < 25; k++) {
      seen.add(await slider.inputValue());
      await page.waitForTimeout(60);
    }
    expect([...seen].sort()).toEqual(['10', '11', '9']);
    await playback.getByRole('button', { name: 'Pause' }).click();
    await page.locator('body').click({ position: { x: 2, y: 2 } });
    await page.locator('body').press('l');
    await expect(playback.locator('.rail .mark')).toHaveCount(0);
  });

  test('playback stops at a node: when its value is made, and when its gradient is complete', async ({
    app
  }) => {
    await app.formula('x**2 + 2*x + 1', 'x:2');
    const { playback, page } = app;
    const status = playback.getByRole('status');
    await app.select('add');
    await page.locator('body').press('k');
    await expect(app.node('add')).toContainText('Playback stops here.');
    await playback.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '4×' });
    await playback.getByRole('button', { name: 'Restart' }).click();
    await playback.getByRole('button', { name: 'Play' }).click();
    await expect(status).toContainText('Forward: add = pow + mul');
    await expect(playback.getByRole('button', { name: 'Play' })).toBeVisible();
    await playback.getByRole('button', { name: 'Skip to end' }).click();
    await expect(status).toContainText('from add_2 to add');
    await playback.getByRole('button', { name: 'Skip to end' }).click();
    await expect(status).toContainText('x.grad goes from None to 6');
    const more = await openMore(app);
    await expect(more.getByRole('button', { name: 'add', exact: true })).toBeVisible();
    await more.getByRole('button', { name: 'Stop at add no longer' }).click();
    await expect(app.node('add')).not.toContainText('Playback stops here.');
    await expect(more.getByRole('button', { name: 'Stop at add' })).toHaveAttribute(
      'aria-pressed',
      'false'
    );
  });

  test('a number leads to the step that made it', async ({ app }) => {
    await app.formula('x**2 + 2*x + 1', 'x:2');
    const status = app.playback.getByRole('status');
    await app.shown('add', 'value').getByRole('button').click();
    await expect(status).toContainText('Forward: add = pow + mul');
    await expect(app.node('add')).not.toHaveClass(/selected/);
    await app.playback.getByRole('button', { name: 'Skip to end' }).click();
    await app.shown('x', 'gradient').getByRole('button').press('Enter');
    await expect(status).toContainText('so that x now has 6');
    await app.playback.getByRole('button', { name: 'Skip to end' }).click();
    await app.edges.filter({ hasText: '←2' }).locator('tspan.backward').click();
    await expect(status).toContainText('from mul to x: upstream 1 × local 2 = 2');
    // The same from the inspector, by keyboard.
    await app.playback.getByRole('button', { name: 'Skip to end' }).click();
    await app.select('x');
    await app.inspector
      .getByRole('region', { name: 'Gradient' })
      .getByRole('button', { name: '4', exact: true })
      .press('Enter');
    await expect(status).toContainText('from pow to x');
  });

  for (const size of [
    { width: 1366, height: 768 },
    { width: 390, height: 844 }
  ]) {
    test(`at ${size.width}×${size.height} nothing is cut off and axe finds nothing serious`, async ({
      app
    }) => {
      const { page, playback } = app;
      await page.setViewportSize(size);
      await app.open('/?example=custom-upstream');
      const slider = playback.getByRole('slider', { name: 'Step' });
      const last = Number(await slider.getAttribute('max'));
      const cut = async (): Promise<number> =>
        playback.evaluate((host) => {
          const outer = host.getBoundingClientRect();
          return [...host.querySelectorAll('button, select, input')].filter((control) => {
            const inner = control.getBoundingClientRect();
            return (
              inner.left < outer.left ||
              inner.right > outer.right + 0.5 ||
              inner.bottom > outer.bottom
            );
          }).length;
        });
      for (let step = 0; step <= last; step++) {
        await slider.fill(String(step));
        expect(await cut(), `step ${step}`).toBe(0);
      }
      await playback.getByRole('button', { name: 'Backward again' }).click();
      await expect(playback.getByRole('status')).toContainText('a second time');
      expect(await cut()).toBe(0);
      const more = await openMore(app);
      await expect(more).toBeVisible();
      for (const button of await more.getByRole('button').all()) {
        await button.scrollIntoViewIfNeeded();
        await expect(button).toBeInViewport({ ratio: 0.99 });
      }
      const { violations } = await new AxeBuilder({ page })
        .include('[aria-label="Playback"]')
        .include('[role="dialog"]')
        .analyze();
      expect(
        violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)
      ).toEqual([]);
    });
  }
});
