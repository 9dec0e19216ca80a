import { contours, extent, line, quantileSorted, scaleLinear, type ScaleLinear } from 'd3';
import { numberText } from '../../ops/latex';
import type { Surface } from '../../train/surface';
import type { PathPoint } from '../../train/train';
import { type Plot, type Tick, tickText } from '../charts/plot';

type Span = readonly [number, number];
type Point = readonly [number, number];

const CHARACTER = 6.9;
const PER_X_TICK = 56;
const PER_Y_TICK = 32;
/** Air around a path, as a share of its extent. */
const AIR = 0.3;
/** Bands of a map. */
const BANDS = 12;
/** Points of a path that are drawn. */
const MOST_DRAWN = 1500;

export interface FrameOptions {
  readonly width: number;
  readonly height: number;
  readonly x: Span;
  readonly y: Span;
  /** Whether y is the logarithm to base 10 of what is shown. */
  readonly isLog?: boolean;
  readonly top?: number;
}

function ticksOf(scale: ScaleLinear<number, number>, count: number, isLog = false): Tick[] {
  const all = scale.ticks(Math.max(2, count));
  const values = isLog ? all.filter(Number.isInteger) : all;
  if (isLog && values.length < 2) {
    return all.map((value) => ({
      at: scale(value),
      text: numberText(Number((10 ** value).toPrecision(2))),
      isZero: false
    }));
  }
  const text = isLog ? (value: number): string => numberText(10 ** value) : tickText(values);
  return values.map((value) => ({
    at: scale(value),
    text: text(value),
    isZero: !isLog && value === 0
  }));
}

/** Axes of a given size, as the chart's are drawn. */
export function frameOf({ width, height, x, y, isLog = false, top = 10 }: FrameOptions): Plot {
  const bottom = Math.max(top + 40, height - 38);
  const yScale = scaleLinear([...y], [bottom, top]);
  const yTicks = ticksOf(yScale, Math.floor((bottom - top) / PER_Y_TICK), isLog);
  const widest = Math.max(1, ...yTicks.map(({ text }) => text.length));
  const left = Math.min(width / 2, 30 + widest * CHARACTER);
  const right = Math.max(left + 40, width - 20);
  const xScale = scaleLinear([...x], [left, right]);
  return {
    ...{ width, height, left, right, top, bottom, x: xScale, y: yScale, yTicks },
    xTicks: ticksOf(xScale, Math.floor((right - left) / PER_X_TICK)),
    value: null,
    slope: null,
    isEmpty: false
  };
}

/** An interval that is never empty, with air around. */
export function spanOf(values: Iterable<number>, air = AIR, least = 0): Span {
  const finite = [...values].filter((value) => Number.isFinite(value));
  const [low = -1, high = 1] = finite.length > 0 ? extent(finite) : [];
  const middle = (low + high) / 2;
  const half = Math.max((high - low) / 2, least, Math.abs(middle) * 1e-3, 1e-6) * (1 + air);
  return [middle - half, middle + half];
}

/** The same, widened to round numbers, so that a path that grows a little leaves it alone. */
export const niceSpan = (values: Iterable<number>, least = 0.5): Span => {
  const [low, high] = scaleLinear([...spanOf(values, AIR, least)], [0, 1])
    .nice(6)
    .domain();
  return [low ?? -1, high ?? 1];
};

/** The losses that a curve shows: what has blown up doesn't flatten the rest. */
export function lossSpan(losses: readonly number[], isLog: boolean): Span {
  const shown = losses
    .filter((loss) => Number.isFinite(loss) && (!isLog || loss > 0))
    .map((loss) => (isLog ? Math.log10(loss) : loss));
  if (shown.length === 0) return isLog ? [-1, 1] : [0, 1];
  const sorted = [...shown].sort((a, b) => a - b);
  const [low = 0, high = 1] = [sorted[0], sorted.at(-1)];
  if (!isLog && low >= 0) {
    return [Math.min(0, low), Math.max(high * 1.06, 1e-12)];
  }
  return spanOf([low, high], 0.06, isLog ? 0.2 : 1e-9);
}

/** The latest loss of the path where one of its numbers is `x`: after an undo that isn't its end. Null off the path. */
export const lossThere = (points: readonly PathPoint[], place: number, x: number): number | null =>
  points.findLast(({ values }) => values[place] === x)?.loss ?? null;

/** Every so-many-th of a list, the last one too. */
export function thinned<T>(list: readonly T[], most = MOST_DRAWN): readonly T[] {
  const stride = Math.ceil(list.length / most);
  return stride <= 1 ? list : list.filter((_, k) => k % stride === 0 || k === list.length - 1);
}

/** About so many of a list, from all of it; rows that come in turns are all among them. */
export function sampled<T>(list: readonly T[], most: number): readonly T[] {
  // Multiples of the golden ratio fill the unit interval evenly, and so do those of every n-th number.
  const GOLDEN = (Math.sqrt(5) - 1) / 2;
  const share = most / list.length;
  return share >= 1 ? list : list.filter((_, k) => (k * GOLDEN) % 1 < share);
}

/** A line through points, in pixels; it breaks where a number isn't finite. */
export const lineThrough = (points: readonly Point[], { x, y }: Pick<Plot, 'x' | 'y'>): string => {
  // So far out that a drawing would lose itself; the edge cuts it anyway.
  const FAR = 1e5;
  const bounded = (pixel: number): number => Math.max(-FAR, Math.min(FAR, pixel));
  return (
    line<Point>(
      ([at]) => bounded(x(at)),
      ([, value]) => bounded(y(value))
    ).defined(([at, value]) => Number.isFinite(at) && Number.isFinite(value))([...points]) ?? ''
  );
};

export const lossLine = (points: readonly PathPoint[], plot: Plot, isLog: boolean): string =>
  lineThrough(
    thinned(points).map(({ step, loss }): Point => [
      step,
      isLog ? (loss > 0 ? Math.log10(loss) : NaN) : loss
    ]),
    plot
  );

interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly z: Float64Array;
  readonly xSpan: Span;
  readonly ySpan: Span;
}

/** Rings around all that is at least a level, in steps of the grid; the outermost lie on its edge. */
function ringsAt({ columns, rows, z }: Grid, level: number): Point[][] {
  const finite = Array.from(z, (value) =>
    Number.isNaN(value) ? level - 1 : Math.max(-1e300, Math.min(1e300, value))
  );
  const { coordinates } = contours().size([columns, rows]).contour(finite, level);
  // d3 counts from the corner of a cell, the grid from its points.
  const inside = (at: number, count: number): number => Math.max(0, Math.min(count - 1, at - 0.5));
  return coordinates.flatMap((polygon) =>
    polygon.map((ring) =>
      ring.map(([i = 0, j = 0]): Point => [inside(i, columns), inside(j, rows)])
    )
  );
}

const locator =
  ({ columns, rows, xSpan, ySpan }: Grid, { x, y }: Pick<Plot, 'x' | 'y'>) =>
  ([i, j]: Point): string => {
    const px = x(xSpan[0] + ((xSpan[1] - xSpan[0]) * i) / (columns - 1));
    const py = y(ySpan[0] + ((ySpan[1] - ySpan[0]) * j) / (rows - 1));
    return `${px.toFixed(1)},${py.toFixed(1)}`;
  };

/** The area of a grid that is at least a level, in pixels. */
export function areaAbove(grid: Grid, level: number, plot: Pick<Plot, 'x' | 'y'>): string {
  const place = locator(grid, plot);
  return ringsAt(grid, level)
    .map((ring) => `M${ring.map(place).join('L')}Z`)
    .join('');
}

/** The line where a grid passes a level, in pixels; the edge of the grid is no such line. */
export function lineAt(grid: Grid, level: number, plot: Pick<Plot, 'x' | 'y'>): string {
  const place = locator(grid, plot);
  const { columns, rows } = grid;
  const isEdge = ([i, j]: Point, [k, l]: Point): boolean =>
    (i === k && (i === 0 || i === columns - 1)) || (j === l && (j === 0 || j === rows - 1));
  return ringsAt(grid, level)
    .flatMap((ring) =>
      ring.map((point, n) => {
        const before = ring[n - 1];
        return `${!before || isEdge(before, point) ? 'M' : 'L'}${place(point)}`;
      })
    )
    .join('');
}

/** Levels that cut a map into bands of equal area: a steep wall takes no more of them than a flat valley. */
export function levelsOf({ z }: Pick<Surface, 'z'>): number[] {
  const sorted = Array.from(z)
    .filter((value) => Number.isFinite(value))
    .sort((a, b) => a - b);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || low === high) return [];
  const levels = Array.from(
    { length: BANDS },
    (_, k) => quantileSorted(sorted, ((k + 0.35) / BANDS) ** 1.4) ?? low
  );
  return [...new Set(levels)].filter((level) => level > low);
}
