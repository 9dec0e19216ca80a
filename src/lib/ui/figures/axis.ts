import { scaleLinear, scaleLog } from 'd3';
import type { AxisSpec } from '../../python/figure';
import type { Place } from './curve';
import { blockOf, widthOf } from './mathtext';
import { fontPixels } from './sizes';
import { linearTicks, logTicks, type Limits, type Ticks } from './ticks';

/** One axis in pixels. */
export interface AxisView {
  readonly spec: AxisSpec;
  readonly limits: Limits;
  readonly place: Place;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly minor: readonly number[];
  /** What all texts are multiplied by, set as matplotlib's text. */
  readonly offset: string;
  readonly fontSize: number;
  /** Degrees by which texts are turned, counter-clockwise. */
  readonly rotation: number;
  /** Room that the texts take across the axis, in pixels. */
  readonly depth: number;
}

/** Pixels between neighbouring texts. */
const GAP = 8;
/** By how much texts are turned that would overlap, and can't be fewer. */
const SLANT = 35;

/** Offset texts as mathematics: `1e7` is ×10⁷. */
function offsetText(offset: string): string {
  const parts = /^(?:1e(−?\d+))?([+−].*)?$/.exec(offset);
  if (!parts) return offset;
  const [, exponent, shift] = parts;
  const sum = shift?.replace(/e(−?\d+)/, '×10^{$1}').replace('×', '\\times ') ?? '';
  return [exponent && `$\\times10^{${exponent}}$`, sum && `$${sum}$`].filter(Boolean).join(' ');
}

function ticksOf(spec: AxisSpec, limits: Limits, space: number): Ticks {
  const made =
    spec.scale === 'log' ? logTicks(limits, space) : linearTicks(limits, spec.rule, space);
  if (!spec.ticks) return made;
  const { at, texts } = spec.ticks;
  // Places without texts of their own are written as those of the axis are.
  const own =
    texts ??
    (spec.scale === 'log'
      ? at.map((value) => `$10^{${Math.log10(value).toFixed(0)}}$`)
      : plainOf(at, limits));
  return { at, texts: own, minor: [], offset: '' };
}

function plainOf(at: readonly number[], limits: Limits): string[] {
  const range = Math.abs(limits[1] - limits[0]) || 1;
  const size = Math.floor(Math.log10(range));
  let decimals = Math.min(20, Math.max(0, 3 - size));
  const isExact = (count: number): boolean =>
    at.every((value) => Math.abs(value - Number(value.toFixed(count))) < 10 ** (size - 3));
  while (decimals > 0 && isExact(decimals - 1)) decimals -= 1;
  return at.map((value) => value.toFixed(decimals).replace('-', '−'));
}

/**
 * An axis from one pixel to another; `limits` may differ from the specification's where the aspect asks for it.
 */
export function axisView(
  spec: AxisSpec,
  limits: Limits,
  [from, to]: readonly [number, number]
): AxisView {
  const isAcross = spec.side === 'bottom' || spec.side === 'top';
  const scale = spec.scale === 'log' ? scaleLog() : scaleLinear();
  scale.domain(limits).range([from, to]);
  const place: Place =
    spec.scale === 'log' ? (value) => (value > 0 ? scale(value) : NaN) : (value) => scale(value);
  const fontSize = fontPixels(spec.size);
  const length = Math.abs(to - from);
  let space = Math.max(1, Math.floor(length / (fontSize * (isAcross ? 3 : 2))));
  let ticks = ticksOf(spec, limits, space);
  let { rotation } = spec;
  const widths = (): number[] => ticks.texts.map((text) => widthOf(text, fontSize));
  const overlaps = (): boolean => {
    const wide = widths();
    return ticks.at.some((at, i) => {
      const next = ticks.at[i + 1];
      if (next === undefined) return false;
      const room = Math.abs(place(next) - place(at));
      return room < ((wide[i] ?? 0) + (wide[i + 1] ?? 0)) / 2 + GAP;
    });
  };
  if (isAcross && spec.texts && rotation === 0) {
    while (!spec.ticks && spec.scale === 'linear' && space > 1 && overlaps()) {
      space -= 1;
      ticks = ticksOf(spec, limits, space);
    }
    if (spec.ticks && overlaps()) rotation = SLANT;
  }
  const turn = (rotation * Math.PI) / 180;
  const [wide, high] = [Math.max(0, ...widths()), fontSize * 1.1];
  const depth = isAcross
    ? Math.abs(wide * Math.sin(turn)) + Math.abs(high * Math.cos(turn))
    : Math.abs(wide * Math.cos(turn)) + Math.abs(high * Math.sin(turn));
  return {
    spec,
    limits,
    place,
    ticks: ticks.at.map((at, i) => ({ at: place(at), text: ticks.texts[i] ?? '' })),
    minor: ticks.minor.map(place),
    offset: offsetText(ticks.offset),
    fontSize,
    rotation,
    depth: ticks.at.length > 0 && spec.texts ? depth : 0
  };
}

const MARK = 4;
/** Room of an axis outside of the frame: marks, texts, label. */
export function axisRoom({ spec, depth }: AxisView): number {
  if (!spec.visible) return 0;
  const label = spec.label ? blockOf(spec.label.text, fontPixels(spec.label.size)).height + 6 : 0;
  const texts = depth > 0 ? depth + 4 + (spec.marks ? MARK : 0) : spec.marks ? MARK : 0;
  return texts + label + (depth > 0 || label > 0 ? 2 : 0);
}
export const MARK_LENGTH = MARK;
