import type { TraceEvent } from '../graph/trace';
import type { Tensor } from '../tensor/tensor';
import type { Timeline } from './frames';

/** What the elements of a tensor have in common. */
export type Sign = 'positive' | 'negative' | 'mixed' | 'zero' | 'empty';
export type Fault = 'nan' | 'inf';

/** What can be seen of a tensor without reading its numbers. */
export interface Mark {
  readonly sign: Sign;
  /** NaN counts before the infinities: it is what they turn into. */
  readonly fault: Fault | null;
  /** Largest absolute value among the finite elements. */
  readonly size: number;
}

/** Widths that a line may have, from 1 to this. */
export const WEIGHTS = 5;
const MIDDLE = 3;
/** Sizes that differ by less than this look the same. */
const STEP = 3;

function classify(t: Tensor): Mark {
  const { shape } = t;
  const values = shape.length === 0 ? [t.first] : t.isContiguous ? null : t.values();
  const source = values ?? t.data;
  const [from, count] = values ? [0, values.length] : [t.offset, t.numel];
  let [hasPositive, hasNegative, size] = [false, false, 0];
  let fault: Fault | null = null;
  for (let i = from; i < from + count; i++) {
    const value = source[i] as number;
    if (Number.isNaN(value)) fault = 'nan';
    else {
      if (value > 0) hasPositive = true;
      else if (value < 0) hasNegative = true;
      const length = Math.abs(value);
      if (length === Infinity) fault ??= 'inf';
      else if (length > size) size = length;
    }
  }
  const some: Sign = hasPositive ? (hasNegative ? 'mixed' : 'positive') : 'negative';
  const sign = count === 0 ? 'empty' : hasPositive || hasNegative ? some : 'zero';
  return { sign, fault, size };
}

const known = new WeakMap<Tensor, Mark>();

/** The mark of a tensor of a trace; such tensors don't change, so each is looked through once. */
export function markOf(t: Tensor): Mark {
  const found = known.get(t);
  if (found) return found;
  const made = classify(t);
  known.set(t, made);
  return made;
}

/** Sorts sizes into a few widths by their logarithm: one step thicker is at least three times as large. */
export class MagnitudeScale {
  private readonly high: number;
  private readonly step: number;
  private readonly top: number;

  /** @param sizes of all that is drawn by this scale; zero, which has no logarithm, is left out */
  constructor(sizes: Iterable<number>) {
    let [low, high] = [Infinity, 0];
    for (const size of sizes) {
      if (size <= 0) continue;
      if (size < low) low = size;
      if (size > high) high = size;
    }
    this.high = Math.log(high);
    const range = high > 0 ? Math.log(high) - Math.log(low) : 0;
    // Half a width to spare, so that rounding leaves the smallest on the last one.
    this.step = Math.max(Math.log(STEP), range / (WEIGHTS - 0.5));
    const used = Math.floor(range / this.step);
    this.top = MIDDLE + Math.ceil(used / 2);
  }

  /** From 1 to `WEIGHTS`; all that is alike in size has the middle one. */
  weight(size: number): number {
    if (size <= 0) return 1;
    const below = Math.floor((this.high - Math.log(size)) / this.step + 1e-9);
    return Math.max(1, Math.min(WEIGHTS, this.top - below));
  }
}

function* sizesOf(
  events: readonly TraceEvent[],
  tensorOf: (event: TraceEvent) => Tensor | null
): Iterable<number> {
  for (const event of events) {
    const t = tensorOf(event);
    if (t) yield markOf(t).size;
  }
}

/** The scales of one run: values and gradients are compared among themselves. */
export interface Scales {
  readonly value: MagnitudeScale;
  readonly grad: MagnitudeScale;
}

const scales = new WeakMap<Timeline, Scales>();

export function scalesOf(timeline: Timeline): Scales {
  const found = scales.get(timeline);
  if (found) return found;
  const { events } = timeline;
  const made = {
    value: new MagnitudeScale(
      sizesOf(events, (event) =>
        event.kind === 'leaf' || event.kind === 'forward' ? event.output : null
      )
    ),
    grad: new MagnitudeScale(
      sizesOf(events, (event) => {
        if (event.kind === 'contribution') return event.contribution;
        return event.kind === 'seed' ? event.grad : null;
      })
    )
  };
  scales.set(timeline, made);
  return made;
}

const signWords: Record<Sign, string> = {
  positive: 'positive',
  negative: 'negative',
  mixed: 'positive and negative elements',
  zero: 'zero',
  empty: 'no elements'
};
const faultWords: Record<Fault, string> = { nan: 'NaN', inf: 'infinite' };

const sizeWords = ['', 'among the smallest', 'small', 'medium', 'large', 'among the largest'];

/** The mark in words, as a line's title says it: `negative, large for this run`. */
export function markWords(mark: Mark, weight: number, isOne: boolean): string {
  if (mark.fault) {
    return isOne ? faultWords[mark.fault] : `has ${mark.fault === 'nan' ? 'NaN' : 'infinity'}`;
  }
  if (mark.sign === 'empty') return signWords.empty;
  if (mark.sign === 'zero') return isOne ? 'zero' : 'all zero';
  return `${signWords[mark.sign]}, ${sizeWords[weight] ?? ''} in this run`;
}

/** The mark in a character or two, where the number itself doesn't stand. */
export function markSign({ sign, fault }: Mark): string {
  if (fault) return fault === 'nan' ? 'NaN' : '∞';
  return { positive: '+', negative: '−', mixed: '±', zero: '0', empty: '∅' }[sign];
}
