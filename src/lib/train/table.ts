import { dsvFormat } from 'd3';
import { type DataTable, TRAIN_LIMITS } from './settings';

/** A table that was read, with what was understood of it, or what is wrong and in which line. */
export type ParsedTable =
  | { readonly ok: true; readonly table: DataTable; readonly notes: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** A text longer than this holds more numbers than a table may. */
const MAX_TEXT = 1_000_000;
const DELIMITERS = ['\t', ';', ',', '|'] as const;
const NAMES: Readonly<Record<string, string>> = {
  '\t': 'tabs',
  ';': 'semicolons',
  ',': 'commas',
  '|': 'bars',
  ' ': 'spaces'
};
/** Different words that one column may hold as classes. */
const MOST_CLASSES = 20;

interface Line {
  /** Counted from 1, blank lines included. */
  readonly number: number;
  readonly cells: readonly string[];
}

const fail = (message: string): ParsedTable => ({ ok: false, message });
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const COMMA_NUMBER = /^[+-]?\d+,\d+(e[+-]?\d+)?$/i;

/** What stands for a missing number, or looks like one that is written in another way: no name of a column. */
const NO_NAME = /^([+−–-]?(nan|na|n\/a|inf|infinity|none|null|∞)|\?|[+−–-]?(\d[\d.,' ]*%?)?)$/i;

/** The sign between cells: the one that cuts the first lines into the same number of parts, more than one. */
function delimiterOf(lines: readonly string[]): string {
  const few = lines.filter((line) => line.trim() !== '').slice(0, 20);
  const counts = (sign: string): number[] =>
    few.map((line) => (dsvFormat(sign).parseRows(line)[0] ?? []).length);
  const even = DELIMITERS.filter((sign) => {
    const [first = 1, ...others] = counts(sign);
    return first > 1 && others.every((count) => count === first);
  });
  // `1,5;2,5` is cut evenly by both: whoever writes semicolons means them.
  const [found] = even;
  if (found !== undefined) return found;
  const present = DELIMITERS.find((sign) => few.some((line) => line.includes(sign)));
  return present ?? (few.some((line) => /\S\s+\S/.test(line)) ? ' ' : ',');
}

function linesOf(text: string, delimiter: string): Line[] {
  const raw = text.split(/\r\n|\r|\n/);
  const reader = dsvFormat(delimiter);
  return raw.flatMap((line, i): Line[] => {
    if (line.trim() === '') return [];
    const cut = delimiter === ' ' ? line.trim().replace(/\s+/g, ' ') : line;
    const cells = (reader.parseRows(cut)[0] ?? []).map((cell) => cell.trim());
    return [{ number: i + 1, cells }];
  });
}

/** Whether numbers are written with a comma: where cells are cut by something else and no cell has a point. */
function hasDecimalCommas(lines: readonly Line[], delimiter: string): boolean {
  if (delimiter === ',') return false;
  const cells = lines.flatMap(({ cells }) => cells);
  return (
    cells.some((cell) => COMMA_NUMBER.test(cell)) && !cells.some((cell) => /^\S*\d\.\d/.test(cell))
  );
}

function numberIn(cell: string, hasCommas: boolean): number | null {
  const plain = (hasCommas ? cell.replace(',', '.') : cell).replace(/^[−–]/, '-');
  const value = NUMBER.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) ? value : null;
}

/** Column names, each its own: an empty one is called by its place, a second `x` is `x_2`. */
function columnNames(cells: readonly string[]): string[] {
  const taken = new Set<string>();
  return cells.map((cell, i) => {
    const plain = (cell || `column_${i + 1}`).slice(0, TRAIN_LIMITS.column - 4);
    let name = plain;
    for (let k = 2; taken.has(name); k++) name = `${plain}_${k}`;
    taken.add(name);
    return name;
  });
}

/** Names of columns without a header: `x`, `y`, and for more of them `x1`, `x2`, `y`. */
function usualNames(count: number): string[] {
  if (count === 1) return ['x'];
  if (count === 2) return ['x', 'y'];
  return [...Array.from({ length: count - 1 }, (_, i) => `x${i + 1}`), 'y'];
}

const isBlank = (cell: string): boolean => cell === '';

/** Reads a table as it is pasted: comma-, semicolon- or tab-separated, with a header or without. Never throws. */
export function parseTable(text: string): ParsedTable {
  if (text.length > MAX_TEXT) return fail('The text is too long for a table.');
  const plain = text.replace(/^\uFEFF/, '');
  if (plain.trim() === '') return fail('There is nothing to read. Paste rows of numbers.');
  const delimiter = delimiterOf(plain.split(/\r\n|\r|\n/));
  const lines = linesOf(plain, delimiter);
  const hasCommas = hasDecimalCommas(lines, delimiter);
  const [first, ...rest] = lines;
  if (!first) return fail('There is nothing to read. Paste rows of numbers.');
  const isNumber = (cell: string): boolean => numberIn(cell, hasCommas) !== null;
  // A header has a word over a column that is of numbers.
  const hasHeader =
    rest.length > 0 &&
    first.cells.some(
      (cell, k) =>
        !isNumber(cell) && !NO_NAME.test(cell) && rest.some(({ cells }) => isNumber(cells[k] ?? ''))
    );
  const rows = hasHeader ? rest : lines;
  const columns = hasHeader ? columnNames(first.cells) : usualNames(first.cells.length);
  const width = columns.length;
  if (width > TRAIN_LIMITS.columns) {
    return fail(`A table has at most ${TRAIN_LIMITS.columns} columns, and this one has ${width}.`);
  }
  const uneven = rows.find(({ cells }) => cells.length !== width);
  if (uneven) {
    const counts = `${uneven.cells.length} ${uneven.cells.length === 1 ? 'cell' : 'cells'}`;
    return fail(
      `Line ${uneven.number} has ${counts}, and the ones before have ${width}. Cells are separated by ${NAMES[delimiter] ?? delimiter} here.`
    );
  }
  if (rows.length * width > TRAIN_LIMITS.cells) {
    return fail(
      `A table holds at most ${TRAIN_LIMITS.cells.toLocaleString('en')} numbers, and this one has ${(rows.length * width).toLocaleString('en')}.`
    );
  }
  const classes = columns.map((_, k) => classesOf(rows, k, isNumber));
  for (const { number, cells } of rows) {
    for (let k = 0; k < width; k++) {
      const cell = cells[k] ?? '';
      if (classes[k] || isNumber(cell)) continue;
      const where = `Line ${number}, column ${columns[k] ?? ''}`;
      return fail(
        isBlank(cell)
          ? `${where}: the cell is empty.`
          : `${where}: "${cell.slice(0, 30)}" is no number.`
      );
    }
  }
  const table: DataTable = {
    columns,
    rows: rows.map(({ cells }) =>
      cells.map((cell, k) => classes[k]?.indexOf(cell) ?? numberIn(cell, hasCommas) ?? 0)
    )
  };
  const notes = [
    `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}, ${width} ${width === 1 ? 'column' : 'columns'} separated by ${NAMES[delimiter] ?? delimiter}${hasHeader ? ', the first line names them' : ', no header'}.`,
    ...(hasCommas ? ['Commas were read as decimal points.'] : []),
    ...classes.flatMap((words, k) =>
      words
        ? [
            `${columns[k] ?? ''} holds words: ${words.map((word, i) => `${word} = ${i}`).join(', ')}.`
          ]
        : []
    )
  ];
  return { ok: true, table, notes };
}

/** The different words of a column without any number, in order of appearance; null for a column of numbers. */
function classesOf(
  rows: readonly Line[],
  column: number,
  isNumber: (cell: string) => boolean
): string[] | null {
  const words = new Set<string>();
  for (const { cells } of rows) {
    const cell = cells[column] ?? '';
    if (isBlank(cell) || isNumber(cell)) return null;
    words.add(cell);
    if (words.size > MOST_CLASSES) return null;
  }
  return words.size > 0 && words.size < rows.length ? [...words] : null;
}

/** The table as text that is read back as it is. */
export function tableText({ columns, rows }: DataTable): string {
  const { formatRows } = dsvFormat(',');
  return `${formatRows([columns, ...rows.map((row) => row.map(String))])}\n`;
}
