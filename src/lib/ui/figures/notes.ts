import type { ArtistOf, WordsSpec } from '../../python/figure';
import { headPath } from './arrows';
import { pathOf, type Point } from './curve';
import type { AxesView } from './layout';
import { pathMark, type Mark, type NoteMark } from './mark';
import { blockOf } from './mathtext';
import { mixed, opacityOf, paint } from './paint';
import { fontPixels, LINE_POINT, TEXT_POINT, type Rect } from './sizes';

const LINE_HEIGHT = 1.2;
const ANCHORS = { left: 'start', center: 'middle', right: 'end' } as const;

/** Colour of words: black is the page's own. */
export const wordsPaint = ({ color }: WordsSpec, isLiteral = false): string =>
  paint(color, isLiteral);

function placeOf(
  { x, y, space }: { x: number; y: number; space: string },
  view: AxesView,
  figure: { width: number; height: number }
): Point {
  const { box } = view;
  if (space === 'axes') return [box.x + x * box.width, box.y + (1 - y) * box.height];
  if (space === 'figure') return [x * figure.width, (1 - y) * figure.height];
  return [view.x.place(x), view.y.place(y)];
}

/** Up to the top and down to the base line of the first line, for each way to stand at a place. */
function firstBase(stand: ArtistOf<'text'>['stand'], size: number, count: number): number {
  const rest = (count - 1) * size * LINE_HEIGHT;
  switch (stand) {
    case 'top':
      return size * 0.8;
    case 'bottom':
      return -rest - size * 0.22;
    case 'baseline':
      return -rest;
    default:
      return size * 0.33 - rest / 2;
  }
}

function of(
  spec: ArtistOf<'text'>,
  view: AxesView,
  figure: { width: number; height: number }
): Mark[] {
  const { words, align, stand, shift, arrow, box } = spec;
  const [px, py] = placeOf(spec, view, figure);
  const at: Point = [px + shift[0] * LINE_POINT, py - shift[1] * LINE_POINT];
  const tip = arrow ? placeOf(arrow, view, figure) : at;
  if ([...at, ...tip].some((value) => !Number.isFinite(value))) return [];
  // What belongs to a place outside of the axes isn't shown.
  const { box: inside } = view;
  const isFar = ([x, y]: Point): boolean =>
    x < inside.x - 1 ||
    x > inside.x + inside.width + 1 ||
    y < inside.y - 1 ||
    y > inside.y + inside.height + 1;
  if (spec.space === 'data' && !arrow && isFar([px, py]) && shift.some((part) => part !== 0))
    return [];
  if (arrow && arrow.space === 'data' && isFar(tip)) return [];
  const size = Math.max(6, Math.min(60, words.size * TEXT_POINT));
  const block = blockOf(words.text, size);
  const base = at[1] + firstBase(stand, size, block.lines.length);
  const left = at[0] - { left: 0, center: block.width / 2, right: block.width }[align];
  const ground = { x: left, y: base - size * 0.85, width: block.width, height: block.height };
  const pad = box ? 5 : 2;
  const rect: Rect = {
    x: ground.x - pad,
    y: ground.y - pad,
    width: ground.width + 2 * pad,
    height: ground.height + 2 * pad
  };
  // On a box of its own a text is what it is, as on a picture: the box is as on matplotlib's white.
  const isLiteral = view.isCovered || Boolean(box?.fill);
  const note: NoteMark = {
    ...{ kind: 'note', lines: block.lines, x: at[0], y: base, size, anchor: ANCHORS[align] },
    ...{ fill: wordsPaint(words, isLiteral) },
    ...{ opacity: spec.alpha * opacityOf(words.color), isBold: words.bold, isItalic: words.italic },
    ...{ turn: -words.rotation, pivot: at, hasRim: false },
    box: box
      ? {
          ...rect,
          fill:
            box.fill &&
            (view.isCovered
              ? paint(box.fill, true)
              : mixed('#ffffff', paint(box.fill, true), box.alpha)),
          edge: box.edge && paint(box.edge, view.isCovered),
          opacity: view.isCovered ? box.alpha : 1,
          radius: box.round ? 5 : 0
        }
      : null
  };
  return [
    ...(arrow
      ? arrowMarks(arrow, tip, rect, view.isCovered, words.text.trim() === '' ? at : null)
      : []),
    note
  ];
}

function arrowMarks(
  arrow: NonNullable<ArtistOf<'text'>['arrow']>,
  tip: Point,
  words: Rect,
  isLiteral: boolean,
  start: Point | null
): Mark[] {
  if (!arrow.color) return [];
  const middle: Point = [words.x + words.width / 2, words.y + words.height / 2];
  const from = start ?? leaving(words, middle, tip);
  const length = Math.hypot(tip[0] - from[0], tip[1] - from[1]);
  if (length < 3) return [];
  const back = Math.min(length / 3, 3 + arrow.shrink * length);
  const end: Point = start
    ? tip
    : [
        tip[0] - ((tip[0] - from[0]) / length) * back,
        tip[1] - ((tip[1] - from[1]) / length) * back
      ];
  const looks = {
    stroke: paint(arrow.color, isLiteral),
    strokeOpacity: arrow.alpha,
    width: Math.min(4, Math.max(1, arrow.width)) * LINE_POINT
  };
  const size = 6 + 1.5 * looks.width;
  const paths = [
    pathOf([from, end]),
    arrow.head ? headPath(end, from, size) : '',
    arrow.tail ? headPath(from, end, size) : ''
  ];
  return pathMark(paths.join(''), looks);
}

/** Where the way from the middle of a box to a point leaves it. */
function leaving(box: Rect, [mx, my]: Point, [tx, ty]: Point): Point {
  const [dx, dy] = [tx - mx, ty - my];
  const reach = Math.min(
    dx === 0 ? Infinity : box.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : box.height / 2 / Math.abs(dy)
  );
  return reach >= 1 ? [mx, my] : [mx + dx * reach, my + dy * reach];
}

/** The number of a level line. */
function number(text: string, [x, y]: Point, color: string, isLiteral: boolean): Mark[] {
  return [
    {
      ...{ kind: 'note', lines: [text], x, y: y + 3.5, size: 10.5, anchor: 'middle' },
      ...{ fill: paint(color, isLiteral), opacity: 1, isBold: false, isItalic: false, turn: 0 },
      ...{ pivot: [x, y], box: null, hasRim: !isLiteral }
    }
  ];
}

/** The size of titles and labels in pixels. */
export const wordsSize = ({ size }: WordsSpec): number => fontPixels(size);

export const noteMarks = { of, number };
