import type { AxesSpec, FigureSpec } from '../../python/figure';
import { axisRoom, axisView, type AxisView } from './axis';
import { colorbarRoom, placeColorbar, type ColorbarView } from './colorbar';
import type { Point } from './curve';
import { crowdOf } from './crowd';
import { placeLegend, type LegendView } from './legend';
import { blockOf, widthOf } from './mathtext';
import { fontPixels, noPads, widest, type Pads, type Rect } from './sizes';
import type { Limits } from './ticks';

/** Axes in pixels. */
export interface AxesView {
  readonly spec: AxesSpec;
  readonly box: Rect;
  readonly x: AxisView;
  readonly y: AxisView;
  /** Whether a ground of its own lies behind what is drawn: colours are then what they are. */
  readonly isCovered: boolean;
  readonly legend: LegendView | null;
  readonly colorbars: readonly ColorbarView[];
}

export interface FigureView {
  readonly spec: FigureSpec;
  readonly width: number;
  readonly height: number;
  readonly axes: readonly AxesView[];
  readonly legend: LegendView | null;
  /** Where the titles and labels around all axes stand. */
  readonly inner: Rect;
}

/** Pixels of an inch, as many as a figure of matplotlib's has dots. */
const INCH = 100;
/** Axes narrower than that are put below each other; those of a single row sooner. */
const [NARROWEST, NARROWEST_OF_ROW] = [175, 240];
/** Pixels between neighbours, and at the edges of the figure. */
const [BETWEEN, EDGE] = [14, 6];

const isCovering = ({ ground, artists }: AxesSpec): boolean =>
  (ground !== null && ground !== '#ffffff') ||
  artists.some(
    (artist) =>
      artist.kind === 'image' ||
      artist.kind === 'mesh' ||
      (artist.kind === 'contour' && artist.bands !== null)
  );

/** Where axes stand, as shares of the figure. */
function cellOf({ place }: AxesSpec): { x: Point; y: Point } {
  if (place.kind === 'box') {
    const [left, bottom, width, height] = place.box;
    return { x: [left, left + width], y: [1 - bottom - height, 1 - bottom] };
  }
  const part = (ratios: readonly number[], [from, to]: readonly [number, number]): Point => [
    sum(ratios.slice(0, from)) / sum(ratios),
    sum(ratios.slice(0, to)) / sum(ratios)
  ];
  return { x: part(place.widths, place.columns), y: part(place.heights, place.rows) };
}

/** Limits and box that keep the ratio of units that axes ask for. */
function fitted(spec: AxesSpec, box: Rect): { box: Rect; x: Limits; y: Limits } {
  const { limits: x } = spec.x;
  const { limits: y } = spec.y;
  const isLinear = spec.x.scale === 'linear' && spec.y.scale === 'linear';
  if (!spec.aspect || !isLinear) return { box, x, y };
  const { ratio, adjusts } = spec.aspect;
  const [wide, high] = [Math.abs(x[1] - x[0]), Math.abs(y[1] - y[0])];
  if (adjusts === 'box') {
    const unit = Math.min(box.width / wide, box.height / (high * ratio));
    const [width, height] = [wide * unit, high * ratio * unit];
    const inner = {
      x: box.x + (box.width - width) / 2,
      y: box.y + (box.height - height) / 2,
      width,
      height
    };
    return { box: inner, x, y };
  }
  const around = ([a, b]: Limits, length: number): Limits => {
    const [middle, half] = [(a + b) / 2, (Math.sign(b - a) * length) / 2];
    return [middle - half, middle + half];
  };
  const shape = box.height / box.width / ratio;
  if (shape * wide > high) return { box, x, y: around(y, shape * wide) };
  return { box, x: around(x, high / shape), y };
}

const titleRoom = ({ titles, on }: AxesSpec): number => {
  const heights = Object.values(titles).flatMap((words) =>
    words ? blockOf(words.text, fontPixels(words.size)).height : []
  );
  return heights.length > 0 ? Math.max(...heights) + 6 : on ? 6 : 2;
};

const axesAt = (spec: AxesSpec, given: Rect): Omit<AxesView, 'legend' | 'colorbars'> => {
  const { box, x, y } = fitted(spec, given);
  return {
    spec,
    box,
    x: axisView(spec.x, x, [box.x, box.x + box.width]),
    y: axisView(spec.y, y, [box.y + box.height, box.y]),
    isCovered: isCovering(spec)
  };
};

/** Room that turned texts of an x axis need left of the box. */
function slantedRoom({ ticks, rotation, fontSize, spec }: AxisView, box: Rect): number {
  if (rotation <= 0 || !spec.texts) return 0;
  const reach = Math.cos((rotation * Math.PI) / 180);
  const ends = ticks.map(({ at, text }) => box.x - at + widthOf(text, fontSize) * reach);
  return Math.min(box.width / 3, Math.max(0, ...ends));
}

/** Room that axes need around their box. */
function padsOf({ spec, box, x, y }: Omit<AxesView, 'legend' | 'colorbars'>): Pads {
  const pads = noPads();
  if (spec.on) {
    pads[x.spec.side === 'top' ? 'top' : 'bottom'] += axisRoom(x);
    pads[y.spec.side === 'right' ? 'right' : 'left'] += axisRoom(y);
    if (x.offset && !x.spec.label) pads.bottom += x.fontSize;
    // The last text of an axis goes beyond its end.
    const last = Math.max(0, ...x.ticks.map(({ at, text }) => at + text.length * 3.4));
    pads.right = Math.max(pads.right, Math.min(30, last - box.x - box.width));
    pads.left = Math.max(pads.left, slantedRoom(x, box));
  }
  pads.top += Math.max(titleRoom(spec), y.offset ? y.fontSize + 8 : 0);
  for (const bar of spec.colorbars) {
    const isUpright = bar.orientation === 'vertical';
    pads[isUpright ? 'right' : 'bottom'] += colorbarRoom(bar, isUpright ? box.height : box.width);
  }
  return pads;
}

/** A legend that stands beside the box needs room there. */
function legendRoom(spec: AxesSpec, box: Rect): Pads {
  if (!spec.legend?.anchor && typeof spec.legend?.loc !== 'object') return noPads();
  if (!spec.legend) return noPads();
  const legend = placeLegend(spec.legend, box, []);
  return {
    left: Math.max(0, box.x - legend.x),
    right: Math.max(0, legend.x + legend.width - box.x - box.width),
    top: Math.max(0, box.y - legend.y),
    bottom: Math.max(0, legend.y + legend.height - box.y - box.height)
  };
}

const heightOfWords = (words: { text: string; size: number } | null): number =>
  words ? blockOf(words.text, fontPixels(words.size)).height + 8 : 0;

/** How large a figure is in so much room, and whether its axes are put below each other. */
function sizeOf(
  spec: FigureSpec,
  room: number
): { width: number; height: number; isStacked: boolean } {
  const [w, h] = spec.inches;
  const width = Math.max(200, Math.min(room, w * INCH));
  const own = spec.axes.filter(({ twin }) => twin === null);
  const cells = own.map(cellOf);
  const isGrid = own.every(({ place }) => place.kind === 'grid');
  const narrowest = Math.min(...cells.map(({ x }) => x[1] - x[0])) * width;
  const isRow = cells.every(({ y }) => near(y[0], 0) && near(y[1], 1));
  const least = isRow ? NARROWEST_OF_ROW : NARROWEST;
  const isStacked = isGrid && own.length > 1 && narrowest < least && width < w * INCH;
  if (isStacked) return { width, height: own.length * Math.min(300, width * 0.78), isStacked };
  const natural = h * INCH;
  const ratio = (width * h) / w;
  const lowest = Math.min(...cells.map(({ y }) => y[1] - y[0]));
  const readable = Math.min(natural, 190 / Math.max(0.05, lowest));
  return { width, height: Math.min(4 * width, Math.max(ratio, readable, 120)), isStacked };
}

/** Lays a figure out in a given width. */
export function layoutOf(spec: FigureSpec, room: number): FigureView {
  const { width, height, isStacked } = sizeOf(spec, room);
  const own = spec.axes.filter(({ twin }) => twin === null);
  const shown = isStacked ? spec.axes.map((axes) => stacked(axes, spec.axes, own)) : spec.axes;
  const cells = shown.map(cellOf);
  const outside = spec.legend ? placeLegend(spec.legend, { x: 0, y: 0, width, height }, []) : null;
  const isLow = typeof spec.legend?.loc === 'string' && spec.legend.loc.startsWith('lower');
  const inner: Rect = (() => {
    const top = EDGE + heightOfWords(spec.title) + (outside && !isLow ? outside.height + 4 : 0);
    const bottom = EDGE + heightOfWords(spec.xLabel) + (outside && isLow ? outside.height + 4 : 0);
    const left = EDGE + heightOfWords(spec.yLabel);
    return { x: left, y: top, width: width - left - EDGE, height: height - top - bottom };
  })();

  let pads = shown.map((): Pads => ({ left: 50, right: 10, top: 24, bottom: 40 }));
  let boxes: Rect[] = [];
  // What an axis needs depends on its length, and the other way round: twice is enough.
  for (let pass = 0; pass < 3; pass++) {
    boxes = shown.map((axes, i) => boxOf(shown, cells, pads, i, inner, { width, height }));
    pads = shown.map((axes, i) => {
      const box = boxes[i] ?? inner;
      return sumOf(padsOf(axesAt(axes, box)), axes, box);
    });
    // Twins share a place, so they share its room.
    shown.forEach(({ twin }, i) => {
      if (!twin) return;
      const shared = widest(pads[twin.of] ?? noPads(), pads[i] ?? noPads());
      [pads[twin.of], pads[i]] = [shared, shared];
    });
  }
  const views = shown.map((axes, i) => viewOf(axes, boxes[i] ?? inner));
  const legend = spec.legend
    ? placeLegend(
        spec.legend,
        {
          x: inner.x,
          y: isLow ? inner.y + inner.height : inner.y - (outside?.height ?? 0) - 10,
          width: inner.width,
          height: (outside?.height ?? 0) + 14
        },
        []
      )
    : null;
  return { spec, width, height, axes: views, legend, inner };
}

/** Axes below the others, with texts of their own even where they shared an axis beside them. */
function stacked(axes: AxesSpec, all: readonly AxesSpec[], own: readonly AxesSpec[]): AxesSpec {
  const row = own.indexOf((axes.twin ? all[axes.twin.of] : axes) ?? axes);
  return {
    ...axes,
    place: {
      kind: 'grid',
      widths: [1],
      heights: own.map(() => 1),
      columns: [0, 1],
      rows: [row, row + 1]
    },
    x: { ...axes.x, texts: true },
    y: { ...axes.y, texts: true }
  };
}

function sumOf(pads: Pads, axes: AxesSpec, box: Rect): Pads {
  const beside = legendRoom(axes, box);
  return widest(pads, { ...beside, bottom: Math.max(pads.bottom, beside.bottom) });
}

type Cell = ReturnType<typeof cellOf>;
const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6;
const sum = (numbers: readonly number[]): number => numbers.reduce((all, part) => all + part, 0);

/** Where all axes stand in one grid, its columns and rows share what the rooms between them leave. */
function inTracks(
  axes: AxesSpec,
  all: readonly AxesSpec[],
  pads: readonly Pads[],
  inner: Rect
): Rect | null {
  const { place } = axes;
  if (place.kind !== 'grid') return null;
  const isOneGrid = all.every(
    ({ place: other }) =>
      other.kind === 'grid' &&
      String([other.widths, other.heights]) === String([place.widths, place.heights])
  );
  if (!isOneGrid) return null;
  const along = (
    ratios: readonly number[],
    [from, to]: readonly [number, number],
    way: 'columns' | 'rows',
    [before, behind]: readonly [keyof Pads, keyof Pads],
    length: number
  ): [number, number] => {
    const room = (side: keyof Pads, track: number, isStart: boolean): number =>
      Math.max(
        0,
        ...all.map((other, i) => {
          if (other.place.kind !== 'grid') return 0;
          const [first, last] = other.place[way];
          return (isStart ? first : last - 1) === track ? (pads[i]?.[side] ?? 0) : 0;
        })
      );
    const starts = ratios.map((_, track) => room(before, track, true));
    const ends = ratios.map((_, track) => room(behind, track, false));
    const free = length - sum(starts) - sum(ends) - BETWEEN * (ratios.length - 1);
    const sizes = ratios.map((ratio) => Math.max(10, (free * ratio) / sum(ratios)));
    const at = (track: number): number =>
      sum(starts.slice(0, track + 1)) +
      sum(ends.slice(0, track)) +
      sum(sizes.slice(0, track)) +
      BETWEEN * track;
    return [at(from), at(to - 1) + (sizes[to - 1] ?? 0)];
  };
  const [left, right] = along(
    place.widths,
    place.columns,
    'columns',
    ['left', 'right'],
    inner.width
  );
  const [top, bottom] = along(place.heights, place.rows, 'rows', ['top', 'bottom'], inner.height);
  return { x: inner.x + left, y: inner.y + top, width: right - left, height: bottom - top };
}

/** The box of axes: their cell without the room that they and those in line with them need. */
function boxOf(
  all: readonly AxesSpec[],
  cells: readonly Cell[],
  pads: readonly Pads[],
  index: number,
  inner: Rect,
  figure: { width: number; height: number }
): Rect {
  const axes = all[index];
  if (!axes) return inner;
  const cell = cells[index] ?? { x: [0, 1], y: [0, 1] };
  if (axes.place.kind === 'box' && !axes.twin) {
    return {
      x: cell.x[0] * figure.width,
      y: cell.y[0] * figure.height,
      width: Math.max(20, (cell.x[1] - cell.x[0]) * figure.width),
      height: Math.max(20, (cell.y[1] - cell.y[0]) * figure.height)
    };
  }
  const tracked = inTracks(axes, all, pads, inner);
  if (tracked) return tracked;
  const room = (side: keyof Pads, way: 'x' | 'y', end: 0 | 1): number =>
    Math.max(
      ...cells.map((other, i) =>
        near(other[way][end], cell[way][end]) ? (pads[i]?.[side] ?? 0) : 0
      )
    );
  // Half of the gap on each side that has a neighbour.
  const gap = (share: number): number => (near(share, 0) || near(share, 1) ? 0 : BETWEEN / 2);
  const left = inner.x + cell.x[0] * inner.width + room('left', 'x', 0) + gap(cell.x[0]);
  const right = inner.x + cell.x[1] * inner.width - room('right', 'x', 1) - gap(cell.x[1]);
  const top = inner.y + cell.y[0] * inner.height + room('top', 'y', 0) + gap(cell.y[0]);
  const bottom = inner.y + cell.y[1] * inner.height - room('bottom', 'y', 1) - gap(cell.y[1]);
  return { x: left, y: top, width: Math.max(20, right - left), height: Math.max(20, bottom - top) };
}

function viewOf(axes: AxesSpec, given: Rect): AxesView {
  const view = axesAt(axes, given);
  const { box } = view;
  let right = view.y.spec.side === 'right' && axes.on ? axisRoom(view.y) : 0;
  let below = view.x.spec.side === 'bottom' && axes.on ? axisRoom(view.x) : 0;
  const colorbars = axes.colorbars.map((bar) => {
    const isUpright = bar.orientation === 'vertical';
    const placed = placeColorbar(bar, box, isUpright ? right : below);
    const room = colorbarRoom(bar, isUpright ? box.height : box.width);
    if (isUpright) right += room;
    else below += room;
    return placed;
  });
  const legend = axes.legend ? placeLegend(axes.legend, box, crowdOf(view)) : null;
  return { ...view, legend, colorbars };
}
