import type { ArtistOf } from '../../python/figure';
import { pathOf, type Place, type Point } from './curve';

/** Size of an arrow's head against the width of its shaft, as matplotlib's quiver has it. */
const [HEAD_WIDTH, HEAD_LENGTH, HEAD_AXIS] = [3, 5, 4.5];

/** Paths of the arrows of a field, in pixels; an empty one where there is none. */
export function arrowPaths(
  spec: ArtistOf<'arrows'>,
  x: Place,
  y: Place,
  axesWidth: number
): string[] {
  const count = Math.max(1, spec.x.length);
  const lengths = spec.u.map((u, i) => Math.hypot(u ?? 0, spec.v[i] ?? 0));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / count;
  const scale = spec.scale ?? (1.8 * mean * Math.max(10, Math.sqrt(count)) || 1);
  const shaft = (spec.width ?? 0.06 / Math.min(25, Math.max(8, Math.sqrt(count)))) * axesWidth;
  return spec.x.map((at, i) => {
    const [value, u, v] = [spec.y[i] ?? null, spec.u[i] ?? null, spec.v[i] ?? null];
    if (at === null || value === null || u === null || v === null) return '';
    const from: Point = [x(at), y(value)];
    if (from.some(Number.isNaN)) return '';
    const step: Point = [x(at + u) - from[0], y(value + v) - from[1]];
    const angle =
      spec.angles === 'xy' || spec.inData ? Math.atan2(step[1], step[0]) : Math.atan2(-v, u);
    const length = spec.inData
      ? Math.hypot(...step) / (spec.scale ?? 1)
      : ((lengths[i] ?? 0) / scale) * axesWidth;
    return pathOf(placed(outline(length, shaft), from, angle, length, spec.pivot), true);
  });
}

/** An arrow along x from 0. */
function outline(length: number, shaft: number): Point[] {
  const least = HEAD_LENGTH * shaft;
  // A short arrow is a small one.
  const w = length < least ? (shaft * length) / least : shaft;
  const [neck, barb] = [length - HEAD_AXIS * w, length - HEAD_LENGTH * w];
  return [
    [0, -w / 2],
    [neck, -w / 2],
    [barb, (-HEAD_WIDTH * w) / 2],
    [length, 0],
    [barb, (HEAD_WIDTH * w) / 2],
    [neck, w / 2],
    [0, w / 2]
  ];
}

function placed(
  points: readonly Point[],
  [fx, fy]: Point,
  angle: number,
  length: number,
  pivot: 'tail' | 'mid' | 'tip'
): Point[] {
  const back = { tail: 0, mid: length / 2, tip: length }[pivot];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return points.map(([px, py]) => [
    fx + cos * (px - back) - sin * py,
    fy + sin * (px - back) + cos * py
  ]);
}

/** The head of a note's arrow: two strokes that meet at its tip. */
export function headPath(tip: Point, from: Point, size: number): string {
  const angle = Math.atan2(tip[1] - from[1], tip[0] - from[0]);
  const barb = (turn: number): Point => [
    tip[0] - size * Math.cos(angle + turn),
    tip[1] - size * Math.sin(angle + turn)
  ];
  return pathOf([barb(0.42), tip, barb(-0.42)]);
}
