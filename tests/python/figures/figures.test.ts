import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPython } from '../../../src/cli/open-python';
import type { PythonEvent, Runtime } from '../../../src/lib/python/events';
import { figureSchema } from '../../../src/lib/python/figure';

// The programs here in the browser's Python: the figures have to be those that the same matplotlib makes over the
// real numpy and PyTorch.

const folder = new URL('./', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
const programs = readdirSync(folder)
  .filter((name) => name.endsWith('.py') && name !== 'generate.py')
  .map((name) => name.replace('.py', ''));

/** Six digits: sums of the two numpys may differ in the last ones. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(6)) + 0;
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)]));
}

let python: Runtime;
let events: PythonEvent[] = [];

beforeAll(async () => {
  python = await openPython((event) => events.push(event));
}, 60_000);

beforeEach(() => {
  events = [];
  python.restart();
});

const figures = (): unknown[] =>
  events.flatMap((event) => (event.kind === 'figure' ? [event.figure] : []));
const written = (stream: 'stdout' | 'stderr'): string =>
  events.flatMap((e) => (e.kind === 'text' && e.stream === stream ? e.text : [])).join('');
const run = (code: string, echo = false) => python.run(code, { file: 'cell', echo });

it.each(programs)(
  '%s',
  (name) => {
    expect(run(read(`${name}.py`)).fault).toBeNull();
    const expected = (JSON.parse(read(`${name}.json`)) as { figures: unknown[] }).figures;
    expect(rounded(figures())).toEqual(rounded(expected));
  },
  30_000
);

/** An expression's value as it prints, or its error; addresses and lines of ours left out. */
const ANSWER = `
import re
def _answer(line):
    plt.close("all")
    try:
        said = repr(eval(line))
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    return re.sub("0x[0-9a-f]+", "0x…", said)
`;
const IMPORTS =
  'import matplotlib, torch, matplotlib.colors, matplotlib.ticker\nimport matplotlib.pyplot as plt';

describe('matplotlib answers as the real one', () => {
  const answers = Object.entries(JSON.parse(read('answers.json')) as Record<string, string>);

  it.each(answers)('%s', (line, expected) => {
    run(IMPORTS + ANSWER);
    run(`print(_answer(${JSON.stringify(line)}), end="")`);
    expect(written('stdout')).toBe(expected);
  });
});

describe('figures of a run', () => {
  const plt = 'import matplotlib.pyplot as plt\n';
  const shown = () => figures().map((figure) => v.parse(figureSchema, figure));

  it('appear when they are shown, and are closed then', () => {
    run(
      `${plt}plt.plot([1, 2])\nplt.show()\nplt.plot([3, 4])\nplt.show()\nprint(plt.get_fignums())`
    );
    expect(shown().map(({ axes }) => axes[0]?.artists.length)).toEqual([1, 1]);
    expect(written('stdout')).toBe('[]\n');
  });

  it('appear at the end where nobody showed them, after a fault too', () => {
    run(`${plt}plt.figure(3)\nplt.plot([1])\nplt.figure(2)\nplt.plot([1])`);
    expect(shown().map(({ number }) => number)).toEqual([2, 3]);
    const { fault } = run('plt.plot([1, 2])\nplt.plot([1, 2], "z")');
    expect(fault?.message).toBe("'z' is not a valid format string (unrecognized character 'z')");
    expect(shown()).toHaveLength(3);
    run('print(plt.get_fignums())');
    expect(written('stdout')).toBe('[]\n');
  });

  it('are none where nothing is in them', () => {
    run(`${plt}plt.figure()\nplt.show()\nplt.show()`);
    expect(shown()).toEqual([]);
  });

  it('are twenty at most in one run', () => {
    const { fault } = run(`${plt}for _ in range(30):\n    plt.plot([1])\n    plt.show()`);
    expect(fault?.message).toBe('Backflow shows at most 20 figures in one run.');
    expect(shown()).toHaveLength(20);
    run('plt.plot([1])');
    expect(shown()).toHaveLength(21);
  });

  it('lose points evenly where they have too many, and say so', () => {
    run(`${plt}plt.plot(range(500_000))`);
    const [figure] = shown();
    expect(figure?.notes).toEqual(['Of 500,000 points one in 3 is drawn.']);
    const [line] = figure?.axes[0]?.artists ?? [];
    expect(line?.kind === 'line' && line.x.slice(0, 3)).toEqual([0, 3, 6]);
    const { fault } = run('plt.contour([[i * j for i in range(500)] for j in range(500)])');
    expect(fault?.message).toBe('This figure has 250,000 points; Backflow draws at most 200,000.');
  });

  it('are not written to files, and the program goes on', () => {
    const { fault } = run(`${plt}plt.plot([1])\nplt.savefig("a.png")\nprint("on")`);
    expect(fault).toBeNull();
    expect(written('stdout')).toBe('on\n');
    expect(written('stderr')).toContain("savefig('a.png'): Backflow writes no files.");
    expect(shown()).toHaveLength(1);
  });

  it('say what is missing by its name', () => {
    const pie = run(`${plt}plt.pie([1, 2])`).fault;
    expect(pie?.message).toBe("module 'matplotlib.pyplot' has no attribute 'pie'");
    expect(pie?.traceback).toContain('(matplotlib has pie; Backflow');
    expect(run('plt.figure().add_subplot(projection="3d")').fault?.message).toContain("'3d'");
  });

  it('take what our torch and numpy have', () => {
    const { fault } = run(`${plt}import numpy as np, torch
from matplotlib.colors import ListedColormap
x = torch.randn(20, 2)
y = (x[:, 0] > 0).long()
xx, yy = np.meshgrid(np.linspace(-3, 3, 12), np.linspace(-2, 2, 10))
grid = torch.tensor(np.stack([xx.ravel(), yy.ravel()], 1), dtype=torch.float32)
z = torch.sigmoid(grid.sum(1)).reshape(10, 12)
plt.contourf(xx, yy, z, levels=[0, 0.5, 1], cmap=ListedColormap(["#aac", "#caa"]), alpha=0.6)
plt.scatter(x[:, 0], x[:, 1], c=y, edgecolors="k")
plt.plot([l.item() for l in torch.arange(3.0)], torch.arange(3))
plt.imshow(torch.rand(3, 4, 5).permute(1, 2, 0))
plt.plot(np.float64(1), torch.tensor(2.0), "o")
plt.hist(torch.randn(100).numpy(), 10)
plt.plot(plt.cm.viridis(np.linspace(0, 1, 3))[:, 0])`);
    expect(fault).toBeNull();
    expect(shown()[0]?.axes[0]?.artists.map(({ kind }) => kind)).toEqual([
      'image',
      'contour',
      'points',
      'bars',
      'line',
      'line',
      'line'
    ]);
  });

  it('can be asked for as pylab, with numpy beside it', () => {
    const { fault } = run(
      'from matplotlib.pylab import *\nimport matplotlib.pylab as plt\nplt.plot(plt.linspace(0, 1, 3))\nxlabel("t")'
    );
    expect(fault).toBeNull();
    expect(shown()[0]?.axes[0]?.x.label?.text).toBe('t');
  });
});
