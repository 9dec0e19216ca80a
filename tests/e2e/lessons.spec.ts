import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app';

/** The page of a lesson as a person finds it. */
class Lesson {
  constructor(readonly page: Page) {}

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await expect(this.heading).toBeVisible();
  }

  get heading(): Locator {
    return this.page.getByRole('main').getByRole('heading', { level: 2 }).first();
  }

  get steps(): Locator {
    return this.page.getByRole('navigation', { name: 'Steps' });
  }

  task(name: string, place = 0): Locator {
    return this.page.getByRole('region', { name, exact: true }).nth(place);
  }

  /** Types into the fields of a task, and has it checked. */
  async answer(task: Locator, ...typed: string[]): Promise<void> {
    for (const [index, text] of typed.entries()) {
      await task.getByRole('textbox').nth(index).fill(text);
    }
    await task.getByRole('button', { name: 'Check' }).click();
  }
}

test('lessons are listed, reached from the editor, and unknown ones say so', async ({
  app,
  page
}) => {
  await app.open();
  await page.getByRole('link', { name: 'Lessons' }).click();
  await expect(page.getByRole('heading', { name: 'Lessons', exact: true })).toBeVisible();
  await expect(
    page.getByRole('link', { name: /Differentiation in PyTorch.*16 steps/ })
  ).toBeVisible();
  await page.goto('/lessons/?unknown=nothing');
  await expect(page.getByRole('alert')).toContainText('no lesson called “nothing”');
});

test('the lab is gone through by keyboard, and what was done is there after a reload', async ({
  app,
  page
}) => {
  void app;
  const lesson = new Lesson(page);
  await lesson.open('/lessons/lab/');
  await expect(lesson.heading).toHaveText('A leaf');
  const first = lesson.task('Question');
  await lesson.answer(first, '0');
  await expect(first).toContainText('Not yet.');
  await expect(first).toContainText('Zero would be a gradient that was computed.');
  await first.getByRole('button', { name: /^Hint/ }).click();
  await expect(first.getByRole('list', { name: 'Hints' })).toContainText('not a number yet');
  await first.getByRole('textbox').fill('none');
  await page.keyboard.press('Enter');
  await expect(first).toContainText('Right.');
  await expect(lesson.steps.getByRole('link', { name: /A leaf.*done/ })).toBeVisible();

  await lesson.heading.focus();
  await page.keyboard.press('ArrowRight');
  await expect(lesson.heading).toHaveText('A function of it');
  await expect(lesson.heading).toBeFocused();
  await expect(page).toHaveURL(/#step-2$/);
  await lesson.answer(lesson.task('Question'), '4', 'PowBackward0');
  await expect(lesson.task('Question')).toContainText('Right.');
  await page.keyboard.press('ArrowRight');
  await expect(lesson.heading).toHaveText('A function of it');
  await lesson.heading.focus();
  await page.keyboard.press('n');
  await expect(lesson.heading).toHaveText('One step back');
  await page.keyboard.press('p');
  await page.reload();
  await expect(lesson.heading).toHaveText('A function of it');
  await expect(lesson.task('Question').getByRole('textbox').first()).toHaveValue('4');
  await expect(lesson.task('Question')).toContainText('solved');

  await page.goto('/lessons/');
  await expect(page.getByRole('link', { name: /Differentiation.*2 done/ })).toBeVisible();
  await lesson.open('/lessons/lab/');
  await lesson.steps.getByRole('button', { name: 'Begin anew' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget them' }).click();
  await expect(lesson.heading).toHaveText('A leaf');
  await expect(lesson.task('Question').getByRole('textbox')).toHaveValue('');
});

test('what is built is graded by what it computes', async ({ app, page }) => {
  void app;
  const lesson = new Lesson(page);
  await lesson.open('/lessons/lab/#step-7');
  const task = lesson.task('Build it');
  const check = task.getByRole('button', { name: 'Check' });
  await check.click();
  await expect(task).toContainText('Nothing is built yet.');
  const formula = task.getByRole('textbox', { name: 'Formula' });
  await formula.fill('y = 2*x**2 + x');
  await formula.press('Enter');
  await expect(task.locator('[data-node-id]')).toHaveCount(4);
  await check.click();
  await expect(task).toContainText(/At x = \S+ your y is \S+, expected \S+; your ∂y\/∂x is/);
  await formula.fill('y = x*(1 + 2*x*x)');
  await formula.press('Enter');
  await expect(task.locator('[data-node-id]')).toHaveCount(5);
  await check.click();
  await expect(task).toContainText('Right.');
  await expect(task).toContainText('its slope 6x2+1');
});

test('a backward of one’s own is mended on the canvas', async ({ app, page }) => {
  void app;
  const lesson = new Lesson(page);
  await lesson.open('/lessons/lab/#step-9');
  const task = lesson.task('Build it');
  const check = task.getByRole('button', { name: 'Check' });
  await check.click();
  await expect(task).toContainText(/your ∂z\/∂x is/);
  await task
    .getByRole('group', { name: /^square\b/ })
    .locator('header')
    .click();
  const backward = task.getByRole('textbox', { name: 'backward' });
  await backward.fill('i, = ctx.saved_tensors\nreturn grad_output * 2 * i');
  await backward.blur();
  await check.click();
  await expect(task).toContainText('Right.');
});

test('programs run when they are told to, and a mistake is looked at and mended', async ({
  app,
  page
}) => {
  test.slow();
  void app;
  const lesson = new Lesson(page);
  await lesson.open('/lessons/lab/#step-5');
  const run = page.getByRole('button', { name: 'Run', exact: true });
  await expect(page.getByRole('log', { name: 'Output' })).toHaveCount(0);
  await run.first().click();
  const output = page.getByRole('log', { name: 'Output' }).first();
  await expect(output).toContainText('is_leaf: False', { timeout: 60_000 });
  await expect(output).toContainText('UserWarning: The .grad attribute of a Tensor');
  await expect(page.getByText('as PyTorch prints it')).toBeVisible();

  const mistake = page.getByRole('region', { name: 'Mistake' });
  await expect(mistake.getByRole('button', { name: 'Mend' })).toHaveCount(0);
  await mistake.getByRole('button', { name: 'Run' }).click();
  await expect(mistake.getByRole('log')).toContainText('None');
  await expect(mistake).toContainText('Results don’t keep their gradient'.replace('’', "'"));
  await mistake.getByRole('button', { name: 'Mend' }).click();
  await expect(mistake.getByRole('log')).toContainText('tensor(1.)');
  await expect(mistake).toContainText('Mended');
});

const WRITTEN = `# Slopes

What a slope is.

## Start

Text with $x^2$ and <b onclick="alert(1)">no HTML</b> and [a link](javascript:alert(1)).

:::question{answer="grad(x)"}
No graph is there.
:::

:::mistake[Nothing requires grad]{message="element 0 of tensors does not require grad"}
::graph{formula="y = x**2" at="x=2" constant="x"}
::mended{formula="y = x**2" at="x=2"}
::why[Only leaves that ask for it are recorded.]
:::

And then comes [the end](#step-2).

## End

That was it.
`;

test('a lesson is written, shared by link, and opened as a guest', async ({ app, page }) => {
  void app;
  await page.goto('/lessons/edit/');
  const text = page.getByRole('textbox', { name: 'Text of the lesson' });
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('No problems');
  await text.fill(WRITTEN);
  await expect(problems).toContainText('Line 9');
  await expect(problems).toContainText('no gradient reaches');
  const preview = page.getByRole('region', { name: 'Preview' });
  // The preview follows the cursor, which stands in the last step now.
  await problems.getByRole('button', { name: 'Line 9' }).click();
  await expect(preview).toContainText('<b onclick="alert(1)">no HTML</b>');
  await expect(preview.getByRole('link', { name: 'a link' })).toHaveCount(0);

  const exhibit = preview.getByRole('region', { name: 'Mistake' });
  await exhibit.getByRole('button', { name: 'Look' }).click();
  await expect(exhibit).toContainText(
    'RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn'
  );
  await exhibit.getByRole('button', { name: 'Mend' }).click();
  await expect(exhibit).toContainText('Mended');

  await page
    .getByRole('toolbar', { name: 'Lesson' })
    .getByRole('button', { name: 'Share' })
    .click();
  const link = await page.getByRole('textbox', { name: 'Link to this lesson' }).inputValue();
  await page.keyboard.press('Escape');

  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByRole('main')).toContainText('Somebody shared this lesson with you.');
  await expect(page.getByRole('heading', { name: 'Start' })).toBeVisible();
  // A step is opened by a link without losing the lesson, which is in the address.
  await page.getByRole('main').getByRole('link', { name: 'the end' }).click();
  await expect(page.getByRole('heading', { name: 'End' })).toBeFocused();
  await expect(page).toHaveURL(/#lesson=.*&step=2$/);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'End' })).toBeVisible();
  await page.goto('/lessons/');
  const own = page.getByRole('region', { name: 'Your own lessons' });
  await expect(own.getByRole('link', { name: /^Slopes/ })).toHaveCount(1);

  await page.goto(link);
  await page.getByRole('button', { name: 'Keep a copy' }).click();
  await expect(page.getByRole('textbox', { name: 'Text of the lesson' })).toContainText('# Slopes');
  await page.goto('/lessons/');
  await expect(own.getByRole('link', { name: /^Slopes/ })).toHaveCount(2);
  await own.getByRole('button', { name: 'Remove Slopes' }).first().click();
  await own.getByRole('button', { name: 'Remove it' }).click();
  await expect(own.getByRole('link', { name: /^Slopes/ })).toHaveCount(1);
});

test('files come in and go out', async ({ app, page }) => {
  void app;
  await page.goto('/lessons/');
  const own = page.getByRole('region', { name: 'Your own lessons' });
  await own.getByLabel('Import a file').setInputFiles({
    name: 'slopes.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from(WRITTEN)
  });
  await own.getByRole('link', { name: 'Edit Slopes' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as file' }).click();
  expect((await download).suggestedFilename()).toBe('slopes.md');
  await page.goto('/lessons/open/#lesson=broken');
  await expect(page.getByRole('main')).toContainText('cut off or damaged');
});

test('a lesson has no serious faults of access, in dark and on a phone too', async ({
  app,
  page
}) => {
  void app;
  const lesson = new Lesson(page);
  const serious = async (): Promise<string[]> => {
    const { violations } = await new AxeBuilder({ page })
      .exclude('.svelte-flow')
      // The text in it takes the focus.
      .exclude('.cm-scroller')
      .analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
  };
  await lesson.open('/lessons/lab/#step-6');
  await expect(page.locator('[data-node-id]').first()).toBeVisible();
  expect(await serious()).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await serious()).toEqual([]);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth
  );
  expect(wide).toBe(false);
});
