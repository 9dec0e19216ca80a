import { interpolateLab, rgb, schemePRGn } from 'd3';
import { numberText } from '../ops/latex';
import { indexAt, listText, type Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

/** Rows and columns of a small picture of a tensor; larger tensors are pooled. */
export const HEAT_CELLS = 12;
/** A vector is one row, which has more room. */
const ROW_CELLS = 48;
/** Shades on either side of zero. */
export const LEVELS = 4;

/** A tensor laid out as a table: all dimensions but the last, one after the other, make the rows. */
interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly at: (row: number, col: number) => number;
}

export interface HeatCell {
  readonly row: number;
  readonly col: number;
  /** The element, or the one of the largest size among those that the cell stands for. */
  readonly value: number;
  /** From −4 to 4: the share of the largest size, with its sign. */
  readonly level: number;
  readonly kind: 'number' | 'zero' | 'nan' | 'inf';
}

export interface HeatMap {
  readonly shape: Shape;
  readonly rows: number;
  readonly cols: number;
  readonly cells: readonly HeatCell[];
  /** Elements that a cell stands for, in each direction; 1 and 1 where every element has a cell. */
  readonly block: { readonly rows: number; readonly cols: number };
}

function matrixOf(t: Tensor): Matrix {
  const { shape } = t;
  const cols = shape.at(-1) ?? 1;
  const rows = cols === 0 ? 0 : t.numel / cols;
  if (t.isContiguous) {
    const { data, offset } = t;
    return { rows, cols, at: (row, col) => data[offset + row * cols + col] ?? NaN };
  }
  const values = t.values();
  return { rows, cols, at: (row, col) => values[row * cols + col] ?? NaN };
}

/** The one of a block that stands for it: NaN shows through, then the largest size. */
function pooled({ at }: Matrix, rows: readonly [number, number], cols: readonly [number, number]) {
  let chosen = at(rows[0], cols[0]);
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let col = cols[0]; col < cols[1]; col++) {
      const value = at(row, col);
      if (Number.isNaN(value)) return NaN;
      if (Math.abs(value) > Math.abs(chosen)) chosen = value;
    }
  }
  return chosen;
}

/** The shade of a value beside the largest size: every value but zero has one. */
export function levelOf(value: number, largest: number): number {
  if (value === 0 || Number.isNaN(value)) return 0;
  const share = Number.isFinite(value) ? Math.abs(value) / largest : 1;
  return Math.sign(value) * Math.max(1, Math.ceil(LEVELS * share - 1e-9));
}

function kindOf(value: number): HeatCell['kind'] {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return 'inf';
  return value === 0 ? 'zero' : 'number';
}

/** Whether a tensor is worth a picture: one number is read faster. */
export const hasHeat = (t: Tensor): boolean => t.shape.length > 0 && t.numel > 0;

const known = new WeakMap<Tensor, HeatMap>();

/** The picture of a tensor in at most 12×12 cells, a vector in one row of at most 48. Made once for a tensor of a trace. */
export function heatMap(t: Tensor): HeatMap {
  const found = known.get(t);
  if (found) return found;
  const matrix = matrixOf(t);
  const limit = matrix.rows === 1 ? ROW_CELLS : HEAT_CELLS;
  const block = {
    rows: Math.max(1, Math.ceil(matrix.rows / HEAT_CELLS)),
    cols: Math.max(1, Math.ceil(matrix.cols / limit))
  };
  const rows = Math.ceil(matrix.rows / block.rows);
  const cols = Math.ceil(matrix.cols / block.cols);
  const values: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const [top, left] = [row * block.rows, col * block.cols];
      values.push(
        pooled(
          matrix,
          [top, Math.min(top + block.rows, matrix.rows)],
          [left, Math.min(left + block.cols, matrix.cols)]
        )
      );
    }
  }
  const largest = values.reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    0
  );
  const cells = values.map((value, k) => ({
    row: Math.floor(k / cols),
    col: k % cols,
    value,
    level: levelOf(value, largest),
    kind: kindOf(value)
  }));
  const made = { shape: t.shape, rows, cols, cells, block };
  known.set(t, made);
  return made;
}

/** The colours of the levels from −4 to 4: violet below zero, green above, paler towards it. */
export const heatColours: Readonly<Record<'light' | 'dark', readonly string[]>> = {
  light: schemePRGn[2 * LEVELS + 1] ?? [],
  // On dark ground what is large is bright.
  dark: Array.from({ length: 2 * LEVELS + 1 }, (_, k) => {
    const level = k - LEVELS;
    const end = level < 0 ? '#dfb4f0' : '#a5ecab';
    return interpolateLab('#24303c', end)(Math.abs(level) / LEVELS);
  })
};

export const heatColour = (level: number, theme: 'light' | 'dark'): string =>
  heatColours[theme][level + LEVELS] ?? '';

/** Relative luminance, as WCAG defines it. */
function luminance(colour: string): number {
  const { r, g, b } = rgb(colour);
  const [red = 0, green = 0, blue = 0] = [r, g, b].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const inksOn = (colours: readonly string[]): string[] =>
  // Where black and white are equally far away; the better one has a contrast of 4.6 or more.
  colours.map((colour) => (luminance(colour) > 0.179 ? '#000000' : '#ffffff'));
const inks = { light: inksOn(heatColours.light), dark: inksOn(heatColours.dark) };

/** Ink that can be read on a level's colour. */
export const heatInk = (level: number, theme: 'light' | 'dark'): string =>
  inks[theme][level + LEVELS] ?? '';

/** How one element is written: `x[1, 2]`, or the name alone for a tensor without dimensions. */
export const indexText = (name: string, shape: Shape, position: number): string =>
  shape.length === 0 ? name : name + listText(indexAt(shape, position));

/** What one cell says: `x[1, 2] = 0.5`; a cell that stands for several names the largest of them. */
export function cellText(name: string, map: HeatMap, cell: HeatCell): string {
  const { block, shape } = map;
  const cols = shape.at(-1) ?? 1;
  const at = indexText(name, shape, cell.row * block.rows * cols + cell.col * block.cols);
  const value = numberText(cell.value);
  if (block.rows === 1 && block.cols === 1) return `${at} = ${value}`;
  return `around ${at}: ${cell.kind === 'nan' ? 'NaN' : `up to ${value}`}`;
}

const count = (n: number, what: string): string => (n === 0 ? '' : `, ${n} ${what}`);

/** Elements that are counted for the sentence; counting more would take longer than reading it. */
const MAX_COUNTED = 20_000;

/** What a picture of a tensor shows, in one sentence. */
export function heatWords(t: Tensor, what: string): string {
  const size = `${what}: ${t.shape.join('×')} ${t.numel === 1 ? 'element' : 'elements'}`;
  if (t.numel > MAX_COUNTED) return `${size}.`;
  const values = t.values();
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const range = finite.length === 0 ? '' : ` from ${numberText(low)} to ${numberText(high)}`;
  const negative = values.filter((value) => value < 0).length;
  const zero = values.filter((value) => value === 0).length;
  const nan = values.filter(Number.isNaN).length;
  const infinite = values.length - finite.length - nan;
  return `${size}${range}${count(negative, 'negative')}${count(zero, 'zero')}${count(nan, 'NaN')}${count(infinite, 'infinite')}.`;
}
