import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { App, expect, test, watch } from './app';
import { code, file, NotebookPage, text } from './notebook';

test.describe('a notebook', () => {
  test.describe.configure({ mode: 'serial' });

  let page: Page;
  let notebook: NotebookPage;
  let faults: string[];
  const asked: string[] = [];

  test.beforeAll(async ({ browser, baseURL }) => {
    page = await browser.newPage();
    faults = watch(page, baseURL);
    page.on('request', (request) => asked.push(request.url()));
    notebook = new NotebookPage(page);
  });
  test.afterEach(() => expect(faults).toEqual([]));
  test.afterAll(() => page.close());

  test('that comes with the app opens, and nothing of it runs', async () => {
    await notebook.open('/notebook?open=differentiation');
    await expect(notebook.cell(1)).toContainText('Differentiation in PyTorch');
    await expect(notebook.cell(5).locator('.katex').first()).toBeVisible();
    await expect(page).toHaveURL(/\/notebook\/$/);
    await expect(page).toHaveTitle(/Notebook/);
    expect(asked.filter((url) => url.includes('/python-'))).toEqual([]);
  });

  test('runs from top to bottom, and shows what PyTorch prints and both plots', async () => {
    await notebook.action('Run all').click();
    await expect(notebook.cell(4)).toContainText('[*]');
    await notebook.ready();
    await expect(notebook.output(4)).toHaveText('x = tensor(2., requires_grad=True)');
    await expect(notebook.output(6)).toHaveText('y = tensor(4., grad_fn=<PowBackward0>)');
    await expect(notebook.output(8)).toHaveText('dy/dx at 2: tensor(4.)');
    await expect(notebook.output(12)).toContainText('is_leaf: False');
    await expect(notebook.output(12)).toContainText('UserWarning: The .grad attribute of a Tensor');
    await expect(notebook.output(14)).toContainText('tensor(9., grad_fn=<AddBackward0>)');
    await expect(notebook.cell(4)).toContainText('[2]');
    const figures = notebook.region.getByRole('img', { name: /^Figure\./ });
    await expect(figures).toHaveCount(2);
    await figures.first().scrollIntoViewIfNeeded();
    await expect(figures.first()).toBeInViewport();
    await expect(figures.first()).toContainText('derivative');
    const printed = await notebook.region
      .getByRole('group', { name: /^Output of/ })
      .allTextContents();
    expect(printed.join('\n')).toContain("Can't call numpy() on Tensor that requires grad.");
    expect(printed.join('\n')).toContain('df/dv: tensor(10.)');
  });

  test('shows the graph of a cell on the canvas, with the names as they stood then', async () => {
    const app = new App(page);
    // Later cells give the same names to other tensors.
    await notebook.button('Show graph of y in cell 14').click();
    await expect(app.edit).toBeVisible();
    await expect(app.shown('x', 'value')).toHaveText('2');
    await expect(app.shown('y', 'value')).toHaveText('9');
    await expect(app.nodes).toHaveCount(5);
    await page.getByRole('link', { name: 'Notebook' }).click();
    await expect(notebook.output(14)).toContainText('tensor(9., grad_fn=<AddBackward0>)');
    // Python has gone on meanwhile.
    await notebook.button('Show graph of cell 6').click();
    await expect(app.shown('y', 'value')).toHaveText('4');
    await page.goBack();
    await expect(notebook.cell(1)).toBeVisible();
  });

  test('keeps what was changed over a reload, with what it has shown', async () => {
    await notebook.code(4).fill('kept = 6 * 7\nkept');
    await page.keyboard.press('Control+Enter');
    await expect(notebook.output(4)).toContainText('42');
    await expect(notebook.output(4)).toContainText(/Out\[\d+\]/);
    await notebook.code(6).fill('typed = "last"');
    await page.reload();
    await expect(notebook.code(4)).toHaveText(/kept = 6 \* 7/);
    await expect(notebook.code(6)).toHaveText('typed = "last"');
    await expect(notebook.output(4)).toContainText('42');
    await expect(notebook.region.getByRole('img', { name: /^Figure\./ })).toHaveCount(2);
    // Nothing is known of variables, so there is no graph.
    await expect(notebook.button('Show graph of cell 14')).toHaveCount(0);
  });

  test('stops at the first error, says why and marks the line', async () => {
    await notebook.choose('wrong.ipynb', file(code('a = 1'), code('b = 2\na / 0\n'), code('c')));
    await expect(notebook.code(2)).toHaveText(/a \/ 0/);
    await notebook.action('Run all').click();
    await expect(notebook.output(2)).toContainText('ZeroDivisionError: division by zero', {
      timeout: 60_000
    });
    await expect(notebook.output(2)).toContainText('File "In[2]", line 2');
    const marked = notebook.code(2).locator('.cm-fault-line');
    await expect(marked).toHaveText('a / 0');
    await expect(notebook.cell(3)).not.toContainText('[*]');
    await expect(notebook.output(3)).toHaveCount(0);
    await notebook.button('Go to line 2').click();
    await expect(notebook.code(2)).toBeFocused();
    await page.keyboard.type('# ');
    await expect(marked).toHaveCount(0);
  });

  test('can be stopped at once, and says that variables are gone', async () => {
    await notebook.code(1).fill('a = 1\nwhile True:\n    pass');
    await notebook.action('Run all').click();
    await expect(notebook.status).toHaveText('Running cell 1 …');
    await expect(notebook.cell(2)).toContainText('[*]');
    const began = Date.now();
    await notebook.action('Stop').click();
    await expect(page.getByText('all variables are gone')).toBeVisible();
    expect(Date.now() - began).toBeLessThan(1500);
    await expect(notebook.cell(2)).not.toContainText('[*]');
    await notebook.ready();
    await notebook.code(1).fill('print("a" in globals())');
    await notebook.button('Run cell 1').click();
    await expect(notebook.output(1)).toHaveText('False');
    await notebook.action('Restart').click();
    await expect(page.getByText('All variables are forgotten')).toBeVisible();
  });

  test('is written by keyboard: cells are added, moved, changed, deleted and brought back', async () => {
    const { keyboard } = page;
    await notebook.action('Open').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^New notebook/ })
      .click();
    await expect(notebook.cell(1)).toBeVisible();
    await expect(notebook.cell(2)).toHaveCount(0);
    await notebook.cell(1).focus();
    await keyboard.press('Enter');
    await expect(notebook.code(1)).toBeFocused();
    await keyboard.type('print("one")');
    await keyboard.press('Shift+Enter');
    await expect(notebook.code(2)).toBeFocused();
    await expect(notebook.output(1)).toHaveText('one');
    await keyboard.type('print("two")');
    // The first one may be for what the editor suggests.
    await expect(async () => {
      await keyboard.press('Escape');
      await expect(notebook.cell(2)).toBeFocused({ timeout: 100 });
    }).toPass();
    await keyboard.press('Alt+ArrowUp');
    await expect(notebook.cell(1)).toBeFocused();
    await expect(notebook.code(1)).toHaveText('print("two")');
    await keyboard.press('ArrowDown');
    await expect(notebook.cell(2)).toBeFocused();
    await keyboard.press('Delete');
    await expect(notebook.cell(2)).toHaveCount(0);
    await expect(page.getByText('Cell 2 was deleted.')).toBeVisible();
    await keyboard.press('Control+z');
    await expect(notebook.output(2)).toHaveText('one');
    await keyboard.press('Control+z');
    await expect(notebook.code(1)).toHaveText('print("one")');

    await notebook.button('Add text cell below cell 1').click();
    const written = notebook.region.getByRole('textbox', { name: 'Text of cell 2' });
    await expect(written).toBeFocused();
    await keyboard.type('## Half\n\n$\\frac12$');
    await keyboard.press('Control+Enter');
    await expect(notebook.cell(2).getByRole('heading', { name: 'Half' })).toBeVisible();
    await expect(notebook.cell(2).locator('.katex')).toBeVisible();
    await notebook.cell(2).getByRole('heading').dblclick();
    await expect(written).toBeFocused();
    await keyboard.press('Escape');
    await expect(notebook.cell(2)).toBeFocused();
    await keyboard.press('y');
    await expect(notebook.code(2)).toHaveText(/## Half/);
    await keyboard.press('Control+z');
    await expect(notebook.cell(2).getByRole('heading')).toBeVisible();
  });

  test('keeps the former ones under Recent', async () => {
    await notebook.action('Open').click();
    const recent = page.getByRole('dialog').getByRole('list', { name: 'Recent' });
    await expect(recent.getByRole('listitem')).toHaveCount(3);
    await recent.getByRole('button', { name: /^wrong/ }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('textbox', { name: 'Name of the notebook' })).toHaveValue('wrong');
    await notebook.action('Open').click();
    await recent.getByRole('button', { name: 'Delete Untitled' }).click();
    await recent.getByRole('button', { name: 'Really delete Untitled' }).click();
    await expect(recent.getByRole('listitem')).toHaveCount(2);
    await page.keyboard.press('Escape');
  });

  test('that is damaged says why, and the open one stays', async () => {
    for (const [name, content, words] of [
      ['cut.ipynb', file(code('a')).slice(0, 40), /cut\.ipynb can’t be opened.*no JSON/],
      ['old.ipynb', '{"nbformat": 3, "worksheets": []}', /format 3; format 4 can be opened/],
      ['odd.ipynb', '{"nbformat": 4, "cells": [{"cell_type": "code"}]}', /damaged at cell 1/],
      ['note.txt', 'hello', /notebooks are files that end in \.ipynb/]
    ] as const) {
      await notebook.choose(name, content);
      await expect(page.getByRole('dialog').getByRole('alert')).toHaveText(words);
      await page.keyboard.press('Escape');
    }
    await expect(notebook.code(2)).toHaveText(/a \/ 0/);
  });

  test('that others have run shows what they saw, and runs and fetches nothing', async () => {
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const display = (data: object): object => ({ output_type: 'display_data', metadata: {}, data });
    asked.length = 0;
    await notebook.choose(
      'others.ipynb',
      file(
        code('print(1)', [
          { output_type: 'stream', name: 'stdout', text: ['first\n', 'second\n'] },
          display({ 'image/png': png, 'text/plain': ['<Figure size 432x288>'] }),
          display({
            'image/svg+xml': '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
          }),
          display({ 'text/html': '<b onclick="alert(1)">bold</b>' }),
          {
            ...{ output_type: 'error', ename: 'ValueError', evalue: 'no' },
            traceback: ['\u001b[0;31mValueError\u001b[0m: no']
          }
        ])
      )
    );
    const output = notebook.output(1);
    await expect(output).toContainText('first\nsecond');
    await expect(output.getByRole('img', { name: '<Figure size 432x288>' })).toBeVisible();
    await expect(output.getByRole('img')).toHaveCount(2);
    await expect(output).toContainText('<b onclick="alert(1)">bold</b>');
    await expect(output).toContainText('ValueError: no');
    await expect(notebook.cell(1)).toContainText('[4]');
    expect(asked.filter((url) => /^http/.test(url))).toEqual([]);
  });

  test('whose texts are hostile shows them, and runs and fetches nothing', async () => {
    asked.length = 0;
    const hostile = [
      '<script>window.hit = 1</script>',
      '<img src="x" onerror="window.hit = 2" alt="one">',
      '<img src="https://example.org/a.png" alt="two">',
      '![three](http://example.org/b.png)',
      '<iframe src="https://example.org/"></iframe><object data="x"></object>',
      '<a href="javascript:window.hit=3" onclick="window.hit=4">four</a> [five](javascript:alert(1))',
      '<svg onload="window.hit=5"><a xlink:href="javascript:window.hit=6">six</a></svg>',
      '<div style="position: fixed; inset: 0" class="visually-hidden" id="top">seven</div>',
      '<form action="https://example.org/"><input name="a"><button>eight</button></form>',
      '<math><mtext><style><img src=x onerror="window.hit=7"></style></mtext></math>',
      '$\\href{javascript:window.hit=8}{nine}$ $\\includegraphics{https://example.org/c.png}$',
      '<b>bold</b> and [a link](https://pytorch.org/docs) and [a part](#Title)',
      '# Title'
    ].join('\n\n');
    await notebook.choose('hostile.ipynb', file(text(hostile), code('1')));
    const cell = notebook.cell(1);
    await expect(cell.getByRole('heading', { name: 'Title' })).toBeVisible();
    const prose = cell.locator('.prose');
    await expect(prose.locator('b')).toHaveText('bold');
    await expect(prose).toContainText('seven');
    expect(
      await prose.evaluate((host) =>
        [...host.querySelectorAll('*')].flatMap((element) => {
          if (element.closest('.katex')) return [];
          const names = [...element.attributes].map(({ name }) => name);
          const isOdd = /^(script|iframe|object|svg|form|input|button|style|math)$/i.test(
            element.tagName
          );
          return isOdd ||
            names.some((name) => /^(on|style$|class$|src$)/.test(name) && !element.closest('.math'))
            ? [element.outerHTML]
            : [];
        })
      )
    ).toEqual([]);
    const links = await prose
      .locator('a[href]')
      .evaluateAll((all) =>
        all.map((link) => [link.getAttribute('href'), link.getAttribute('rel')])
      );
    const rel = 'noopener noreferrer';
    expect(links).toEqual([
      ['https://example.org/a.png', rel],
      ['http://example.org/b.png', rel],
      ['https://pytorch.org/docs', rel],
      ['#user-content-Title', null]
    ]);
    expect(await page.evaluate(() => 'hit' in window)).toBe(false);
    expect(asked.filter((url) => /^http/.test(url))).toEqual([]);
  });

  test('is saved with its outputs, its figures and what others wrote into it', async () => {
    const plot = 'import matplotlib.pyplot as plt\nplt.plot([1, 2, 4], label="line")\nplt.show()';
    await notebook.choose(
      'plot.ipynb',
      file(
        text('![dot](attachment:dot.png)', {
          attachments: { 'dot.png': { 'image/png': 'iVBORw0=' } }
        }),
        code(plot),
        code('print("a")\n1 / 0')
      )
    );
    await expect(notebook.code(2)).toBeVisible();
    await notebook.action('Run all').click();
    await expect(notebook.output(3)).toContainText('ZeroDivisionError', { timeout: 60_000 });
    const saving = page.waitForEvent('download');
    await notebook.action('Save').click();
    const download = await saving;
    expect(download.suggestedFilename()).toBe('plot.ipynb');
    const saved = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
      metadata: unknown;
      nbformat_minor: number;
      cells: { source: string[]; outputs?: Record<string, unknown>[]; attachments?: unknown }[];
    };
    expect(saved.metadata).toEqual({ mine: { kept: true } });
    expect(saved.nbformat_minor).toBe(5);
    expect(saved.cells[0]?.attachments).toEqual({ 'dot.png': { 'image/png': 'iVBORw0=' } });
    const [figure] = saved.cells[1]?.outputs ?? [];
    const data = figure?.data as Record<string, unknown>;
    expect(figure?.output_type).toBe('display_data');
    const svg = (data['image/svg+xml'] as string[]).join('');
    expect(svg).toMatch(/^<svg [^]*<\/svg>$/);
    expect(svg).not.toMatch(/var\(|class=|svelte-/);
    expect(saved.cells[2]?.outputs).toMatchObject([
      { output_type: 'stream', name: 'stdout', text: ['a\n'] },
      { output_type: 'error', ename: 'ZeroDivisionError', evalue: 'division by zero' }
    ]);

    asked.length = 0;
    await notebook.choose('again.ipynb', JSON.stringify(saved));
    await expect(page.getByRole('textbox', { name: 'Name of the notebook' })).toHaveValue('again');
    const drawn = notebook.output(2).getByRole('img', { name: /^Figure\./ });
    await expect(drawn).toContainText('4');
    expect(asked.filter((url) => /^http/.test(url))).toEqual([]);
  });
});

for (const theme of ['light', 'dark'] as const) {
  test(`a notebook in ${theme}: axe finds nothing serious, and nothing is cut off on a phone`, async ({
    page,
    baseURL
  }) => {
    const faults = watch(page, baseURL);
    const notebook = new NotebookPage(page);
    await page.emulateMedia({ colorScheme: theme });
    await notebook.open('/notebook/');
    await expect(notebook.region.getByRole('heading', { name: 'Notebooks' })).toBeVisible();
    expect(await notebook.serious()).toEqual([]);
    await notebook.choose(
      'looks.ipynb',
      file(
        text(
          '# Title\n\n| a | b |\n|---|---|\n| $x^2$ | `code` |\n\n> said\n\n[link](https://pytorch.org)'
        ),
        code(
          'import sys, torch\nx = torch.ones(60, requires_grad=True)\nprint("text", file=sys.stderr)\nprint("\\n" * 50)\nx * 2'
        ),
        code('import matplotlib.pyplot as plt\nplt.plot([1, 2, 4])\nplt.show()'),
        code('1 / 0  # "a" and None')
      )
    );
    await notebook.code(4).focus();
    await notebook.action('Run all').click();
    await expect(notebook.output(4)).toContainText('ZeroDivisionError', { timeout: 60_000 });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    expect(await notebook.serious()).toEqual([]);

    await page.setViewportSize({ width: 390, height: 844 });
    await expect(notebook.action('Run all')).toBeInViewport();
    expect(await notebook.serious()).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    expect(overflow).toBe(0);
    expect(faults).toEqual([]);
  });
}

test('a notebook that is imported in the editor opens on its page, and the document stays', async ({
  app
}) => {
  const { page } = app;
  const notebook = new NotebookPage(page);
  await app.formula('x**2', 'x:3');
  const import_ = async (content: string): Promise<void> => {
    await app.button('Import').click();
    await page
      .getByRole('dialog')
      .getByLabel(/Choose a document/)
      .setInputFiles({ name: 'lab.ipynb', mimeType: '', buffer: Buffer.from(content) });
  };
  await import_('{"nbformat": 4}');
  await expect(page.getByRole('dialog').getByRole('alert')).toHaveText(
    /lab\.ipynb can’t be opened/
  );
  await page.keyboard.press('Escape');
  await import_(file(text('# Lab'), code('1')));
  await expect(notebook.cell(1).getByRole('heading', { name: 'Lab' })).toBeVisible();
  await page.getByRole('link', { name: 'Editor' }).click();
  await expect(app.nodes).toHaveCount(2);
  await expect(app.shown('x', 'value')).toHaveText('3');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // Dropped anywhere on the editor it does the same.
  const dropped = await page.evaluateHandle(
    (content) => {
      const data = new DataTransfer();
      data.items.add(new File([content], 'drop.ipynb'));
      return data;
    },
    file(text('# Dropped'))
  );
  await app.canvas.dispatchEvent('drop', { dataTransfer: dropped });
  await expect(notebook.cell(1).getByRole('heading', { name: 'Dropped' })).toBeVisible();
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('the page and the notebooks that come with the app open', async ({ page, context }) => {
    const notebook = new NotebookPage(page);
    await notebook.open('/notebook/');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    await page.goto('/notebook/?open=two-moons');
    await expect(notebook.cell(1)).toContainText('Two moons');
  });
});
