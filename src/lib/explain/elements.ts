import { numberText } from '../ops/latex';
import { indexAt } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { indexText, levelOf } from './heat';
import { markOf } from './marks';

/** One element as a table shows it. */
export interface Element {
  /** Position in row-major order. */
  readonly position: number;
  /** The number in few characters. */
  readonly short: string;
  /** Index and full number: `x[1, 2] = 0.25`. */
  readonly text: string;
  /** Shade, from −4 to 4. */
  readonly level: number;
}

/** A tensor, or a slice of one, as rows and columns. */
export interface ElementTable {
  readonly cols: readonly number[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly Element[] }[];
  /** What is left out, in words; empty where nothing is. */
  readonly note: string;
}

/** Digits of a number that stands in a cell. */
const DIGITS = 3;

export function shortNumber(value: number, isBool = false): string {
  if (isBool) return value !== 0 ? 'T' : 'F';
  if (!Number.isFinite(value) || Math.abs(value) >= 1e4) return numberText(value);
  return numberText(Number(value.toPrecision(DIGITS)));
}

/** Slices along all dimensions but the last two. */
export const sliceCount = (t: Tensor): number => {
  const [cols = 1, rows = 1] = [t.shape.at(-1), t.shape.at(-2)];
  return t.shape.length < 3 || t.numel === 0 ? 1 : t.numel / (rows * cols);
};

/** How a slice is written: `[1, :, :]`. */
export const sliceText = (t: Tensor, slice: number): string =>
  `[${[...indexAt(t.shape.slice(0, -2), slice), ':', ':'].join(', ')}]`;

interface Extent {
  readonly rows: number;
  readonly cols: number;
}

function note(all: Extent, shown: Extent): string {
  const parts = [
    shown.rows < all.rows ? `${shown.rows} of ${all.rows} rows` : '',
    shown.cols < all.cols ? `${shown.cols} of ${all.cols} columns` : ''
  ].filter(Boolean);
  return parts.length === 0 ? '' : `The first ${parts.join(' and ')}.`;
}

/**
 * A tensor's elements in rows and columns, the first ones of many.
 * @param slice which slice of a tensor of more than two dimensions; null for all of them, one below the other
 */
export function elementTable(
  t: Tensor,
  name: string,
  slice: number | null,
  limit: Extent
): ElementTable {
  const cols = t.shape.at(-1) ?? 1;
  const all = cols === 0 ? 0 : t.numel / cols;
  const inSlice = slice === null || t.shape.length < 3 ? all : (t.shape.at(-2) ?? 1);
  const first = slice === null ? 0 : Math.min(slice, sliceCount(t) - 1) * inSlice;
  const shown = { rows: Math.min(inSlice, limit.rows), cols: Math.min(cols, limit.cols) };
  const values = t.values();
  const { size } = markOf(t);
  const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);
  const isBool = t.dtype === 'bool';
  const element = (position: number): Element => {
    const value = values[position] ?? NaN;
    const full = isBool ? (value !== 0 ? 'True' : 'False') : numberText(value);
    return {
      position,
      short: shortNumber(value, isBool),
      text: `${indexText(name, t.shape, position)} = ${full}`,
      level: levelOf(value, size)
    };
  };
  return {
    cols: range(shown.cols),
    rows: range(shown.rows).map((row) => ({
      label:
        t.shape.length < 2
          ? ''
          : slice === null
            ? indexAt(t.shape.slice(0, -1), first + row).join(', ')
            : String(row),
      cells: range(shown.cols).map((col) => element((first + row) * cols + col))
    })),
    note: note({ rows: inSlice, cols }, shown)
  };
}
