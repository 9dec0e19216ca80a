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

/** How an answer compares: `near` is within a few percent, so that only digits are missing. */
export type Comparison = 'equal' | 'near' | 'other' | 'shape';

const EXACT = 1e-3;
const NEAR = 0.06;
/** Below it a float32 result counts as zero. */
const TINY = 1e-9;

const WORDS: Readonly<Record<string, number>> = { true: 1, false: 0 };

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

/** Reads what was typed: a number, simple arithmetic such as `2*3`, True or False, or nested lists of these. */
export function readAnswer(text: string): Given {
  const plain = text
    .trim()
    .replaceAll('−', '-')
    .replace(/\b(true|false)\b/gi, (word) => String(WORDS[word.toLowerCase()]));
  if (plain === '') return { ok: false, message: 'Type a number first.' };
  const parsed = parseTensor(plain);
  return parsed.ok
    ? { ok: true, tensor: tensor(literalValue(parsed.value), { dtype: 'float64' }) }
    : { ok: false, message: parsed.message };
}

/** Equal within what a reader rounds to; both may be the same infinity, or no number. */
function compareNumber(given: number, expected: number): Comparison {
  if (Object.is(given, expected) || given === expected) return 'equal';
  if (!Number.isFinite(given) || !Number.isFinite(expected)) return 'other';
  const gap = Math.abs(given - expected);
  if (gap <= Math.max(EXACT * Math.abs(expected), TINY)) return 'equal';
  return given * expected > 0 && gap <= NEAR * Math.abs(expected) ? 'near' : 'other';
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
