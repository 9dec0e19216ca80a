import { quantileSorted } from 'd3';

export type Interval = readonly [number, number];

/** How many times wider than its middle a curve may be before its tails are cut off. */
const EXPLODES = 25;
/** The same for a curve that is infinite somewhere: its tails have no end to be shown. */
const EXPLODES_AT_POLES = 6;
/** Differences below this share of the size are float32's rounding, not a shape. */
const NOISE = 1e-6;
/** Air above and below, as a share. */
const AIR = 0.05;

/**
 * Interval that shows a curve: all of it, or where poles and explosions would flatten everything its middle and as
 * much again on both sides. Null where there is no finite value.
 */
export function interestingPart(values: Iterable<number>): Interval | null {
  const all = Array.from(values);
  const sorted = all.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined) return null;
  const bottom = quantileSorted(sorted, 0.1) ?? low;
  const top = quantileSorted(sorted, 0.9) ?? high;
  const middle = top - bottom;
  const hasPole = all.includes(Infinity) || all.includes(-Infinity);
  const isCalm = high - low <= (hasPole ? EXPLODES_AT_POLES : EXPLODES) * middle;
  // Where nearly all values are equal, the few others are the shape.
  if (isCalm || !(middle > NOISE * Math.max(Math.abs(bottom), Math.abs(top)))) return [low, high];
  return [Math.max(low, bottom - middle), Math.min(high, top + middle)];
}

/** Whether no finite value lies outside. */
export function isWhole([low, high]: Interval, values: Iterable<number>): boolean {
  for (const value of values) {
    if (Number.isFinite(value) && (value < low || value > high)) return false;
  }
  return true;
}

/**
 * Interval of the value axis for a function and its derivative, either of which may be absent, with air around.
 * A derivative that explodes gets as much room on each side as the function itself, not more.
 */
export function valueDomain(
  value: Iterable<number> | null,
  slope: Iterable<number> | null
): Interval {
  const own = value && interestingPart(value);
  const parts = own ? [own] : [];
  const other = slope && interestingPart(slope);
  if (slope && other) parts.push(own ? limited(other, slope, own) : other);
  if (parts.length === 0) return [-1, 1];
  const low = Math.min(...parts.map(([from]) => from));
  const high = Math.max(...parts.map(([, to]) => to));
  const size = Math.max(Math.abs(low), Math.abs(high));
  const isFlat = high - low <= NOISE * size;
  const air = isFlat ? Math.max(1, size / 10) : AIR * (high - low);
  // Near the largest numbers the air itself would be infinite.
  const bound = (at: number): number =>
    Math.max(-Number.MAX_VALUE / 4, Math.min(Number.MAX_VALUE / 4, at));
  return [bound(low - air), bound(high + air)];
}

function limited(part: Interval, slope: Iterable<number>, [from, to]: Interval): Interval {
  const room = to - from;
  if (isWhole(part, slope) || room === 0) return part;
  return [Math.max(part[0], from - room), Math.min(part[1], to + room)];
}

/** Interval of the elements of a tensor, never empty. */
export function elementsDomain(x: Iterable<number>): Interval {
  const finite = Float64Array.from(x).filter((value) => Number.isFinite(value));
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  if (finite.length === 0) return [-1, 1];
  return low < high ? [low, high] : [low - 1, high + 1];
}
