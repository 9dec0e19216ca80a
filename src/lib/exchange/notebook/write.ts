import { stringify } from '../stringify';
import type { Json, JsonObject, MimeBundle, Notebook, NotebookCell, NotebookOutput } from './types';

/** A line with its end, at what ends lines for Python. */
const LINE = /[^\n\r\v\f\u0085\u2028\u2029]*(?:\r\n|[^]|$)/g;

/** Lines with their ends, as Jupyter writes texts. */
const linesOf = (whole: string): readonly string[] =>
  (whole.match(LINE) ?? []).filter((line) => line !== '');

const inLines = (data: MimeBundle): JsonObject =>
  Object.fromEntries(
    Object.entries(data).map(([mime, value]) => [
      mime,
      typeof value === 'string' &&
      (mime.startsWith('text/') || mime === 'application/javascript' || mime === 'image/svg+xml')
        ? linesOf(value)
        : value
    ])
  );

function writtenOutput(shown: NotebookOutput): JsonObject {
  const { rest, ...known } = shown;
  switch (known.output_type) {
    case 'unknown':
      return shown.rest ?? {};
    case 'stream':
      return { ...rest, ...known, text: linesOf(known.text) };
    case 'error':
      return { ...rest, ...known };
    default:
      return { ...rest, ...known, data: inLines(known.data) };
  }
}

function writtenCell(one: NotebookCell): JsonObject {
  const { cell_type, id: own, metadata: said, attachments: files, rest } = one;
  return {
    ...{ cell_type, id: own, metadata: said, source: linesOf(one.source) },
    ...(cell_type === 'code'
      ? { execution_count: one.execution_count, outputs: one.outputs.map(writtenOutput) }
      : {}),
    ...(files
      ? {
          attachments: Object.fromEntries(
            Object.entries(files).map(([name, file]) => [name, inLines(file)])
          )
        }
      : {}),
    ...rest
  };
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, part]): [string, Json] => [key, sorted(part)])
      .sort(byKey)
  );
}

/** The text of an `.ipynb` file as Jupyter writes it: keys in order, texts in lines. */
export function writeNotebook({ cells, metadata: said, ...more }: Notebook): string {
  const { nbformat, nbformat_minor, rest } = more;
  const whole: JsonObject = {
    ...rest,
    cells: cells.map(writtenCell),
    metadata: said,
    nbformat,
    // Ids of cells came with 4.5.
    nbformat_minor: Math.max(nbformat_minor, 5)
  };
  return stringify(sorted(whole), 1) + '\n';
}
