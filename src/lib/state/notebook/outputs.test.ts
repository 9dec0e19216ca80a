import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { figureSchema, type FigureSpec } from '../../python/figure';
import * as v from 'valibot';
import {
  freshCell,
  freshNotebook,
  NOTEBOOK_LIMITS,
  parseNotebook,
  writeNotebook,
  type NotebookOutput
} from '../../exchange/notebook';
import type { PythonEvent } from '../../python/events';
import { asPrinted, faultOutput, FIGURE_TYPE, shownOf, withEvents, withPictures } from './outputs';

const samples = new URL('../../../../tests/python/figures/areas.json', import.meta.url);
const { figures } = JSON.parse(readFileSync(samples, 'utf8')) as { figures: unknown[] };
const figure: FigureSpec = v.parse(figureSchema, figures[0]);

const out = (text: string): PythonEvent => ({ kind: 'text', stream: 'stdout', text });
const err = (text: string): PythonEvent => ({ kind: 'text', stream: 'stderr', text });
const result: PythonEvent = { kind: 'result', text: 'tensor(4.)' };
const display = (data: Record<string, string>): NotebookOutput => ({
  output_type: 'display_data',
  data,
  metadata: {}
});

/** The outputs after they were written to a file and read again. */
function reopened(outputs: readonly NotebookOutput[]): readonly NotebookOutput[] {
  const cell = { ...freshCell('code', 'a', 'x'), outputs };
  const read = parseNotebook(writeNotebook(freshNotebook([cell])));
  return read.cells[0]?.outputs ?? [];
}

describe('outputs of a run', () => {
  it('put together what a stream says, and keep the order', () => {
    const outputs = withEvents(
      [],
      [out('a'), out('b\n'), err('c\n'), out('d\n'), { kind: 'figure', figure }, result],
      3
    );
    expect(outputs.map(shownOf)).toEqual([
      { kind: 'text', stream: 'stdout', text: 'ab\n' },
      { kind: 'text', stream: 'stderr', text: 'c\n' },
      { kind: 'text', stream: 'stdout', text: 'd\n' },
      { kind: 'figure', figure },
      { kind: 'value', count: 3, text: 'tensor(4.)' }
    ]);
  });

  it('go on where they were when more comes later', () => {
    const first = withEvents([], [out('a\n')], 1);
    expect(withEvents(first, [out('b\n')], 1).map(shownOf)).toEqual([
      { kind: 'text', stream: 'stdout', text: 'a\nb\n' }
    ]);
    expect(first.map(shownOf)).toEqual([{ kind: 'text', stream: 'stdout', text: 'a\n' }]);
  });

  it('look the same when a file is opened again', () => {
    const outputs = [
      ...withEvents([], [out('a\nb'), { kind: 'figure', figure }, err('w\n'), result], 7),
      faultOutput({ name: 'ValueError', message: 'no', traceback: 'one\n two\n', line: 2 })
    ];
    const again = reopened(outputs);
    expect(again).toEqual(outputs);
    expect(again.map(shownOf)).toEqual(outputs.map(shownOf));
  });

  it('are never more than can be opened again', () => {
    const many = Array.from({ length: 3000 }, (_, k) => (k % 2 === 0 ? out('o\n') : err('e\n')));
    const outputs = withEvents([], many, 1);
    expect(outputs.length).toBeLessThan(NOTEBOOK_LIMITS.outputs);
    const said = (stream: string): string =>
      outputs
        .map((one) => (one.output_type === 'stream' && one.name === stream ? one.text : ''))
        .join('');
    expect(said('stdout')).toBe('o\n'.repeat(1500));
    expect(said('stderr')).toBe('e\n'.repeat(1500));
    expect(reopened(outputs)).toEqual(outputs);
  });

  it('have figures as images for others, and keep ours', () => {
    const outputs = withEvents([], [{ kind: 'figure', figure }], 1);
    const notebook = freshNotebook([{ ...freshCell('code', 'a', 'x'), outputs }]);
    const pictured = withPictures(notebook, () => '<svg>\n</svg>');
    const { cells } = parseNotebook(writeNotebook(pictured));
    const [shown] = cells[0]?.outputs ?? [];
    expect(shown).toMatchObject({
      output_type: 'display_data',
      data: { 'image/svg+xml': '<svg>\n</svg>', 'text/plain': '<Figure size 640x480 with 1 Axes>' }
    });
    expect(shown && shownOf(shown)).toEqual({ kind: 'figure', figure });
    // One that has a picture keeps it.
    const again = withPictures({ ...notebook, cells }, () => 'other');
    expect(again.cells[0]?.outputs).toEqual(cells[0]?.outputs);
  });
});

describe('outputs of others', () => {
  it('show images of other programs', () => {
    expect(shownOf(display({ 'image/png': 'iVBO\nRw0=\n', 'text/plain': '<Figure>' }))).toEqual({
      kind: 'image',
      source: 'data:image/png;base64,iVBORw0=',
      words: '<Figure>'
    });
  });

  it('show drawings only as images, in which nothing runs', () => {
    const svg = '<svg onload="alert(1)"><script>alert(2)</script></svg>';
    const shown = shownOf(display({ 'image/svg+xml': svg }));
    expect(shown.kind === 'image' && shown.source).toBe(
      `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
    );
  });

  it('take no image that isn’t one', () => {
    const shown = shownOf(display({ 'image/png': '" onerror="alert(1)', 'text/plain': 'p' }));
    expect(shown).toEqual({ kind: 'value', count: null, text: 'p' });
  });

  it('show HTML as a text', () => {
    const html = '<img src=x onerror=alert(1)>';
    expect(shownOf(display({ 'text/html': html }))).toMatchObject({ kind: 'value', text: html });
    expect(shownOf(display({ 'text/html': html, 'text/plain': 'plain' }))).toMatchObject({
      text: 'plain'
    });
  });

  it('say what can’t be shown', () => {
    const odd = display({ 'application/vnd.plotly.v1+json': 'x' });
    expect(shownOf(odd)).toMatchObject({
      text: '(can’t be shown: application/vnd.plotly.v1+json)'
    });
    expect(shownOf({ output_type: 'unknown', rest: {} })).toMatchObject({ kind: 'value' });
  });

  it('take no figure that is damaged', () => {
    const damaged = {
      ...display({ 'text/plain': 'p' }),
      data: { [FIGURE_TYPE]: { axes: 3 }, 'text/plain': 'p' }
    };
    expect(shownOf(damaged as NotebookOutput)).toMatchObject({ kind: 'value', text: 'p' });
  });

  it('leave out a terminal’s codes, and lines that were written over', () => {
    expect(asPrinted('\u001b[0;31mValueError\u001b[0m: no')).toBe('ValueError: no');
    expect(asPrinted(' 10%\r 50%\r100%\ndone\r\n')).toBe('100%\ndone\n');
  });
});
