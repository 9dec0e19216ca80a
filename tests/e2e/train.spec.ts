import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { type App, expect, test } from './app';

/** The view in which the document is trained. */
class Train {
  readonly view: Locator;

  constructor(readonly app: App) {
    this.view = app.page.getByRole('region', { name: 'Train' });
  }

  async open(address: string): Promise<this> {
    await this.app.open(address);
    await expect(this.app.nodes.first()).toBeVisible();
    await this.app.page.getByRole('tab', { name: 'Train' }).click();
    await expect(this.button('Step')).toBeVisible();
    return this;
  }

  button(name: string): Locator {
    return this.view.getByRole('button', { name, exact: true });
  }

  get state(): Locator {
    return this.view.getByRole('status').first();
  }

  field(name: string): Locator {
    return this.view.getByRole('textbox', { name, exact: true });
  }

  async set(name: string, value: string): Promise<void> {
    await this.field(name).fill(value);
    await this.field(name).press('Enter');
  }

  picture(name: RegExp): Locator {
    return this.view.getByRole('img', { name });
  }
}

const value = (app: App, name: string): Locator =>
  app.node(name).getByRole('textbox', { name: `${name} value` });

test('a step is played: forward, backward and the update, and is one step of undo', async ({
  app
}) => {
  const train = await new Train(app).open('/?formula=y%20%3D%20x**2%20%2B%202*x%20%2B%201&at=x:2');
  await train.button('Step').click();
  // 2 − 0.1 · 6
  const status = app.playback.getByRole('status');
  await expect(status).toContainText('Update: x goes against its gradient: 2 − 0.1 · 6 = 1.4.');
  await expect(value(app, 'x')).toHaveValue(/^1\.4|^1\.39/);
  await expect(app.shown('x', 'value')).toHaveText('1.4');
  await app.playback.getByRole('button', { name: 'Step back' }).click();
  await expect(status).toContainText('x.grad goes from None to 6');
  await expect(app.shown('x', 'value')).toHaveText('2');
  await app.playback.getByRole('button', { name: 'Step forward' }).click();
  await expect(app.shown('x', 'value')).toHaveText('1.4');
  await expect(train.state).toContainText('step 1');
  await expect(train.picture(/^y over 1 step: from 9/)).toBeVisible();

  await app.button('Undo').click();
  await expect(value(app, 'x')).toHaveValue('2');
  await expect(train.state).toContainText('step 0');
  await app.button('Redo').click();
  await expect(train.state).toContainText('step 1');
});

test('a run lowers the loss, with values moving, and reset brings them back', async ({ app }) => {
  const train = await new Train(app).open('/?example=train-line');
  await expect(value(app, 'w')).toHaveValue('-0.5');
  await train.button('Run').click();
  await expect(train.button('Stop')).toBeVisible();
  // While it goes on, values move on the canvas.
  await expect(value(app, 'w')).not.toHaveValue('-0.5');
  await expect(train.button('Run')).toBeVisible({ timeout: 15_000 });
  await expect(train.state).toContainText('step 60, loss 0.0549');
  await expect(value(app, 'w')).toHaveValue(/^0\.83/);
  await expect(train.picture(/^loss over 60 steps: from 2.28.* to 0.0549/)).toBeVisible();
  await expect(
    train.picture(/with the path of 60 steps: from w = −0.5, b = 0 to w = 0.83/)
  ).toBeVisible();
  await train.button('Data').click();
  await expect(train.picture(/^40 points over x and y; the line is p/)).toBeVisible();
  await expect(train.view.locator('.fit-line')).toHaveAttribute('d', /^M.*L/);

  await app.button('Undo').click();
  await expect(value(app, 'w')).toHaveValue('-0.5');
  await app.button('Redo').click();
  await expect(value(app, 'w')).toHaveValue(/^0\.83/);
  await train.button('Reset').click();
  await expect(value(app, 'w')).toHaveValue('-0.5');
});

/** Long enough that it is still going on whatever a test does meanwhile. */
const ENDLESS = '100000';

test('a run can be stopped and keeps what it has reached', async ({ app }) => {
  const train = await new Train(app).open('/?example=train-xor');
  await expect(value(app, 'b2')).toHaveValue('0');
  await train.set('Steps of a run', ENDLESS);
  await train.button('Run').click();
  await expect(value(app, 'b2')).not.toHaveValue('0');
  await train.button('Stop').click();
  await expect(train.button('Run')).toBeVisible();
  const stopped = await value(app, 'b2').inputValue();
  expect(stopped).not.toBe('0');
  await app.page.waitForTimeout(300);
  await expect(value(app, 'b2')).toHaveValue(stopped);
  await app.button('Undo').click();
  await expect(value(app, 'b2')).toHaveValue('0');
});

test('a document that is changed or replaced during a run is never overwritten', async ({
  app
}) => {
  test.slow();
  const train = await new Train(app).open('/?example=train-line');
  await train.set('Steps of a run', ENDLESS);
  await train.button('Run').click();
  await expect(value(app, 'w')).not.toHaveValue('-0.5');
  await value(app, 'b').fill('5');
  await value(app, 'b').press('Enter');
  const said = train.view.getByRole('alert');
  await expect(said).toContainText('The graph was changed during the run');
  await expect(value(app, 'w')).toHaveValue('-0.5');
  await expect(value(app, 'b')).toHaveValue('5');
  await train.button('Discard').click();
  await expect(said).toHaveCount(0);
  await expect(value(app, 'b')).toHaveValue('5');

  await train.button('Run').click();
  await expect(value(app, 'b')).not.toHaveValue('5');
  await app.button('Undo').click();
  await expect(said).toBeVisible();
  await expect(value(app, 'b')).toHaveValue('0');
  await train.button('Apply anyway').click();
  await expect(value(app, 'b')).not.toHaveValue('0');
  await app.button('Undo').click();
  await expect(value(app, 'b')).toHaveValue('0');

  // Another document: the run ends with the one that it belongs to.
  await train.button('Run').click();
  await expect(value(app, 'w')).not.toHaveValue('-0.5');
  await app.button('Examples').click();
  await app.page.getByRole('dialog').getByRole('button', { name: 'A square' }).click();
  await expect(value(app, 'x')).toHaveValue('2');
  await app.page.waitForTimeout(300);
  await expect(value(app, 'x')).toHaveValue('2');
  await expect(app.button('Undo')).toBeDisabled();
});

test('a step that is too large is stopped and explained', async ({ app }) => {
  const train = await new Train(app).open('/?formula=y%20%3D%20x**4&at=x:3');
  await train.set('Learning rate value', '1');
  await train.button('Run').click();
  await expect(train.view.getByRole('alert')).toContainText('The step is too large');
  await expect(value(app, 'x')).toHaveValue('3');
  await train.button('Use 0.1').click();
  await expect(train.field('Learning rate value')).toHaveValue('0.1');
});

test('a pasted table feeds inputs; a bad one is refused with its line and nothing is lost', async ({
  app
}) => {
  const train = await new Train(app).open('/?formula=loss%20%3D%20mean((w*x%20-%20y)**2)&at=w:0');
  await train.button('Data …').click();
  const dialog = app.page.getByRole('dialog', { name: 'Data' });
  const text = dialog.getByRole('textbox', { name: 'Table' });
  await text.fill('x;y\n1;2,0\n2;4,0\n3;oops');
  await dialog.getByRole('button', { name: 'Use table' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Line 4, column y: "oops" is no number.');
  await expect(text).toHaveValue(/oops/);
  await text.fill('x;y\n1;2,0\n2;4,0\n3;6,0');
  await dialog.getByRole('button', { name: 'Use table' }).click();
  await expect(dialog.getByRole('status')).toContainText(
    '3 rows, 2 columns separated by semicolons'
  );
  await dialog.getByRole('checkbox', { name: 'x takes x' }).check();
  await dialog.getByRole('checkbox', { name: 'y takes y' }).check();
  await app.page.keyboard.press('Escape');
  await expect(value(app, 'x')).toHaveValue('[1, 2, 3]');
  await train.set('Steps of a run', '30');
  await train.view.getByRole('checkbox', { name: 'slowly' }).uncheck();
  await train.button('Run').click();
  await expect(train.state).toContainText('step 30');
  await expect(value(app, 'w')).toHaveValue(/^(2|1\.99)/);
});

test('a network learns XOR, and the plane shows it', async ({ app }) => {
  const train = await new Train(app).open('/?example=train-xor');
  await train.view.getByRole('checkbox', { name: 'slowly' }).uncheck();
  await train.button('Run').click();
  await expect(train.state).toContainText('step 150, loss 0.003', { timeout: 20_000 });
  await expect(
    train.picture(/80 points over x1 and x2; marked by label: 0, 1; the plane is shaded by z/)
  ).toBeVisible();
  await expect(train.view.locator('.border-line')).toHaveAttribute('d', /^M.*L/);
  await train.button('Lines').click();
  await expect(train.picture(/Parameters over 150 steps: W1\[0, 0\] from/)).toBeVisible();
  await train.button('Path').click();
  await train.view.getByRole('combobox', { name: 'Across' }).selectOption('W2[3]');
  await expect(train.picture(/^loss over W2\[3\] and /)).toBeVisible();
});

for (const size of [
  { width: 1366, height: 768 },
  { width: 390, height: 844 }
]) {
  test(`at ${size.width} wide axe finds nothing serious`, async ({ app }) => {
    const { page } = app;
    await page.setViewportSize(size);
    const train = new Train(app);
    await app.open('/?example=train-line');
    const tab = page.getByRole('tab', { name: 'Train' });
    if (!(await tab.isVisible())) {
      await page
        .getByRole('group', { name: 'Panels' })
        .getByRole('button', { name: 'Views' })
        .click();
    }
    await tab.click();
    await train.button('Step').click();
    await expect(train.picture(/over 1 step/).first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .include('section[aria-label="Train"]')
      .analyze();
    const serious = violations.filter(
      ({ impact }) => impact === 'serious' || impact === 'critical'
    );
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join('\n')}`)).toEqual(
      []
    );
    const wide = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(wide).toBe(0);
  });
}
