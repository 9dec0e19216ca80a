import { hasHeat } from '../../explain/heat';
import { markOf, markSign, type Mark } from '../../explain/marks';
import { briefText } from '../../explain/values';
import type { Tensor } from '../../tensor/tensor';
import { labelPoint, labelWidth, type Point, type Route } from './wire';

/** Widths of a line by weight, in canvas units; the middle one is that of a graph whose numbers are alike. */
const WIDTHS = [1.2, 1.7, 2.4, 3.6, 5.2];

/** How a line is drawn. Its pattern says the sign, its width the size. */
export interface LineLook {
  readonly width: number;
  readonly pattern: 'plain' | 'negative' | 'mixed' | 'zero' | 'broken';
}

export function lineLook({ sign, fault }: Mark, weight: number): LineLook {
  const width = WIDTHS[weight - 1] ?? WIDTHS[2] ?? 2;
  if (fault) return { width: 1.8, pattern: 'broken' };
  if (sign === 'zero' || sign === 'empty') return { width: 1.4, pattern: 'zero' };
  if (sign === 'positive') return { width, pattern: 'plain' };
  return { width, pattern: sign };
}

/** Length up to which crossbars and dots stand as close as they can be. */
const NEAR = 500;

/** How far apart crossbars and dots stand: a wire across a large graph has no more of them than a shorter one. */
export function spacing({ at }: Route): number {
  const [start, end] = [at(0), at(1)];
  return Math.max(1, Math.hypot(end.x - start.x, end.y - start.y) / NEAR);
}

/** Distance between the turns of a zigzag, and how far it swings out. */
const TURN = 8;
const SWING = 4;
const MAX_TURNS = 400;

/** A zigzag along the way of a wire: what it carries is no number. */
export function zigzag({ at }: Route): string {
  const [start, end] = [at(0), at(1)];
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const turns = Math.max(2, Math.min(MAX_TURNS, Math.round(length / TURN)));
  let d = `M${start.x},${start.y}`;
  for (let k = 1; k < turns; k++) {
    const [a, b] = [at((k - 0.5) / turns), at((k + 0.5) / turns)];
    const step = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const out = k % 2 === 0 ? SWING : -SWING;
    const { x, y } = at(k / turns);
    const [px, py] = [x - ((b.y - a.y) / step) * out, y + ((b.x - a.x) / step) * out];
    d += ` L${px.toFixed(1)},${py.toFixed(1)}`;
  }
  return `${d} L${end.x},${end.y}`;
}

/** A tensor in a wire's label: its picture and a few characters. */
export interface LabelPart {
  readonly tensor: Tensor;
  readonly hasHeat: boolean;
  readonly text: string;
}

/** Room for a tensor's picture in a label, and beside it. */
export const LABEL_HEAT = { width: 20, height: 14 } as const;
const HEAT_ROOM = LABEL_HEAT.width + 4;
const BETWEEN = 7;

/** Zero and what is no number are said; other signs are seen in the picture and on the line. */
const special = (t: Tensor): string => {
  const mark = markOf(t);
  const isSpecial = mark.fault !== null || mark.sign === 'zero' || mark.sign === 'empty';
  return isSpecial ? `${markSign(mark)} ` : '';
};

/** What stands on a wire of the value: the number, or the shape of several. */
export function valuePart(t: Tensor): LabelPart {
  const text = t.shape.length === 0 ? briefText(t) : special(t) + t.shape.join('×');
  return { tensor: t, hasHeat: hasHeat(t), text: `${text}→` };
}

/** The same of the gradient, whose shape is that of the value. */
export function gradPart(t: Tensor): LabelPart {
  const text = t.shape.length === 0 ? briefText(t) : special(t).trimEnd();
  return { tensor: t, hasHeat: hasHeat(t), text: `←${text}` };
}

export interface LabelLayout {
  readonly width: number;
  /** Distances from the label's left end. */
  readonly valueHeat: number;
  readonly valueText: number;
  readonly gradText: number;
  readonly gradHeat: number;
}

/** Where the parts stand: picture, value, gradient, picture. */
export function labelLayout(value: LabelPart, grad: LabelPart | null): LabelLayout {
  const pad = labelWidth('') / 2;
  const widthOf = (part: LabelPart): number => labelWidth(part.text) - 2 * pad;
  const valueText = pad + (value.hasHeat ? HEAT_ROOM : 0);
  const valueEnd = valueText + widthOf(value);
  const gradText = valueEnd + BETWEEN;
  const gradHeat = grad ? gradText + widthOf(grad) + 4 : valueEnd;
  const end = grad ? gradHeat - 4 + (grad.hasHeat ? HEAT_ROOM : 0) : valueEnd;
  return { width: end + pad, valueHeat: pad, valueText, gradText, gradHeat };
}

/** Room that the sign of a cut needs beside a label and a port. */
const CUT_ROOM = 16;

/** Where the sign of a cut stands: before the label, or near the start where that leaves no room. */
export function cutPoint(way: Route, labelWidth: number): Point {
  const { x } = labelPoint(way, labelWidth);
  const wanted = x - labelWidth / 2 - CUT_ROOM;
  const start = way.at(0);
  if (way.at(1).x < start.x) return way.at(0.15);
  return nearX(way.at, Math.max(wanted, start.x + CUT_ROOM));
}

function nearX(at: Route['at'], x: number): Point {
  let [low, high] = [0, 1];
  for (let k = 0; k < 12; k++) {
    const middle = (low + high) / 2;
    if (at(middle).x < x) low = middle;
    else high = middle;
  }
  return at(low);
}
