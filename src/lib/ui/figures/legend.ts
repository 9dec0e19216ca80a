import type { LegendSpec } from '../../python/figure';
import type { Point } from './curve';
import { widthOf } from './mathtext';
import { fontPixels, type Rect } from './sizes';

/** A legend in pixels: its box, and where each entry's sample begins. */
export interface LegendView extends Rect {
  readonly spec: LegendSpec;
  readonly fontSize: number;
  readonly entries: readonly {
    readonly x: number;
    readonly y: number;
    readonly index: number;
  }[];
}

export const SAMPLE_WIDTH = 24;
const [PAD, SAMPLE_GAP, COLUMN_GAP, EDGE] = [7, 7, 16, 7];

function sizeOf(spec: LegendSpec): {
  width: number;
  height: number;
  fontSize: number;
  columns: number[];
  rows: number;
} {
  const fontSize = fontPixels(spec.size);
  const count = spec.entries.length;
  const columnCount = Math.min(spec.columns, count);
  const rows = Math.ceil(count / columnCount);
  const columns = Array.from({ length: columnCount }, (_, c) =>
    Math.max(
      ...spec.entries
        .slice(c * rows, (c + 1) * rows)
        .map(({ label }) => SAMPLE_WIDTH + SAMPLE_GAP + widthOf(label, fontSize)),
      0
    )
  );
  const title = spec.title === null ? 0 : fontSize * 1.5;
  const inner = columns.reduce((sum, width) => sum + width, 0) + COLUMN_GAP * (columnCount - 1);
  return {
    fontSize,
    columns,
    rows,
    width: 2 * PAD + Math.max(inner, spec.title === null ? 0 : widthOf(spec.title, fontSize)),
    height: 2 * PAD + title + rows * fontSize * 1.45
  };
}

/** Corners and sides by matplotlib's names, as shares of the free room from the left and from the top. */
const PLACES: Readonly<Record<string, Point>> = {
  'upper right': [1, 0],
  'upper left': [0, 0],
  'lower left': [0, 1],
  'lower right': [1, 1],
  'center left': [0, 0.5],
  'center right': [1, 0.5],
  'lower center': [0.5, 1],
  'upper center': [0.5, 0],
  center: [0.5, 0.5]
};

/** Puts a legend into a box; `crowd` are points of what is drawn there, for the place 'best'. */
export function placeLegend(spec: LegendSpec, box: Rect, crowd: readonly Point[]): LegendView {
  const { width, height, fontSize, columns, rows } = sizeOf(spec);
  const at = (place: Point, within: Rect, edge: number): Point => [
    within.x + edge + place[0] * (within.width - 2 * edge - width),
    within.y + edge + place[1] * (within.height - 2 * edge - height)
  ];
  let [x, y]: Point = [0, 0];
  if (typeof spec.loc !== 'string') {
    x = box.x + spec.loc[0] * box.width;
    y = box.y + (1 - spec.loc[1]) * box.height - height;
  } else if (spec.anchor) {
    const [left, bottom, wide, high] = spec.anchor;
    const anchor = {
      x: box.x + left * box.width,
      y: box.y + (1 - bottom - high) * box.height,
      width: wide * box.width,
      height: high * box.height
    };
    [x, y] = at(PLACES[spec.loc] ?? [1, 0], anchor, EDGE);
    if (wide === 0 || high === 0) {
      const place = PLACES[spec.loc] ?? [1, 0];
      const away = (share: number): number => EDGE * (1 - 2 * share);
      x = anchor.x - place[0] * width + away(place[0]);
      y = anchor.y - place[1] * height + away(place[1]);
    }
  } else if (PLACES[spec.loc]) {
    [x, y] = at(PLACES[spec.loc] ?? [1, 0], box, EDGE);
  } else {
    let least = Infinity;
    for (const place of Object.values(PLACES)) {
      const [px, py] = at(place, box, EDGE);
      const covered = crowd.filter(
        ([cx, cy]) => cx >= px && cx <= px + width && cy >= py && cy <= py + height
      ).length;
      if (covered < least) [least, x, y] = [covered, px, py];
      if (least === 0) break;
    }
  }
  const top = y + PAD + (spec.title === null ? 0 : fontSize * 1.5);
  const starts = columns.map((_, c) =>
    columns.slice(0, c).reduce((sum, wide) => sum + wide + COLUMN_GAP, x + PAD)
  );
  return {
    ...{ spec, fontSize, x, y, width, height },
    entries: spec.entries.map((_, index) => ({
      index,
      x: starts[Math.floor(index / rows)] ?? x,
      y: top + ((index % rows) + 0.5) * fontSize * 1.45
    }))
  };
}
