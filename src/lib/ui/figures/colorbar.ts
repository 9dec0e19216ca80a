import { scaleLinear, scaleLog } from 'd3';
import type { ColorbarSpec } from '../../python/figure';
import { widthOf } from './mathtext';
import { colorAt } from './paint';
import { fontPixels, type Rect } from './sizes';
import { linearTicks, logTicks, type Limits } from './ticks';

/** A colour bar in pixels. */
export interface ColorbarView extends Rect {
  readonly spec: ColorbarSpec;
  readonly isUpright: boolean;
  /** Pieces from end to end; lines for what has no area. */
  readonly pieces: readonly (Rect & { readonly color: string })[];
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly offset: string;
  /** Room that the ticks' texts take across. */
  readonly depth: number;
}

const THICKNESS = 14;
const GAP = 12;
const FONT = 11;
const STEPS = 128;
/** A bar of levels has a tick at each, or at every second, third … where they are more. */
const MOST_LEVELS = 8;
const RULE = { bins: null, steps: [1, 2, 2.5, 5, 10], integer: false, least: 2 };

function limitsOf({ tint, bands }: ColorbarSpec): Limits {
  if (bands) return [bands.levels[0] ?? 0, bands.levels.at(-1) ?? 1];
  const [from, to] = [tint?.from ?? 0, tint?.to ?? 1];
  return from === to ? [from - 0.5, to + 0.5] : [from, to];
}

function ticksOf(spec: ColorbarSpec, limits: Limits, length: number) {
  const space = Math.max(
    1,
    Math.floor(length / (FONT * (spec.orientation === 'vertical' ? 2 : 4)))
  );
  const isLog = spec.tint?.scale === 'log';
  if (spec.ticks) {
    const { at, texts } = spec.ticks;
    return {
      at,
      texts: texts ?? at.map((value) => String(Number(value.toPrecision(6))).replace('-', '−')),
      offset: ''
    };
  }
  const levels = spec.bands?.levels;
  if (!levels) return isLog ? logTicks(limits, space) : linearTicks(limits, RULE, space);
  // Levels have their ticks at levels, as many as fit.
  const step = Math.ceil(levels.length / (Math.min(MOST_LEVELS, space) + 1));
  const zero = Math.max(0, levels.indexOf(0));
  const at = levels.filter((_, i) => (i - zero) % step === 0);
  const range = Math.abs((levels.at(-1) ?? 1) - (levels[0] ?? 0)) || 1;
  let decimals = Math.max(0, 3 - Math.floor(Math.log10(range)));
  const isExact = (count: number): boolean =>
    at.every((value) => Math.abs(value - Number(value.toFixed(count))) < 1e-3 * range);
  while (decimals > 0 && isExact(decimals - 1)) decimals -= 1;
  return {
    at,
    texts: at.map((v) => v.toFixed(Math.min(20, decimals)).replace('-', '−')),
    offset: ''
  };
}

/** Room that colour bars need beside or below their axes. */
export function colorbarRoom(spec: ColorbarSpec, length: number): number {
  const { texts } = ticksOf(spec, limitsOf(spec), length);
  const depth =
    spec.orientation === 'vertical'
      ? Math.max(0, ...texts.map((text) => widthOf(text, FONT)))
      : FONT;
  const label = spec.label ? fontPixels(spec.label.size) * 1.2 + 4 : 0;
  return GAP + THICKNESS + 6 + depth + label;
}

/** A colour bar beside axes, `after` pixels away from where they end with all that belongs to them. */
export function placeColorbar(spec: ColorbarSpec, box: Rect, after: number): ColorbarView {
  const isUpright = spec.orientation === 'vertical';
  const whole = isUpright ? box.height : box.width;
  const length = whole * spec.shrink;
  const start = (whole - length) / 2;
  const rect: Rect = isUpright
    ? { x: box.x + box.width + after + GAP, y: box.y + start, width: THICKNESS, height: length }
    : { x: box.x + start, y: box.y + box.height + after + GAP, width: length, height: THICKNESS };
  const limits = limitsOf(spec);
  const scale = spec.tint?.scale === 'log' ? scaleLog() : scaleLinear();
  scale
    .domain(limits)
    .range(isUpright ? [rect.y + rect.height, rect.y] : [rect.x, rect.x + rect.width]);
  const { at, texts, offset } = ticksOf(spec, limits, length);
  const piece = (a: number, b: number, color: string): Rect & { color: string } =>
    isUpright
      ? { x: rect.x, width: rect.width, y: Math.min(a, b), height: Math.abs(a - b), color }
      : { y: rect.y, height: rect.height, x: Math.min(a, b), width: Math.abs(a - b), color };
  return {
    ...{ spec, isUpright, ...rect, offset },
    pieces: piecesOf(spec, scale, piece),
    ticks: at
      .map((value, i) => ({ at: scale(value), text: texts[i] ?? '' }))
      .filter(({ at: pixel }) => Number.isFinite(pixel)),
    depth: isUpright ? Math.max(0, ...texts.map((text) => widthOf(text, FONT))) : FONT
  };
}

type Piece = Rect & { color: string };

function piecesOf(
  { bands, tint }: ColorbarSpec,
  scale: (value: number) => number,
  piece: (a: number, b: number, color: string) => Piece
): Piece[] {
  if (bands) {
    const { levels, colors, filled } = bands;
    const plain = (color: string | null | undefined): string => color?.slice(0, 7) ?? '#ffffff';
    if (!filled)
      return levels.map((at, i) => piece(scale(at) - 1, scale(at) + 1, plain(colors[i])));
    return levels
      .slice(0, -1)
      .map((at, i) => piece(scale(at), scale(levels[i + 1] ?? at), plain(colors[i])));
  }
  if (!tint) return [];
  const { from, to } = tint;
  const ends = [scale(from), scale(to)] as const;
  const count = tint.map.steps ? tint.map.anchors.length : STEPS;
  const at = (k: number): number => ends[0] + ((ends[1] - ends[0]) * k) / count;
  return Array.from({ length: count }, (_, k) =>
    // A little longer than its step, so that no ground shows between two.
    piece(
      at(k),
      at(k + 1) + (k + 1 < count ? Math.sign(ends[1] - ends[0]) * 0.6 : 0),
      colorAt(tint.map, (k + 0.5) / count).formatHex()
    )
  );
}
