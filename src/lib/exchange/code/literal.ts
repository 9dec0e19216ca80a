import { apply } from '../../ops/dispatch';
import { bareText } from '../../explain/reference/python';
import type { DType } from '../../tensor/dtype';
import { tensor, type NestedNumbers } from '../../tensor/tensor';

/** Columns of a line of code. */
export const WIDTH = 88;
const INDENT = '    ';
/** Fewer numbers are as easily read one by one as by their ends and number. */
const LEAST_SPACED = 5;

/** A number that stands beside a tensor. Documents don't tell 2 from 2.0, and beside a tensor PyTorch hardly does. */
export function scalarText(value: number): string {
  const isInt = Number.isSafeInteger(value) && !Object.is(value, -0);
  return isInt ? String(value) : bareText(value);
}

/** Digits that tell a float32 from every other. */
const SINGLE = 9;

/** 7.777777671813965 is how a double writes what float32 calls 7.7777777. */
function singleText(value: number): string {
  const isLong = Number.isFinite(value) && value !== 0 && Math.fround(value) === value;
  if (!isLong) return bareText(value);
  for (let digits = 1; digits < SINGLE; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return bareText(short);
  }
  return bareText(Number(value.toPrecision(SINGLE)));
}

/** A number as an element of a tensor of that dtype. */
function elementText(dtype: DType): (value: number) => string {
  switch (dtype) {
    case 'bool':
      return (value) => (value === 0 ? 'False' : 'True');
    case 'int64':
      return scalarText;
    case 'float32':
      return singleText;
    default:
      return bareText;
  }
}

/** Items one after another, with as many on a line as fit. */
function filled(items: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    if (line !== '' && indent.length + line.length + item.length + 2 > WIDTH) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? `${item},` : ` ${item},`;
  }
  return [...lines, line].map((one) => indent + one).join('\n');
}

const flatText = (value: NestedNumbers, number: (value: number) => string): string =>
  typeof value === 'number'
    ? number(value)
    : `[${value.map((part) => flatText(part, number)).join(', ')}]`;

/**
 * Nested lists over as many lines as they need.
 * @param room columns that the first line leaves
 */
function listText(
  value: NestedNumbers,
  number: (value: number) => string,
  room: number,
  indent = ''
): string {
  const flat = flatText(value, number);
  if (typeof value === 'number' || flat.length <= room) return flat;
  const inner = indent + INDENT;
  const parts = value.every((part) => typeof part === 'number')
    ? filled(value.map(number), inner)
    : value
        .map((part) => `${inner}${listText(part, number, WIDTH - inner.length - 1, inner)},`)
        .join('\n');
  return `[\n${parts}\n${indent}]`;
}

/** As far apart as two ways of rounding the same number are. */
const ROUNDING: Partial<Record<DType, number>> = { float32: 2 ** -22, float64: 2 ** -51 };

/** `linspace`'s ends where it gives these numbers, those at 0 exactly. */
function spaced(value: NestedNumbers, dtype: DType): [first: number, last: number] | null {
  const rounding = ROUNDING[dtype];
  if (typeof value === 'number' || value.length < LEAST_SPACED || !rounding) return null;
  const [first, last] = [value[0], value.at(-1)];
  if (typeof first !== 'number' || typeof last !== 'number' || first === last) return null;
  if (!Number.isFinite(first) || !Number.isFinite(last)) return null;
  const wanted = tensor(value, { dtype });
  const made = apply('linspace', [], { start: first, end: last, steps: value.length, dtype });
  const given = wanted.values();
  const slack = rounding * Math.max(Math.abs(first), Math.abs(last));
  const isSame = (one: number, i: number): boolean => {
    const other = given[i] ?? NaN;
    return Math.sign(one) === Math.sign(other) && Math.abs(one - other) <= slack;
  };
  return made.values().every(isSame) ? [first, last] : null;
}

/** How a library makes a tensor of numbers. */
export interface Maker {
  /** Before the numbers, e.g. `torch.tensor(`. */
  readonly start: string;
  readonly linspace: string;
  /** Arguments behind the numbers of a tensor of that dtype; `told` says whether the numbers tell the dtype. */
  readonly options: (dtype: DType, told: boolean) => readonly string[];
  /** Module that has `nan` and `inf`. */
  readonly module: string;
}

const hasElements = (value: NestedNumbers): boolean =>
  typeof value === 'number' || value.some(hasElements);
const isWhole = (value: NestedNumbers): boolean =>
  typeof value === 'number' ? Number.isSafeInteger(value) : value.every(isWhole);

/** A call that makes a tensor of the numbers, as it stands behind `taken` columns. */
export function tensorCode(
  value: NestedNumbers,
  dtype: DType,
  { start, linspace, options, module }: Maker,
  taken: number
): string {
  // Numbers with a fraction are cut by the dtype, so they are written as they are.
  const isCut = dtype === 'int64' && !isWhole(value);
  const element = elementText(isCut ? 'float64' : dtype);
  const number = (one: number): string => element(one).replace('torch.', `${module}.`);
  const ends = spaced(value, dtype);
  const rest = options(dtype, hasElements(value) && !isCut);
  if (ends && typeof value === 'object') {
    const args = [...ends.map((end) => scalarText(end)), String(value.length), ...rest];
    return `${linspace}(${args.join(', ')})`;
  }
  const behind = rest.map((option) => `, ${option}`).join('') + ')';
  const room = WIDTH - taken - start.length - behind.length;
  return start + listText(value, number, room) + behind;
}
