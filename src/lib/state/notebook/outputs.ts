import * as v from 'valibot';
import { NOTEBOOK_LIMITS, type JsonObject, type MimeBundle } from '../../exchange/notebook';
import type { Json, Notebook, NotebookOutput } from '../../exchange/notebook';
import type { PythonEvent, PythonFault } from '../../python/events';
import { figureSchema, type FigureSpec } from '../../python/figure';

/** Our figures in a notebook's file: drawn again without being run. */
export const FIGURE_TYPE = 'application/vnd.backflow.figure+json';
const SVG_TYPE = 'image/svg+xml';

/** An output as the page shows it. */
export type Shown =
  | { readonly kind: 'text'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  /** What a cell's last expression, or a display, says in words; `count` is that of `Out[…]`. */
  | { readonly kind: 'value'; readonly count: number | null; readonly text: string }
  | { readonly kind: 'figure'; readonly figure: FigureSpec }
  /** `source` is the address of an image that holds all of it. */
  | { readonly kind: 'image'; readonly source: string; readonly words: string }
  | { readonly kind: 'fault'; readonly name: string; readonly traceback: string };

const textOf = (data: MimeBundle, type: string): string | null => {
  const value = data[type];
  return typeof value === 'string' ? value : null;
};

/** What the terminal's codes for colours look like. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[ -/]*[@-~]`, 'g');

/** What a terminal would show: without codes, and with lines that were written over. */
export const asPrinted = (text: string): string =>
  text
    .replace(COLOURS, '')
    .replace(/\r+\n/g, '\n')
    .replace(/[^\n]*\r/g, '');

/** Images that browsers show and that can hold no program. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

/** An image that stands whole in the address; null where the bundle has none that can be shown. */
export function imageOf(data: MimeBundle): string | null {
  for (const type of PICTURES) {
    const bytes = textOf(data, type)?.replace(/\s+/g, '');
    if (bytes && /^[A-Za-z0-9+/]+={0,2}$/.test(bytes)) return `data:${type};base64,${bytes}`;
  }
  const svg = textOf(data, SVG_TYPE);
  // In an image a drawing can neither run nor fetch anything.
  return svg === null ? null : `data:${SVG_TYPE};charset=utf-8,${encodeURIComponent(svg)}`;
}

function figureIn(data: MimeBundle): FigureSpec | null {
  const read = v.safeParse(figureSchema, data[FIGURE_TYPE], { abortEarly: true });
  return read.success ? read.output : null;
}

/** The likeliest to be read, in words; HTML is shown as it is written, for it could hold anything. */
function wordsIn(data: MimeBundle): string {
  const types = ['text/plain', 'text/markdown', 'text/latex', 'text/html'];
  for (const type of types) {
    const text = textOf(data, type);
    if (text !== null) return text;
  }
  const names = Object.keys(data);
  return names.length > 0 ? `(can’t be shown: ${names.join(', ')})` : '';
}

function made(output: NotebookOutput): Shown {
  switch (output.output_type) {
    case 'stream':
      return { kind: 'text', stream: output.name, text: asPrinted(output.text) };
    case 'error': {
      const { ename, evalue, traceback } = output;
      const text = traceback.length > 0 ? traceback.join('\n') : `${ename}: ${evalue}`;
      return { kind: 'fault', name: ename, traceback: asPrinted(text) };
    }
    case 'unknown':
      return { kind: 'value', count: null, text: '(an output of a kind that can’t be shown)' };
    default: {
      const { data } = output;
      const figure = figureIn(data);
      if (figure) return { kind: 'figure', figure };
      const source = imageOf(data);
      const words = asPrinted(wordsIn(data));
      if (source !== null) return { kind: 'image', source, words };
      const count = output.output_type === 'execute_result' ? output.execution_count : null;
      return { kind: 'value', count, text: words };
    }
  }
}

const known = new WeakMap<NotebookOutput, Shown>();

/** How an output of a notebook is shown. */
export function shownOf(output: NotebookOutput): Shown {
  const before = known.get(output);
  if (before) return before;
  const shown = made(output);
  known.set(output, shown);
  return shown;
}

const plain = (value: unknown): Json => value as Json;

/** What matplotlib's figures say of themselves. */
function figureWords({ inches: [width, height], axes }: FigureSpec): string {
  const size = `${Math.round(width * 100)}x${Math.round(height * 100)}`;
  return `<Figure size ${size} with ${axes.length} Axes>`;
}

function outputOf(event: PythonEvent, count: number): NotebookOutput {
  switch (event.kind) {
    case 'text':
      return { output_type: 'stream', name: event.stream, text: event.text };
    case 'figure': {
      const data = { [FIGURE_TYPE]: plain(event.figure), 'text/plain': figureWords(event.figure) };
      return { output_type: 'display_data', data, metadata: {} };
    }
    case 'result':
      return {
        output_type: 'execute_result',
        execution_count: count,
        data: { 'text/plain': event.text },
        metadata: {}
      };
  }
}

/** Room for an exception is always left. */
const MOST = NOTEBOOK_LIMITS.outputs - 1;

/** Outputs with more at their end. What one stream says at a time is one output, as in Jupyter. */
export function withEvents(
  outputs: readonly NotebookOutput[],
  events: readonly PythonEvent[],
  count: number
): readonly NotebookOutput[] {
  const next = [...outputs];
  for (const event of events) {
    const output = outputOf(event, count);
    const isFull = next.length >= MOST;
    // A file with more outputs couldn't be opened again: then each stream goes on where it was last.
    const k =
      output.output_type !== 'stream'
        ? -1
        : isFull
          ? next.findLastIndex(
              (one) => one.output_type === 'stream' && one.name === output.name && !one.rest
            )
          : next.length - 1;
    const last = next[k];
    if (
      output.output_type === 'stream' &&
      last?.output_type === 'stream' &&
      last.name === output.name
    ) {
      next[k] = { ...last, text: last.text + output.text };
    } else if (!isFull) next.push(output);
  }
  return next;
}

/** An exception as Jupyter's files have it. */
export const faultOutput = ({ name, message, traceback }: PythonFault): NotebookOutput => ({
  output_type: 'error',
  ename: name,
  evalue: message,
  traceback: traceback.replace(/\n+$/, '').split('\n')
});

/**
 * The notebook as others can show it: each figure also as an image.
 * @param draw answers a figure's SVG, or null where it can't be drawn
 */
export function withPictures(
  notebook: Notebook,
  draw: (figure: FigureSpec) => string | null
): Notebook {
  const pictured = (output: NotebookOutput): NotebookOutput => {
    if (output.output_type !== 'display_data' || !(FIGURE_TYPE in output.data)) return output;
    if (imageOf(output.data) !== null) return output;
    const figure = figureIn(output.data);
    const svg = figure && draw(figure);
    if (!svg) return output;
    const data: JsonObject = { ...output.data, [SVG_TYPE]: svg };
    return { ...output, data };
  };
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => ({ ...cell, outputs: cell.outputs.map(pictured) }))
  };
}
