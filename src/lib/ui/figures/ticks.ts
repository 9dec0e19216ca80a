import type { TickRule } from '../../python/figure';

/** Ticks of one axis: places in values, and what they say. */
export interface Ticks {
  readonly at: readonly number[];
  readonly texts: readonly string[];
  /** Marks between them. */
  readonly minor: readonly number[];
  /** What all texts are multiplied by, or what is added to them: `1e6`, `+3`. */
  readonly offset: string;
}

export type Limits = readonly [number, number];

const sorted = ([a, b]: Limits): [number, number] => (a < b ? [a, b] : [b, a]);
const floorLog10 = (value: number): number => Math.floor(Math.log10(value));
/** Powers of ten as decimal literals are: 10 ** -5 would be a little off. */
export const tenTo = (power: number): number => Number(`1e${power}`);

/** The multiple of the step at or beyond `x`, with room for rounding far from 0. */
function edge(x: number, step: number, offset: number, isUpper: boolean): number {
  const d = Math.floor(x / step);
  const share = x / step - d;
  const digits = offset === 0 ? -Infinity : Math.log10(Math.abs(offset) / step);
  const room = Math.min(0.4999, Math.max(1e-10, 10 ** (digits - 12)));
  if (isUpper) return share < room ? d : d + 1;
  return Math.abs(share - 1) < room ? d + 1 : d;
}

/**
 * Nice places from before the lower to behind the upper end, as matplotlib's MaxNLocator finds them.
 * `space` says how many intervals fit.
 */
export function nicePlaces(limits: Limits, rule: TickRule, space: number): number[] {
  const [vmin, vmax] = sorted(limits);
  const bins = rule.bins ?? Math.min(9, Math.max(1, rule.least - 1, space));
  const length = vmax - vmin;
  const middle = (vmax + vmin) / 2;
  if (!(length > 0) || !Number.isFinite(length)) return [vmin];
  const isFar = Math.abs(middle) / length >= 100;
  const offset = isFar ? Math.sign(middle) * tenTo(floorLog10(Math.abs(middle))) : 0;
  const scale = tenTo(floorLog10(length / bins));
  const [low, high] = [vmin - offset, vmax - offset];
  const { steps } = rule;
  const stairs = [
    ...steps.slice(0, -1).map((step) => 0.1 * step),
    ...steps,
    10 * (steps[1] ?? 1)
  ].map((step) => step * scale);
  const usable = rule.integer
    ? stairs.filter((step) => step < 1 || Math.abs(step - Math.round(step)) < 0.001)
    : stairs;
  let index = usable.findIndex((step) => step >= (high - low) / bins);
  if (index < 0) index = usable.length - 1;
  let places: number[] = [];
  for (; index >= 0; index--) {
    let step = usable[index] ?? length;
    if (rule.integer && Math.floor(high) - Math.ceil(low) >= rule.least - 1)
      step = Math.max(1, step);
    const base = Math.floor(low / step) * step;
    const first = edge(low - base, step, offset, false);
    const last = edge(high - base, step, offset, true);
    // A rule from elsewhere may ask for more than anyone can read.
    if (last - first > 1000) break;
    places = Array.from({ length: last - first + 1 }, (_, k) => (first + k) * step + base);
    if (places.filter((at) => at >= low && at <= high).length >= rule.least) break;
  }
  return places.map((at) => at + offset);
}

/** Powers of ten, one stride beyond both ends, as matplotlib's LogLocator finds them. */
export function powers(limits: Limits, space: number): { places: number[]; stride: number } {
  const [low = 0, high = 0] = sorted(limits).map(Math.log10);
  const decades = Math.floor(high) - Math.ceil(low);
  const many = Math.min(9, Math.max(2, space));
  let stride = Math.floor((decades + 1) / many) + 1;
  if (stride >= decades) stride = Math.max(1, decades - 1);
  const places: number[] = [];
  for (let power = Math.floor(low) - stride; power < Math.ceil(high) + 2 * stride; power += stride)
    places.push(tenTo(power));
  return { places, stride };
}

const MINUS = '−';
const written = (value: number, decimals: number): string =>
  value.toFixed(Math.min(20, decimals)).replace('-', MINUS);

/** What all ticks have in common and is said once, so that their texts stay short. */
function commonOffset(places: readonly number[], limits: Limits): number {
  const [low, high] = sorted(limits);
  const inside = places.filter((at) => at >= low && at <= high);
  const [least, most] = [Math.min(...inside), Math.max(...inside)];
  if (inside.length === 0 || least === most || (least <= 0 && most >= 0)) return 0;
  const [small, large] = [Math.abs(least), Math.abs(most)].sort((a, b) => a - b) as [
    number,
    number
  ];
  const start = Math.ceil(Math.log10(large));
  const until = (differs: (power: number) => boolean): number => {
    let power = start;
    while (power > -330 && !differs(power)) power -= 1;
    return power + 1;
  };
  const share = (value: number, power: number): number => Math.floor(value / tenTo(power));
  let power = until((p) => share(small, p) !== share(large, p));
  if ((large - small) / tenTo(power) <= 1e-2)
    power = until((p) => share(large, p) - share(small, p) > 1);
  const units = share(large, power);
  return units >= 1000 ? Math.sign(least) * units * tenTo(power) : 0;
}

/** Texts of places, which may lie beyond the limits, as matplotlib's ScalarFormatter writes them. */
export function plainTexts(
  places: readonly number[],
  limits: Limits
): { texts: string[]; offset: string } {
  const [low, high] = sorted(limits);
  const offset = commonOffset(places, limits);
  const inside = places.filter((at) => at >= low && at <= high);
  const largest = Math.max(0, ...inside.map(Math.abs));
  let order = 0;
  if (inside.length > 0) {
    if (offset !== 0) order = floorLog10(high - low);
    else if (largest > 0) order = floorLog10(largest);
  }
  if (order > -5 && order < 6) order = 0;
  const reduced = (at: number): number => (at - offset) / tenTo(order);
  const shown = (places.length < 2 ? [...places, low, high] : places).map(reduced);
  const range = Math.max(...shown) - Math.min(...shown) || Math.max(...shown.map(Math.abs)) || 1;
  const size = floorLog10(range);
  const own = places.map(reduced);
  let decimals = Math.max(0, 3 - size);
  const isExact = (count: number): boolean =>
    own.every((at) => Math.abs(at - Number(at.toFixed(Math.min(20, count)))) < 1e-3 * tenTo(size));
  while (decimals >= 0 && isExact(decimals)) decimals -= 1;
  decimals += 1;
  const exponent = order === 0 ? '' : `1e${order}`;
  return {
    texts: own.map((at) => written(Math.abs(at) < 1e-8 ? 0 : at, decimals)),
    offset: `${exponent}${offset === 0 ? '' : signed(offset)}`.replaceAll('-', MINUS)
  };
}

function signed(offset: number): string {
  const power = floorLog10(Math.abs(offset));
  const digits = Number((offset / tenTo(power)).toPrecision(11));
  return `${offset > 0 ? '+' : ''}${digits}${power === 0 ? '' : `e${power}`}`;
}

const inside = (places: readonly number[], limits: Limits): number[] => {
  const [low, high] = sorted(limits);
  const room = 1e-9 * (high - low);
  return places.filter((at) => at >= low - room && at <= high + room);
};

/** Ticks of a linear axis. */
export function linearTicks(limits: Limits, rule: TickRule, space: number): Ticks {
  const places = nicePlaces(limits, rule, space);
  const { texts, offset } = plainTexts(places, limits);
  const shown = inside(places, limits);
  const first = places.findIndex((at) => at === shown[0]);
  return { at: shown, texts: texts.slice(first, first + shown.length), minor: [], offset };
}

const power = (exponent: number): string => `10^{${String(exponent).replace('-', MINUS)}}`;

/** Ticks of a logarithmic axis: powers of ten, and where it has hardly any, what lies between them. */
export function logTicks(limits: Limits, space: number): Ticks {
  const [low, high] = sorted(limits);
  if (!(low > 0)) return { at: [], texts: [], minor: [], offset: '' };
  const { places, stride } = powers(limits, space);
  const major = inside(places, limits);
  const decades = Math.floor(Math.log10(high)) - Math.ceil(Math.log10(low));
  const between =
    stride > 1 || decades > 10
      ? []
      : inside(
          places.flatMap((at) => [2, 3, 4, 5, 6, 7, 8, 9].map((k) => k * at)),
          limits
        );
  const wide = Math.log10(high / low);
  const labelled = wide > 1 ? [] : wide > 0.4 ? [2, 3, 4, 6] : [2, 3, 4, 5, 6, 7, 8, 9];
  if (stride === 1 && between.length <= 1 && decades <= 10) {
    const rule = { bins: null, steps: [1, 2, 2.5, 5, 10], integer: false, least: 2 };
    return linearTicks(limits, rule, space);
  }
  const named = between.flatMap((at) => {
    const exponent = Math.floor(Math.log10(at) + 1e-9);
    const digit = Math.round(at / tenTo(exponent));
    return labelled.includes(digit) ? [{ at, text: `$${digit}\\times${power(exponent)}$` }] : [];
  });
  const all = [
    ...major.map((at) => ({ at, text: `$${power(Math.round(Math.log10(at)))}$` })),
    ...named
  ].sort((a, b) => a.at - b.at);
  return {
    at: all.map(({ at }) => at),
    texts: all.map(({ text }) => text),
    minor: between.filter((at) => !named.some((other) => other.at === at)),
    offset: ''
  };
}
