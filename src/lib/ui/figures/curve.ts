import type { Numbers } from '../../python/figure';
import { short } from './shapes';

export type Point = readonly [number, number];
/** A value's place in pixels; NaN where it has none, as 0 on a logarithmic scale. */
export type Place = (value: number) => number;

/** Farther out than any screen, and near enough for a path. */
const FAR = 1e6;
const kept = (pixel: number): number => Math.max(-FAR, Math.min(FAR, pixel));

/** Points in pixels, in runs without gaps. */
export function runsOf(xs: Numbers, ys: Numbers, x: Place, y: Place): Point[][] {
  const runs: Point[][] = [];
  let run: Point[] = [];
  xs.forEach((at, i) => {
    const value = ys[i] ?? null;
    const point: Point = at === null || value === null ? [NaN, NaN] : [kept(x(at)), kept(y(value))];
    if (Number.isNaN(point[0]) || Number.isNaN(point[1])) {
      if (run.length > 0) runs.push(run);
      run = [];
    } else run.push(point);
  });
  if (run.length > 0) runs.push(run);
  return runs;
}

/** The corners of a line of steps, which turns before, between or after its points. */
export function stepped(run: readonly Point[], where: 'pre' | 'mid' | 'post'): Point[] {
  return run.flatMap((point, i): Point[] => {
    const before = run[i - 1];
    if (!before) return [point];
    const [[x0, y0], [x1, y1]] = [before, point];
    if (where === 'pre') return [[x0, y1], point];
    if (where === 'post') return [[x1, y0], point];
    const middle = (x0 + x1) / 2;
    return [[middle, y0], [middle, y1], point];
  });
}

/** From so many points on, only those are kept that can be told apart. */
const MANY = 4000;

/** First, lowest, highest and last point of each column of pixels, where a run goes to one side only. */
export function thinned(run: readonly Point[]): readonly Point[] {
  if (run.length < MANY) return run;
  const isOneWay = run.every((point, i) => i === 0 || point[0] >= (run[i - 1]?.[0] ?? 0));
  if (!isOneWay) return run;
  const result: Point[] = [];
  for (let from = 0; from < run.length;) {
    const column = Math.round(run[from]?.[0] ?? 0);
    let [until, low, high] = [from, from, from];
    while (until < run.length && Math.round(run[until]?.[0] ?? 0) === column) {
      if ((run[until]?.[1] ?? 0) < (run[low]?.[1] ?? 0)) low = until;
      if ((run[until]?.[1] ?? 0) > (run[high]?.[1] ?? 0)) high = until;
      until++;
    }
    const places = [...new Set([from, low, high, until - 1])].sort((a, b) => a - b);
    for (const place of places) {
      const point = run[place];
      if (point) result.push(point);
    }
    from = until;
  }
  return result;
}

/** A path through points. */
export const pathOf = (run: readonly Point[], isClosed = false): string =>
  run.length === 0
    ? ''
    : `M${run.map(([x, y]) => `${short(x)},${short(y)}`).join('L')}${isClosed ? 'Z' : ''}`;
