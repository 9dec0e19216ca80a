import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type App } from './app';

/** The view that answers why a gradient is what it is. */
class Why {
  readonly view: Locator;

  constructor(private readonly page: Page) {
    this.view = page.getByRole('region', { name: 'Paths' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Why?' }).click();
    await expect(this.view).toBeVisible();
  }
  get question(): Locator {
    return this.view.getByRole('heading', { level: 2 });
  }
  get sum(): Locator {
    return this.view.getByRole('status', { name: 'Sum of the paths' });
  }
  get badge(): Locator {
    return this.view.getByRole('status', { name: 'Comparison' });
  }
  path(number: number): Locator {
    return this.view.getByRole('checkbox', { name: new RegExp(`^Path ${number}:`) });
  }
  symbolic(text: string): Locator {
    return this.view
      .getByRole('group', { name: 'Symbolic derivative' })
      .locator('annotation', { hasText: text });
  }
}

async function asked(app: App, address: string): Promise<Why> {
  await app.open(address);
  await expect(app.nodes.first()).toBeVisible();
  const why = new Why(app.page);
  await why.open();
  return why;
}

test('the quadratic: two paths, each switchable, and three answers that agree', async ({ app }) => {
  const why = await asked(app, '/?example=quadratic');
  await expect(why.question).toHaveText('Why is ∂y/∂x = 6?');
  await expect(why.view).toContainText('2 paths lead from y back to x');
  await expect(why.sum).toContainText('All paths together: 6.');
  await why.path(2).uncheck();
  await expect(why.sum).toContainText('With these paths: 4 of 6.');
  await why.path(1).uncheck();
  await expect(why.sum).toContainText('With no path: 0 of 6.');
  await why.path(2).check();
  await expect(why.sum).toContainText('With these paths: 2 of 6.');

  // mathjs runs under a policy that forbids making scripts from strings.
  await expect(why.symbolic('= 2\\,x + 2')).toBeAttached();
  await expect(why.badge).toContainText('All three agree');
  const { violations } = await new AxeBuilder({ page: app.page }).include('.paths-view').analyze();
  expect(violations).toEqual([]);
});

test('a path is pointed out on the canvas while it is looked at, by pointer and by key', async ({
  app
}) => {
  const why = await asked(app, '/?example=quadratic');
  const pointed = app.canvas.locator('path.pointed');
  await expect(pointed).toHaveCount(0);
  await why.view.getByRole('button', { name: 'y ← add ← mul ← x' }).hover();
  await expect(pointed).toHaveCount(3);
  await expect(app.node('mul').locator('.frame.pointed')).toHaveCount(1);
  await expect(app.node('pow').locator('.frame.pointed')).toHaveCount(0);
  await why.question.hover();
  await expect(pointed).toHaveCount(0);
  await why.path(1).focus();
  await expect(app.node('pow').locator('.frame.pointed')).toHaveCount(1);
  await app.page.keyboard.press('Space');
  await expect(why.sum).toContainText('With these paths: 2 of 6.');
  await app.page.getByRole('tab', { name: 'Chart' }).click();
  await expect(pointed).toHaveCount(0);
});

test('any pair can be asked about; a selected node is the one that is asked about', async ({
  app
}) => {
  const why = await asked(app, '/?example=practice-uv');
  await expect(why.question).toHaveText('Why is ∂f/∂u = 5?');
  await expect(why.symbolic('= v + 2\\,u\\,v^{2}')).toBeAttached();
  await why.view.getByRole('combobox', { name: 'Input' }).selectOption('v');
  await expect(why.question).toHaveText('Why is ∂f/∂v = 10?');
  await expect(why.symbolic('= u + 2\\,u^{2}\\,v')).toBeAttached();
  await why.view.getByRole('combobox', { name: 'Result' }).selectOption('pow');
  await expect(why.question).toHaveText('Why is ∂pow/∂v = 8?');
  await app.select('mul');
  await expect(why.question).toHaveText('Why is ∂pow/∂mul = 4?');
});

test('of several elements the sum is asked about, which no backward of the run is', async ({
  app
}) => {
  await app.formula('y = x*w + b', 'x:[1,2,3],w:2,b:0');
  const why = new Why(app.page);
  await why.open();
  await expect(why.question).toHaveText('Why is ∂Σy/∂x = [2, 2, 2]?');
  await expect(why.view).toContainText('these are the gradients of the sum of its elements');
  await expect(why.view).not.toContainText('backward has not come so far');
});

test('a linear model trained with mse_loss has the textbook derivative, all of it in view', async ({
  app
}) => {
  await app.formula(
    'y = mse_loss(matmul(X, w) + b, t)',
    'X:[[1,2],[3,4],[5,6]],w:[1,2],b:0,t:[1,2,3]'
  );
  const why = new Why(app.page);
  await why.open();
  await why.view.getByRole('combobox', { name: 'Input' }).selectOption('w');
  await expect(why.symbolic('\\frac{2}{3}\\,\\sum_{j} X_{j i}')).toBeAttached();
  await expect(why.badge).toContainText('All three agree');
  const scroll = why.view.getByRole('group', { name: 'Symbolic derivative' });
  expect(await scroll.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThan(2);
});

test('it follows a value that is changed', async ({ app }) => {
  const why = await asked(app, '/?example=quadratic');
  await expect(why.badge).toContainText('All three agree');
  const field = app.node('x').getByRole('textbox').first();
  await field.fill('5');
  await field.press('Enter');
  await expect(why.question).toHaveText('Why is ∂y/∂x = 12?');
  await expect(why.sum).toContainText('All paths together: 12.');
  await expect(why.view).toContainText('12 at these values');
});

test("the lab's backward that forgets upstream is found out", async ({ app }) => {
  const why = await asked(app, '/?example=custom-upstream');
  await expect(why.badge).toContainText('They part: .grad is 4, the other two say 12');
  await expect(why.badge).toContainText('backward ignores grad_output');
  await why.badge.getByRole('button', { name: 'square' }).click();
  await expect(app.inspector.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(
    'square'
  );
});

test('a kink, a zero and a None say why, in the view and in the inspector', async ({ app }) => {
  await app.formula('r = relu(x); y = 3*r', 'x:0');
  const why = new Why(app.page);
  await why.open();
  await expect(why.badge).toContainText('A kink');
  await expect(why.badge).toContainText('0 to the left and 3 to the right');
  await expect(why.view.getByRole('group', { name: 'Why is ∂y/∂x 0?' })).toContainText(
    'has a kink at x = 0'
  );
  await app.select('x');
  await expect(app.inspector).toContainText('r (relu) has a kink at x = 0');

  await app.formula('y = x*detach(w)', 'x:2,w:3');
  await why.open();
  await app.select('w');
  await expect(why.question).toHaveText('Why is there no ∂y/∂w?');
  await expect(why.view).toContainText('detach detaches w');
  await expect(app.inspector).toContainText('detach detaches w');
  await app.inspector.getByRole('button', { name: /^Why\?/ }).click();
  await expect(why.view).toBeVisible();
});

test('formulas are copied as ordinary LaTeX', async ({ app, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const why = await asked(app, '/?example=quadratic');
  const clipboard = (): Promise<string> => app.page.evaluate(() => navigator.clipboard.readText());
  await why.view.getByRole('listitem').first().getByRole('button', { name: 'Copy LaTeX' }).click();
  await expect.poll(clipboard).toContain('2\\,x = 1 \\cdot 1 \\cdot 4 = {4}');
  await app.playback.getByRole('button', { name: 'Copy LaTeX' }).click();
  await expect.poll(clipboard).toBe('x\\mathtt{.grad} = \\frac{\\partial y}{\\partial x} = {6}');
  await app.select('pow');
  await app.inspector
    .getByRole('region', { name: 'Rule' })
    .getByRole('button', { name: 'Copy LaTeX' })
    .first()
    .click();
  await expect.poll(clipboard).toContain('x^{2}');
});

test('more paths than can be listed are counted, and the page stays quick', async ({ app }) => {
  const doubled = Array.from({ length: 24 }, (_, k) => `a${k + 1} = a${k} + a${k}`).join('; ');
  await app.formula(doubled, 'a0:1');
  const why = new Why(app.page);
  await why.open();
  await expect(why.view).toContainText('16,777,216 paths lead from a24 back to a0');
  await expect(why.view).toContainText('The other 16,777,166 paths together');
  await expect(why.path(50)).toBeAttached();
  await expect(why.badge).toBeVisible();
});

test('an empty canvas says what to do', async ({ app }) => {
  await app.formula('x**2', 'x:2');
  await app.select('pow');
  await app.page.keyboard.press('Delete');
  await app.select('x');
  await app.page.keyboard.press('Delete');
  const why = new Why(app.page);
  await why.open();
  await expect(why.view).toContainText('Nothing has been computed yet');
});
