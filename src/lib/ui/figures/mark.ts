import type { MarksSpec, StrokeSpec } from '../../python/figure';
import type { Point } from './curve';
import { edgePaint, opacityOf, paint } from './paint';
import { short } from './shapes';
import { LINE_POINT, type Rect } from './sizes';

export interface PathMark {
  readonly kind: 'path';
  readonly d: string;
  readonly fill: string | null;
  readonly fillOpacity: number;
  readonly stroke: string | null;
  readonly strokeOpacity: number;
  readonly width: number;
  readonly dash: string | null;
  readonly isEvenOdd: boolean;
}

export interface ImageMark {
  readonly kind: 'image';
  readonly href: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly opacity: number;
}

/** A text in pixels: its lines stand below each other, the first on the base line at `y`. */
export interface NoteMark {
  readonly kind: 'note';
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly fill: string;
  readonly opacity: number;
  readonly isBold: boolean;
  readonly isItalic: boolean;
  /** Degrees, clockwise, around `pivot`. */
  readonly turn: number;
  readonly pivot: Point;
  readonly box:
    (Rect & { fill: string | null; edge: string | null; opacity: number; radius: number }) | null;
  /** Whether a rim of the ground's colour parts it from lines. */
  readonly hasRim: boolean;
}

/** What is drawn, in order. */
export type Mark = PathMark | ImageMark | NoteMark;

export function pathMark(d: string, looks: Partial<Omit<PathMark, 'kind' | 'd'>>): PathMark[] {
  if (d === '' || (!looks.fill && !looks.stroke)) return [];
  return [
    {
      kind: 'path',
      d,
      ...{ fill: null, fillOpacity: 1, stroke: null, strokeOpacity: 1, width: 0, dash: null },
      isEvenOdd: false,
      ...looks
    }
  ];
}

/** A stroke's looks in pixels. */
export function strokeLooks(
  stroke: StrokeSpec | null,
  alpha: number,
  isLiteral: boolean,
  isEdge = false
): Partial<PathMark> {
  if (!stroke) return {};
  return {
    stroke: (isEdge ? edgePaint : paint)(stroke.color, isLiteral),
    strokeOpacity: alpha * opacityOf(stroke.color),
    width: stroke.width * LINE_POINT,
    dash:
      stroke.dash.length > 0
        ? stroke.dash.map((length) => short(length * LINE_POINT)).join(' ')
        : null
  };
}

export function fillLooks(
  fill: string | null,
  alpha: number,
  isLiteral: boolean
): Partial<PathMark> {
  return fill ? { fill: paint(fill, isLiteral), fillOpacity: alpha * opacityOf(fill) } : {};
}

/** The looks of markers; those without an inside have strokes of their edge's colour. */
export function markerLooks(marks: MarksSpec, isLiteral: boolean): Partial<PathMark> {
  const { face, edge, edgeWidth, alpha } = marks;
  return {
    ...fillLooks(face, alpha, isLiteral),
    ...(edge
      ? strokeLooks({ color: edge, width: edgeWidth, dash: [] }, alpha, isLiteral, face !== edge)
      : {})
  };
}
