import {
  bisectCenter,
  format,
  line,
  precisionRound,
  scaleLinear,
  tickStep,
  type ScaleLinear
} from 'd3';
import { numberText } from '../../ops/latex';
import type { Present } from '../../sweep/present';
import type { Sampled } from '../../sweep/types';
import { elementsDomain, valueDomain, type Interval } from './domain';
import { visibleRuns, type Point } from './runs';

/** Advance of a character at the chart's 12 pixels, on the safe side. */
const CHARACTER = 6.9;
const PER_X_TICK = 84;
const PER_Y_TICK = 32;
/** Up to this many points each is marked where they are all there is. */
const MOST_DOTS = 300;

export interface Tick {
  readonly at: number;
  readonly text: string;
  readonly isZero: boolean;
}

export interface LegendItem {
  readonly sample: 'value' | 'slope' | 'point' | 'tangent';
  readonly text: string;
  /** Room to keep where the text changes while a value moves, in characters. */
  readonly room?: number;
}

export interface PlacedItem extends LegendItem {
  readonly x: number;
  readonly y: number;
}

/** Everything that is drawn of one sweep, in pixels. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly value: Drawn | null;
  readonly slope: Drawn | null;
  /** Whether any value is finite. */
  readonly isEmpty: boolean;
}

/** One curve: its line and, where there is nothing between its points, a dot for each. */
export interface Drawn {
  readonly line: string;
  readonly dots: string;
}

const SAMPLE = 30;
const GAP = 18;
const ROW = 18;
const EDGE = 10;

/** Puts the legend's items side by side, in as many rows as they need; what goes beyond `rows` is left out. */
export function placeLegend(
  items: readonly LegendItem[],
  width: number,
  rows = Infinity
): { placed: PlacedItem[]; height: number } {
  let [x, y] = [0, 0];
  const placed = items.map((item): PlacedItem => {
    const own = SAMPLE + Math.max(item.text.length, item.room ?? 0) * CHARACTER;
    if (x > 0 && x + own > width - 2 * EDGE) [x, y] = [0, y + ROW];
    const at = { ...item, x: x + EDGE, y };
    x += own + GAP;
    return at;
  });
  const kept = placed.filter((item) => item.y < rows * ROW);
  return { placed: kept, height: (kept.at(-1)?.y ?? -ROW) + ROW };
}

/** Texts of an axis: as many decimals as tell neighbours apart, powers of ten for the very large and small. */
export function tickText(values: readonly number[]): (value: number) => string {
  const largest = Math.max(...values.map(Math.abs));
  const step = Math.abs((values[1] ?? 0) - (values[0] ?? 0));
  if (largest === 0 || step === 0) return numberText;
  if (largest < 1e6 && step >= 1e-4) {
    const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return format(`.${decimals}f`);
  }
  const scientific = format(`.${precisionRound(step, largest + step)}~e`);
  return (value) => (value === 0 ? '0' : scientific(value).replace('e+', 'e').replace('e-', 'e−'));
}

function ticks(scale: ScaleLinear<number, number>, count: number): Tick[] {
  const values = scale.ticks(count);
  const text = tickText(values);
  return values.map((value) => ({ at: scale(value), text: text(value), isZero: value === 0 }));
}

function drawn(
  plot: Pick<Plot, 'x' | 'y'>,
  { x, isContinuous, kind }: Sampled,
  y: ArrayLike<number>
): Drawn {
  const [low = 0, high = 0] = plot.y.domain();
  const path = line<Point>(
    ([at]) => plot.x(at),
    ([, value]) => plot.y(value)
  );
  const runs = visibleRuns(x, y, [low, high]);
  const isDotted = (!isContinuous || kind === 'elements') && x.length <= MOST_DOTS;
  const dot = (point: Point): string => `${path([point])?.replace('Z', '') ?? ''}h0`;
  const points = Array.from(x, (at, i): Point => [at, y[i] ?? NaN]);
  const isShown = ([at, value]: Point): boolean =>
    Number.isFinite(at) && value >= low && value <= high;
  return {
    line: isContinuous ? runs.map((run) => path(run) ?? '').join('') : '',
    dots: isDotted ? points.filter(isShown).map(dot).join('') : ''
  };
}

export interface PlotOptions {
  readonly width: number;
  readonly height: number;
  /** Range of the horizontal axis; elements bring their own. */
  readonly range: Interval;
  readonly derivative: boolean;
  /** Height of the legend. */
  readonly above: number;
}

/** Lays a sweep out in a given size. */
export function plotOf(sampled: Sampled, options: PlotOptions): Plot {
  const { width, height, range, derivative, above } = options;
  const slope = derivative ? sampled.slope : null;
  const value = sampled.value?.y ?? null;
  const [top, bottom] = [above + 12, Math.max(above + 40, height - 38)];
  const y = scaleLinear(valueDomain(value, slope), [bottom, top]);
  const yTicks = ticks(y, Math.max(2, Math.floor((bottom - top) / PER_Y_TICK)));
  const widest = Math.max(1, ...yTicks.map(({ text }) => text.length));
  const left = Math.min(width / 2, 30 + widest * CHARACTER);
  const right = Math.max(left + 40, width - 14);
  const x = scaleLinear(sampled.kind === 'elements' ? elementsDomain(sampled.x) : range, [
    left,
    right
  ]);
  const scales = { x, y };
  return {
    ...{ width, height, left, right, top, bottom },
    ...scales,
    xTicks: ticks(x, Math.max(2, Math.floor((right - left) / PER_X_TICK))),
    yTicks,
    value: value ? drawn(scales, sampled, value) : null,
    slope: slope ? drawn(scales, sampled, slope) : null,
    isEmpty: ![value, slope].some((curve) => curve?.some(Number.isFinite))
  };
}

export const isInPlot = (plot: Plot, x: number, y: number): boolean => {
  const [px, py] = [plot.x(x), plot.y(y)];
  return (
    px >= plot.left - 0.5 &&
    px <= plot.right + 0.5 &&
    py >= plot.top - 0.5 &&
    py <= plot.bottom + 0.5
  );
};

/** Half the length of the tangent, in pixels. */
const TANGENT = 76;

/** Ends of a piece of the tangent, equally long whatever the slope; null where there is none. */
export function tangent(plot: Plot, { x, y, slope }: Present): [Point, Point] | null {
  if (slope === null || ![x, y, slope].every(Number.isFinite) || !isInPlot(plot, x, y)) return null;
  const [px, py] = [plot.x(x), plot.y(y)];
  const unit = (scale: ScaleLinear<number, number>): number => scale(1) - scale(0);
  const rise = slope * (unit(plot.y) / unit(plot.x));
  const length = Math.hypot(1, rise);
  // So steep that its pixels overflow: upright.
  const [dx, dy] = Number.isFinite(length)
    ? [TANGENT / length, TANGENT * (rise / length)]
    : [0, TANGENT];
  return [
    [px - dx, py - dy],
    [px + dx, py + dy]
  ];
}

/** Place of the sample that is nearest to a value of the input. */
export const nearest = (x: Float64Array, at: number): number => bisectCenter(x, at);

/** The value under the pointer, rounded to what a pixel can tell and kept within the range. */
export function valueAt(plot: Plot, pixel: number): number {
  const [from = 0, to = 1] = plot.x.domain();
  const step = tickStep(from, to, Math.max(2, (plot.right - plot.left) / 2));
  const snapped = Math.round(plot.x.invert(pixel) / step) * step;
  return Number(Math.max(from, Math.min(to, snapped)).toPrecision(12));
}
