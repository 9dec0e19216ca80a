import { parseTensor } from '../../formula';
import { literalValue } from '../../graph/document';
import { indexAt, listText, numel, sameShape } from '../../tensor/shape';
import { tensor, type Tensor } from '../../tensor/tensor';

/** Elements of a tensor that are still typed gladly; of a larger one a single element is asked for. */
const MAX_TYPED = 6;

/** One number, or all of a small tensor, that a learner is asked for. */
export interface Wanted {
  readonly tensor: Tensor;
  /** Position of the only element that is asked for, as an index by dimension; null for the whole. */
  readonly element: readonly number[] | null;
}

export type Given =
  { readonly ok: true; readonly tensor: Tensor } | { readonly ok: false; readonly message: string };

/** How an answer compares: `near` is the right number with too few digits. */
export type Comparison = 'equal' | 'near' | 'other' | 'shape';

/** Digits that are asked for, rounded or cut off. */
const DIGITS = 3;
/** Below it a float32 result counts as zero. */
const TINY = 1e-9;
/** Whole numbers up to it are meant exactly. */
const LARGEST_WHOLE = 1e6;

/** What people write, as the app itself does, and Python doesn't. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^\s*=/, ''],
  [/[−–—]/g, '-'],
  [/[×·⋅∙]/g, '*'],
  [/[÷∕]/g, '/'],
  [/\^/g, '**'],
  [/∞|\binf(inity)?\b/gi, 'inf'],
  [/\bnan\b/gi, 'nan'],
  [/π/g, 'pi'],
  [/\btrue\b/gi, '1'],
  [/\bfalse\b/gi, '0']
];

/** A decimal comma, where one number is asked for. */
const COMMA = /^([+-]?\d*),(\d+)$/;

/** Which element is asked for: the one that says most, the largest by size. */
function tellingElement(t: Tensor): readonly number[] {
  const values = t.values();
  let best = 0;
  values.forEach((value, k) => {
    if (Number.isFinite(value) && Math.abs(value) > Math.abs(values[best] ?? 0)) best = k;
  });
  return indexAt(t.shape, best);
}

/** What to ask for of a tensor. */
export const wantedOf = (t: Tensor): Wanted => ({
  tensor: t,
  element: t.numel > MAX_TYPED ? tellingElement(t) : null
});

/** Where an element stands among the values in reading order. */
const placeOf = (shape: readonly number[], index: readonly number[]): number =>
  index.reduce((place, at, dim) => place * (shape[dim] ?? 1) + at, 0);

/**
 * Reads what was typed: a number, simple arithmetic such as `2*3`, True or False, or lists of these.
 * @param isOne whether one number is asked for, in which a comma can only be that of a decimal
 */
export function readAnswer(text: string, isOne = false): Given {
  const python = SPELLINGS.reduce((now, [from, to]) => now.replace(from, to), text).trim();
  if (python === '') return { ok: false, message: 'Type a number first.' };
  const decimal = isOne ? python.replace(COMMA, '$1.$2') : python;
  const isBareList = !isOne && python.includes(',') && !/[[(]/.test(python);
  const parsed = parseTensor(isBareList ? `[${python}]` : decimal);
  return parsed.ok
    ? { ok: true, tensor: tensor(literalValue(parsed.value), { dtype: 'float64' }) }
    : { ok: false, message: parsed.message };
}

/** Whether two numbers are the same in so many digits, the last of them rounded or cut off. */
function sharesDigits(given: number, expected: number, digits: number): boolean {
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(expected))) - digits + 1);
  return Math.abs(given - expected) < unit * (1 - 1e-6);
}

/** Whether a number is another one with fewer digits: rounded to them, or the rest cut off. */
function isShortened(given: number, expected: number, digits: number): boolean {
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(expected))) - digits + 1);
  const isSame = (made: number): boolean => Math.abs(given - made * unit) < 1e-6 * unit;
  return isSame(Math.round(expected / unit)) || isSame(Math.trunc(expected / unit));
}

/** Equal within what a reader rounds to; both may be the same infinity, or no number. */
function compareNumber(given: number, expected: number): Comparison {
  if (Object.is(given, expected) || given === expected) return 'equal';
  if (!Number.isFinite(given) || !Number.isFinite(expected)) return 'other';
  if (Math.abs(given - expected) <= TINY) return 'equal';
  if (expected === 0) return 'other';
  const isWhole = Math.abs(expected) < LARGEST_WHOLE && Number.isInteger(expected);
  if (isWhole && Math.abs(given - expected) >= 0.5) return 'other';
  if (sharesDigits(given, expected, DIGITS)) return 'equal';
  return !isWhole && [1, 2].some((digits) => isShortened(given, expected, digits))
    ? 'near'
    : 'other';
}

/** Holds what was typed against what is wanted, or against where a mistake would have led. */
export function compare(given: Tensor, { tensor: expected, element }: Wanted): Comparison {
  const all = expected.values();
  if (element !== null) {
    if (given.numel !== 1) return 'shape';
    return compareNumber(given.values()[0] ?? NaN, all[placeOf(expected.shape, element)] ?? NaN);
  }
  const isOne = given.numel === 1 && numel(expected.shape) === 1;
  if (!isOne && !sameShape(given.shape, expected.shape)) return 'shape';
  const typed = given.values();
  let worst: Comparison = 'equal';
  for (let k = 0; k < all.length; k++) {
    const found = compareNumber(typed[k] ?? NaN, all[k] ?? NaN);
    if (found === 'other') return 'other';
    if (found === 'near') worst = 'near';
  }
  return worst;
}

/** What has to be typed, e.g. `a number`, `shape [2, 3], as nested lists`. */
export function formOf({ tensor: { shape, dtype }, element }: Wanted): string {
  if (element !== null) return `the element at ${listText(element)}`;
  if (dtype === 'bool') return shape.length === 0 ? 'True or False' : `a list of True and False`;
  return shape.length === 0 ? 'a number' : `shape ${listText(shape)}, as in [1, 2]`;
}
