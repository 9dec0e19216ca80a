import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPython } from '../../src/cli/open-python';
import { parseNotebook } from '../../src/lib/exchange/notebook';
import type { PythonEvent, Runtime } from '../../src/lib/python/events';
import type { FigureSpec } from '../../src/lib/python/figure';
import shown from './notebooks.json';

// Real PyTorch ran the cells of our notebooks (see cells.py); ours have to show the same.

/** What a cell shows, as in notebooks.json. */
interface Shown {
  readonly stdout: string;
  readonly result: string | null;
  readonly warnings: readonly string[];
  readonly figures: readonly unknown[];
}

const normalised = (text: string): string => text.replace(/\bat 0x[0-9a-f]+/g, 'at 0x…');
const rounded = (values: readonly (number | null | undefined)[]): number[] =>
  values.map((value) => Math.round((value ?? NaN) * 100) / 100 + 0);

/** What can be seen in a figure, as `drawing` in cells.py tells it. */
function drawing({ axes }: FigureSpec) {
  return {
    axes: axes.map(({ artists, legend, titles, x, y }) => ({
      lines: artists.flatMap((artist) =>
        artist.kind === 'line'
          ? [
              {
                color: artist.stroke?.color,
                count: artist.x.length,
                x: rounded([artist.x[0], artist.x.at(-1)]),
                y: rounded([artist.y[0], artist.y.at(-1)])
              }
            ]
          : []
      ),
      legend: legend?.entries.map(({ label }) => label) ?? [],
      xlim: rounded(x.limits),
      ylim: rounded(y.limits),
      xlabel: x.label?.text ?? '',
      ylabel: y.label?.text ?? '',
      title: titles.center?.text ?? ''
    })),
    colorbars: axes.flatMap(({ colorbars }) => colorbars.map(({ label }) => label?.text ?? ''))
  };
}

function codeCells(name: string) {
  const file = new URL(`../../static/notebooks/${name}.ipynb`, import.meta.url);
  const { cells } = parseNotebook(readFileSync(file, 'utf8'));
  return cells.filter((cell) => cell.cell_type === 'code');
}

describe.each(Object.entries<Record<string, Shown>>(shown))('notebook %s', (name, expected) => {
  const cells = codeCells(name);
  let events: PythonEvent[] = [];
  let python: Runtime;

  beforeAll(async () => {
    python = await openPython((event) => events.push(event));
  }, 60_000);

  it('is the one that PyTorch ran, and has no outputs of its own', () => {
    expect(cells.map((cell) => cell.id)).toEqual(Object.keys(expected));
    expect(cells.flatMap((cell) => cell.outputs)).toEqual([]);
  });

  it.each(cells.map((cell) => [cell.id, cell.source] as const))('cell %s', (id, source) => {
    events = [];
    const { fault } = python.run(source, { file: id, echo: true });
    expect(fault).toBeNull();
    const texts = { stdout: '', stderr: '' };
    for (const event of events) if (event.kind === 'text') texts[event.stream] += event.text;
    const results = events.flatMap((event) => (event.kind === 'result' ? event.text : []));
    const figures = events.flatMap((event) => (event.kind === 'figure' ? event.figure : []));
    const categories = [...texts.stderr.matchAll(/^\S+:\d+: (\w+):/gm)].map(([, one]) => one);
    expect({
      stdout: normalised(texts.stdout),
      result: results.length > 0 ? normalised(results.join('\n')) : null,
      warnings: categories,
      figures: figures.map(drawing)
    }).toEqual(expected[id]);
  });
});
