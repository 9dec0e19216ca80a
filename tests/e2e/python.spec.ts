import AxeBuilder from '@axe-core/playwright';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { App, expect, test, watch } from './app';

/** Python starts in seconds, so tests share a page where they leave it as they found it. */
test.describe('a program', () => {
  test.describe.configure({ mode: 'serial' });

  let page: Page;
  let app: App;
  let faults: string[];
  /** Addresses that the page has asked for. */
  const asked: string[] = [];

  test.beforeAll(async ({ browser, baseURL }) => {
    page = await browser.newPage();
    faults = watch(page, baseURL);
    page.on('request', (request) => asked.push(request.url()));
    app = new App(page);
    await app.formula('x**2', 'x:3');
    expect(asked.filter((url) => url.includes('/python-'))).toEqual([]);
    await app.python.toggle();
    await app.python.ready();
  });

  test.afterEach(() => expect(faults).toEqual([]));
  test.afterAll(() => page.close());

  test('prints, in order, and says what is an error stream and what a result', async () => {
    const { python } = app;
    await python.run(`
import sys
print("one")
print("two", file=sys.stderr)
print("three")
6 * 7`);
    await expect(python.log).toHaveText(/one\s*stderr\s*two\s*three\s*result\s*42/);
  });

  test('the first program prints what PyTorch prints', async () => {
    const { python } = app;
    await python.run(`
import torch
x = torch.tensor(2.0, requires_grad=True)
y = x ** 2 + 2 * x + 1
y.backward()
print(y)
print(x.grad)`);
    await expect(python.log).toHaveText(/tensor\(9\., grad_fn=<AddBackward0>\)\s*tensor\(6\.\)/);
  });

  test('a plot is a figure in the log, where the program showed it', async () => {
    const { python } = app;
    await python.run(`
import torch
import matplotlib.pylab as plt
x = torch.linspace(-10, 10, 10, requires_grad=True)
Y = x ** 2
Y.sum().backward()
print("before")
plt.plot(x.detach().numpy(), Y.detach().numpy(), label="function")
plt.plot(x.detach().numpy(), x.grad.detach().numpy(), label="derivative")
plt.legend()
plt.show()
print("after")`);
    const figure = python.log.getByRole('img');
    await expect(figure).toHaveCount(1);
    await expect(figure).toHaveAccessibleName(/function.*derivative/s);
    await expect(python.log).toHaveText(/before.*function.*derivative.*after/s);
  });

  test('an exception shows its traceback and marks its line until the program is changed', async () => {
    const { python } = app;
    await python.run('def f(x):\n    return x / 0\n\nf(1)\n');
    await expect(python.log).toContainText('Traceback (most recent call last):');
    await expect(python.log).toContainText('ZeroDivisionError: division by zero');
    const marked = python.code.locator('.cm-fault-line');
    await expect(marked).toHaveText('    return x / 0');
    await expect(marked).toHaveAttribute('data-fault', 'ZeroDivisionError: division by zero');
    await python.log.getByRole('button', { name: 'Go to line 2' }).click();
    await expect(python.code).toBeFocused();
    await page.keyboard.press('Home');
    await page.keyboard.type('# ');
    await expect(python.code).toContainText('# return x / 0');
    await expect(marked).toHaveCount(0);
  });

  test('the editor has its own keys, and the canvas gets none of them', async () => {
    const { python } = app;
    const sentence = await app.playback.getByRole('status').first().textContent();
    await python.code.fill('');
    await python.code.focus();
    await page.keyboard.type('if True:\nprint("(in)")');
    await expect(python.code).toHaveText(/if True:\s*print\("\(in\)"\)/);
    await page.keyboard.press('Home');
    await page.keyboard.press('Home');
    await page.keyboard.press('Tab');
    await expect(python.code).toBeFocused();
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+z');
    await python.button('Clear').click();
    await python.code.focus();
    await page.keyboard.press('Control+Enter');
    await expect(python.log).toContainText('(in)');
    await python.ready();
    await expect(app.nodes).toHaveCount(2);
    expect(await app.playback.getByRole('status').first().textContent()).toBe(sentence);

    await python.code.focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await expect(python.code).not.toBeFocused();
    await python.log.focus();
    await page.keyboard.press('Space');
    await expect(app.playback.getByRole('button', { name: 'Play' })).toBeVisible();
  });

  test('an endless program leaves the app alive, and ends at once', async () => {
    const { python } = app;
    await python.begin('kept = 1\nprint("begun")\nwhile True:\n    pass\n');
    await expect(python.log).toContainText('begun');
    await expect(python.status).toHaveText('Running …');

    await app.select('x');
    await app.playback.getByRole('button', { name: 'Restart' }).click();
    await app.playback.getByRole('button', { name: 'Skip to end' }).click();

    await python.button('Stop').click();
    await expect(python.log).toContainText(
      'Stopped. Python starts afresh: all variables are gone.'
    );
    await python.run('print("kept" in globals())');
    await expect(python.log).toHaveText('False');
  });

  test('too much recursion, memory and output end as exceptions', async () => {
    const { python } = app;
    await python.run('def f(n):\n    return f(n + 1)\nf(0)');
    await expect(python.log).toContainText('RecursionError: maximum recursion depth exceeded');

    await python.run('hoard = []\nwhile True:\n    hoard.append(bytearray(1 << 28))');
    await expect(python.log).toContainText('MemoryError');
    await python.run('del hoard\nprint("goes on")');
    await expect(python.log).toHaveText('goes on');

    await python.run('while True:\n    print("spam")');
    await expect(python.log).toContainText('OutputLimit: a run may show 1,000,000 characters');
    await expect(python.log).toContainText('earlier lines are left out');
    expect(await python.log.locator('pre').count()).toBeLessThan(100);
    await python.run('print("x" * 3_000_000)');
    await expect(python.log).toContainText('OutputLimit');
    await python.run('print("goes on")');
    await expect(python.log).toHaveText('goes on');
  });

  test('no door leads out of Python', async () => {
    const { python } = app;
    const attempts = [
      'import js',
      'import pyodide_js',
      'from pyodide.code import run_js; run_js("1")',
      'from pyodide.http import open_url; open_url(HERE)',
      'from pyodide.http import pyfetch; pyfetch(HERE).send(None)',
      'import urllib.request; urllib.request.urlopen(HERE)',
      'import socket; socket.create_connection(("127.0.0.1", int(HERE[-5:-1])), 1)',
      'import _backflow; _backflow.figure.constructor("return this")()',
      'import _backflow; _backflow.constructor.constructor("return this")()',
      'from pyodide.webloop import scheduleCallback as f; f.constructor("return this")()',
      'import sys; sys.modules["pyodide_js"]',
      'from _pyodide._importhook import jsfinder; jsfinder.jsproxies["js"]',
      '[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == "JsProxy"][0]().fetch',
      'import gc; from pyodide.ffi import JsProxy; ' +
        '[o for o in gc.get_objects() if isinstance(o, JsProxy) and hasattr(o, "fetch")][0]'
    ];
    await python.run(`
HERE = ${JSON.stringify(new URL('/', page.url()).href)}
for attempt in ${JSON.stringify(attempts)}:
    try:
        exec(attempt)
    except Exception as error:
        print("refused by", type(error).__name__)
    else:
        print("DONE:", attempt)
print("end")`);
    await expect(python.log).toContainText('end');
    await expect(python.log).not.toContainText('DONE:');
    expect(asked.filter((url) => url === new URL('/', page.url()).href)).toEqual([]);
  });

  test('the graph of a tensor opens as a document of its own, whose nodes know their lines', async () => {
    const { python } = app;
    await python.run(`
import torch
a = torch.tensor(2.0, requires_grad=True)
b = a * 3
c = b.sin()
c.backward()`);
    await python.button('Show graph of c').click();
    await expect(app.shown('a', 'value')).toHaveText('2');
    await expect(app.nodes).toHaveCount(3);
    await app.select('b');
    await expect(python.code.locator('.cm-origin-line')).toHaveText('b = a * 3');
    await python.code.getByText('c = b.sin()').click();
    await expect(app.node('c')).toHaveClass(/selected/);
    await expect(python.code.locator('.cm-origin-line')).toHaveText('c = b.sin()');
    await page.keyboard.press('ArrowUp');
    await expect(app.node('b')).toHaveClass(/selected/);
    await app.button('Documents').click();
    await expect(page.getByRole('dialog')).toContainText('x**2');
    await page.keyboard.press('Escape');
  });

  test('the program is there again after a reload, and nothing runs by itself', async () => {
    const { python } = app;
    await python.code.fill('print("kept")');
    asked.length = 0;
    await page.reload();
    await expect(app.edit).toBeVisible();
    expect(asked.filter((url) => url.includes('/python-'))).toEqual([]);
    await python.toggle();
    await expect(python.code).toHaveText('print("kept")');
    await python.ready();
    await expect(python.log).not.toContainText('kept');
  });
});

/** Tries everything that could lead out, where Python's worker runs; answers what came of each. */
async function tryAll(there: string): Promise<Record<string, string>> {
  const scope = globalThis as unknown as Record<string, (...args: unknown[]) => unknown>;
  const opened = (make: () => EventTarget, ok: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const target = make();
      target.addEventListener(ok, resolve);
      target.addEventListener('error', () => reject(new Error('refused')));
    });
  const attempts: Record<string, () => unknown> = {
    fetch: () => fetch(there),
    XMLHttpRequest: () =>
      opened(() => {
        const request = new XMLHttpRequest();
        request.open('GET', there);
        request.send();
        return request;
      }, 'load'),
    WebSocket: () => opened(() => new WebSocket(there.replace('http', 'ws')), 'open'),
    EventSource: () => opened(() => new EventSource(there), 'open'),
    import: () => import(`${there}module.js`),
    importData: () => import(`data:text/javascript,${Date.now()}`),
    importScripts: () => scope.importScripts?.(`${there}script.js`) ?? Promise.reject(new Error()),
    eval: () => scope.eval?.('1'),
    Function: () => Reflect.construct(Function, ['return 1']),
    worker: () => opened(() => new Worker(`${there}worker.js`), 'message'),
    indexedDB: () => opened(() => indexedDB.open('backflow'), 'success'),
    caches: () => caches.keys(),
    localStorage: () => localStorage.length,
    cookie: () => document.cookie,
    page: () => parent.document.title
  };
  const results: Record<string, string> = {};
  for (const [name, attempt] of Object.entries(attempts)) {
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), 1000));
    try {
      await Promise.race([attempt(), late]);
      results[name] = 'done';
    } catch {
      results[name] = 'refused';
    }
  }
  return results;
}

test.describe('around Python', () => {
  /** Console errors belong to these tests: the browser says what it refuses. */
  let page: Page;
  let app: App;

  test.beforeEach(async ({ browser }) => {
    page = await browser.newPage();
    app = new App(page);
  });
  test.afterEach(() => page.close());

  test('stand the browser’s own walls, should a program get out of Python', async ({ baseURL }) => {
    const reached: string[] = [];
    const server = createServer((request, response) => {
      reached.push(request.url ?? '');
      response.setHeader('access-control-allow-origin', '*').end('');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const there = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      await app.open();
      await app.python.toggle();
      await app.python.ready();
      const frame = page.frames().find((one) => one !== page.mainFrame());
      if (!frame) throw new Error('there is no frame');
      expect(await frame.evaluate('origin')).toBe('null');
      for (const address of [there, `${baseURL ?? ''}/`]) {
        const inFrame = await frame.evaluate(tryAll, address);
        expect(new Set(Object.values(inFrame))).toEqual(new Set(['refused']));
        // A worker that is made as Python's is, before anything was taken from it.
        const inWorker = await frame.evaluate(
          ([code, place]) =>
            new Promise<Record<string, string>>((resolve) => {
              const text = `(${code ?? ''})(${JSON.stringify(place)}).then((found) => postMessage(found))`;
              const worker = new Worker(URL.createObjectURL(new Blob([text])));
              worker.onmessage = ({ data }: MessageEvent<Record<string, string>>) => resolve(data);
            }),
          [tryAll.toString(), address]
        );
        expect(new Set(Object.values(inWorker))).toEqual(new Set(['refused']));
      }
      // What it says to the page, the page doesn't hear.
      await frame.evaluate(() => {
        const event = { kind: 'text', stream: 'stdout', text: 'forged' };
        for (const id of [0, 1, 2]) parent.postMessage({ kind: 'event', id, event }, '*');
      });
      await app.python.run('print("true")');
      await expect(app.python.log).toHaveText('true');
      expect(reached).toEqual([]);
    } finally {
      server.close();
    }
  });

  test('is a page that says when it can’t be loaded, and tries again', async () => {
    await page.route(/python-binary/, (route) => route.abort());
    await app.open();
    await app.python.toggle();
    await expect(app.python.region.getByRole('alert')).toContainText('Python could not be loaded');
    await page.unroute(/python-binary/);
    await app.python.button('Retry').click();
    await app.python.ready();
    await app.python.run('print(1)');
    await expect(app.python.log).toHaveText('1');
  });
});

test('the panel: axe finds nothing serious, and nothing is cut off on a phone', async ({ app }) => {
  const { page, python } = app;
  const serious = async (): Promise<string[]> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
  };
  await app.formula('x**2', 'x:3');
  await python.toggle();
  await python.ready();
  await python.run(
    'import sys, torch\nx = torch.ones(2, requires_grad=True)\nprint("text", file=sys.stderr)\nx'
  );
  await expect(python.log).toContainText('requires_grad');
  await python.code.fill('1 / 0  # "a" and None');
  await page.keyboard.press('Control+Enter');
  await expect(python.log).toContainText('ZeroDivisionError');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await serious()).toEqual([]);
  }

  await page.setViewportSize({ width: 390, height: 844 });
  await python.toggle();
  await expect(python.button('Run')).toBeInViewport();
  expect(await serious()).toEqual([]);
  const overflow = await page.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
    return [scrollWidth - clientWidth, scrollHeight - clientHeight];
  });
  expect(overflow).toEqual([0, 0]);
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('Python runs once it was used', async ({ app, context }) => {
    test.setTimeout(120_000);
    const { page, python } = app;
    await app.formula('x**2', 'x:3');
    await python.toggle();
    await python.ready();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await expect
      .poll(
        () =>
          page.evaluate(async () => {
            const keys = await caches.keys();
            const all = await Promise.all(
              keys.map(async (key) => (await (await caches.open(key)).keys()).map(({ url }) => url))
            );
            return all.flat().filter((url) => url.includes('/python-')).length;
          }),
        { timeout: 30_000 }
      )
      .toBe(3);
    await context.setOffline(true);
    await page.reload();
    await python.toggle();
    await python.ready();
    await python.run('import torch\nprint(torch.tensor([1.0, 2.0]).sum())');
    await expect(python.log).toHaveText('tensor(3.)');
  });
});
