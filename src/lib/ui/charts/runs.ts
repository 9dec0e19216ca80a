import type { Interval } from './domain';

export type Point = readonly [x: number, y: number];

/**
 * The parts of a curve within an interval of values, cut exactly at its bounds: so no coordinate is ever too large
 * to draw. It ends at NaN and is not joined across poles.
 */
export function visibleRuns(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  [low, high]: Interval
): Point[][] {
  const valueAt = (i: number): number => y[i] ?? NaN;
  const point = (i: number): Point => [x[i] ?? NaN, valueAt(i)];
  const isInside = ([at, value]: Point): boolean =>
    Number.isFinite(at) && value >= low && value <= high;

  /** Whether the curve jumps from i to the next against the way it goes on both sides: a pole between the points. */
  const isTorn = (i: number): boolean => {
    const jump = valueAt(i + 1) - valueAt(i);
    return (
      Math.abs(jump) > (high - low) / 2 &&
      jump * (valueAt(i) - valueAt(i - 1)) < 0 &&
      jump * (valueAt(i + 2) - valueAt(i + 1)) < 0
    );
  };

  /** Where the way from point i, inside, to its neighbour j, outside, leaves the interval. */
  const exit = (i: number, j: number): Point | null => {
    const [inside, outside] = [point(i), point(j)];
    const [at, value] = outside;
    if (Number.isNaN(value) || !Number.isFinite(at) || isTorn(Math.min(i, j))) return null;
    const bound = value < low ? low : high;
    if (!Number.isFinite(value)) {
      // Only from the side where the curve heads for it.
      const trend = inside[1] - valueAt(2 * i - j);
      return trend * value > 0 ? [at, bound] : null;
    }
    const share = (bound - inside[1]) / (value - inside[1]);
    return [inside[0] + share * (at - inside[0]), bound];
  };

  const runs: Point[][] = [];
  let run: Point[] | null = null;
  for (let i = 0; i < x.length; i++) {
    if (!isInside(point(i))) {
      run = null;
      continue;
    }
    if (!run || isTorn(i - 1)) {
      const entry = i > 0 && !isInside(point(i - 1)) ? exit(i, i - 1) : null;
      run = entry ? [entry] : [];
      runs.push(run);
    }
    run.push(point(i));
    const leaving = i + 1 < x.length && !isInside(point(i + 1)) ? exit(i, i + 1) : null;
    if (leaving) run.push(leaving);
  }
  return runs;
}
