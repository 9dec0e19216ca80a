import type { ArtistOf, ArtistSpec } from '../../python/figure';
import { arrowPaths } from './arrows';
import { bandPaths, levelLines, type LevelLine } from './contours';
import { pathOf, runsOf, stepped, thinned, type Place, type Point } from './curve';
import type { AxesView } from './layout';
import { paint, tinted } from './paint';
import { imageMark, meshMarks } from './pixels';
import { isOpen, shapePath, short } from './shapes';
import { LINE_POINT } from './sizes';
import { fillLooks, markerLooks, pathMark, strokeLooks, type Mark, type PathMark } from './mark';
import { noteMarks } from './notes';

/** More points than that share paths by colour, and lose their order. */
const MOST_PATHS = 3000;

function lineMarks(line: ArtistOf<'line'>, x: Place, y: Place, isLiteral: boolean): Mark[] {
  const runs = runsOf(line.x, line.y, x, y);
  const { steps } = line;
  const path = runs.map((run) => pathOf(thinned(steps ? stepped(run, steps) : run))).join('');
  const marks: Mark[] = pathMark(path, strokeLooks(line.stroke, line.alpha, isLiteral));
  if (line.marks) {
    const { shape, size } = line.marks;
    const d = runs
      .flat()
      .filter((_, i) => i % line.every === 0)
      .map(([px, py]) => shapePath(shape, px, py, size * LINE_POINT))
      .join('');
    marks.push(...pathMark(d, markerLooks(line.marks, isLiteral)));
  }
  return marks;
}

function pointMarks(spec: ArtistOf<'points'>, x: Place, y: Place, isLiteral: boolean): Mark[] {
  const color = spec.tint ? tinted(spec.tint) : null;
  const of = (list: readonly (string | null)[], i: number): string | null =>
    (list.length > 1 ? list[i] : list[0]) ?? null;
  const isMany = spec.x.length > MOST_PATHS;
  const groups = new Map<string, { d: string[]; looks: Partial<PathMark> }>();
  spec.x.forEach((at, i) => {
    const value = spec.y[i] ?? null;
    if (at === null || value === null) return;
    const place: Point = [x(at), y(value)];
    if (place.some(Number.isNaN)) return;
    const face = color ? (color(spec.values?.[i] ?? null)?.formatHex() ?? null) : of(spec.faces, i);
    const edge = spec.edgeIsFace ? face : of(spec.edges, i);
    const area = (spec.sizes.length > 1 ? spec.sizes[i] : spec.sizes[0]) ?? 36;
    const size = Math.sqrt(Math.max(0, area)) * LINE_POINT;
    // Colours of a map are data: they are the same in every theme.
    const isOwn = isLiteral || color !== null;
    const key = isMany ? `${face} ${edge}` : String(i);
    let group = groups.get(key);
    if (!group) {
      const stroke = edge ? { color: edge, width: spec.edgeWidth, dash: [] } : null;
      const looks = {
        ...(isOpen(spec.shape) ? {} : fillLooks(face, spec.alpha, isOwn)),
        ...(spec.edgeIsFace && !isOpen(spec.shape)
          ? {}
          : strokeLooks(stroke, spec.alpha, isOwn, true))
      };
      groups.set(key, (group = { d: [], looks }));
    }
    const grown = spec.edgeIsFace && !isOpen(spec.shape) ? spec.edgeWidth * LINE_POINT : 0;
    group.d.push(shapePath(spec.shape, place[0], place[1], size + grown));
  });
  return [...groups.values()].flatMap(({ d, looks }) => pathMark(d.join(''), looks));
}

const whole = (a: number, b: number): [number, number] =>
  Math.abs(a - b) < 3 ? [a, b] : [Math.round(a), Math.round(b)];

function barMarks(bars: ArtistOf<'bars'>, x: Place, y: Place, isLiteral: boolean): Mark[] {
  const groups = new Map<string, { d: string[]; looks: Partial<PathMark> }>();
  bars.x.forEach((left, i) => {
    const base = bars.y[i] ?? null;
    const width = bars.widths[i] ?? null;
    const height = bars.heights[i] ?? null;
    if (left === null || base === null || width === null || height === null) return;
    // A base of 0 lies below every logarithmic axis.
    const pixel = (place: Place, value: number, floor: number): number => {
      const at = place(value);
      return Number.isNaN(at) ? floor : at;
    };
    const [a, b] = [pixel(x, left, -1e5), pixel(x, left + width, -1e5)];
    const [c, d] = [pixel(y, base, 1e5), pixel(y, base + height, 1e5)];
    const fill = bars.fills[i] ?? null;
    const edge = bars.edges[i] ?? null;
    const key = `${fill} ${edge?.color} ${edge?.width}`;
    let group = groups.get(key);
    if (!group) {
      const looks = {
        ...fillLooks(fill, bars.alpha, isLiteral),
        ...strokeLooks(edge, bars.alpha, isLiteral, true)
      };
      groups.set(key, (group = { d: [], looks }));
    }
    // Whole pixels, so that no ground shows between neighbours; not where bars are as narrow as that.
    const [left0, right0] = bars.upright ? whole(a, b) : [a, b];
    const [top0, bottom0] = bars.upright ? [c, d] : whole(c, d);
    group.d.push(
      `M${short(left0)},${short(top0)}H${short(right0)}V${short(bottom0)}H${short(left0)}Z`
    );
  });
  return [...groups.values()].flatMap(({ d, looks }) => pathMark(d.join(''), looks));
}

function contourMarks(spec: ArtistOf<'contour'>, x: Place, y: Place, isLiteral: boolean): Mark[] {
  const { alpha, bands, strokes } = spec;
  if (bands) {
    return bandPaths(spec, x, y).flatMap((d, i) => {
      const fill = bands[i] ?? null;
      // A thin line of the same colour closes the seam to the next band.
      const seam = fill && alpha === 1 ? { stroke: paint(fill, true), width: 0.7 } : {};
      return pathMark(d, { ...fillLooks(fill, alpha, true), ...seam, isEvenOdd: true });
    });
  }
  const lines = levelLines(spec, x, y);
  const marks = lines.flatMap(({ runs }, i) =>
    pathMark(
      runs.map((run) => pathOf(run)).join(''),
      strokeLooks(strokes?.[i] ?? null, alpha, isLiteral)
    )
  );
  if (!spec.numbered) return marks;
  return [...marks, ...levelNumbers(lines, (i) => strokes?.[i]?.color ?? null, isLiteral)];
}

/** Lines shorter than that have no room for a number, and numbers keep that far from each other. */
const [SHORTEST, APART] = [70, 34];

/** Each line's level, at the first of a few places along it that no other number is near to. */
function levelNumbers(
  lines: readonly LevelLine[],
  colorOf: (index: number) => string | null,
  isLiteral: boolean
): Mark[] {
  const taken: Point[] = [];
  return lines.flatMap(({ level, runs }, i) =>
    runs.flatMap((run): Mark[] => {
      const color = colorOf(i);
      const length = run.reduce((sum, [px, py], k) => {
        const [qx, qy] = run[k - 1] ?? [px, py];
        return sum + Math.hypot(px - qx, py - qy);
      }, 0);
      if (color === null || length < SHORTEST) return [];
      const places = [0.5, 0.25, 0.75, 0.1, 0.9, 0.4, 0.6].flatMap((share) => {
        const point = run[Math.floor(share * (run.length - 1))];
        return point ? [point] : [];
      });
      const at = places.find((point) =>
        taken.every(([tx, ty]) => Math.hypot(tx - point[0], ty - point[1]) > APART)
      );
      if (!at) return [];
      taken.push(at);
      const text = String(Number(level.toPrecision(4))).replace('-', '−');
      return noteMarks.number(text, at, color, isLiteral);
    })
  );
}

/** What an artist looks like in its axes. */
export function marksOf(
  artist: ArtistSpec,
  view: AxesView,
  figure: { width: number; height: number }
): Mark[] {
  const { box, isCovered } = view;
  const across: Place = (share) => box.x + share * box.width;
  const up: Place = (share) => box.y + (1 - share) * box.height;
  const space = 'space' in artist ? artist.space : 'data';
  const x = space === 'axes' || space === 'across-x' ? across : view.x.place;
  const y = space === 'axes' || space === 'across-y' ? up : view.y.place;
  switch (artist.kind) {
    case 'line':
      return lineMarks(artist, x, y, isCovered);
    case 'endless':
      return pathMark(endless(artist, view), strokeLooks(artist.stroke, artist.alpha, isCovered));
    case 'points':
      return pointMarks(artist, x, y, isCovered);
    case 'area':
      return pathMark(
        runsOf(artist.x, artist.y, x, y)
          .map((run) => pathOf(run, artist.closed))
          .join(''),
        {
          ...fillLooks(artist.fill, artist.alpha, isCovered),
          ...strokeLooks(artist.edge, artist.alpha, isCovered)
        }
      );
    case 'bars':
      return barMarks(artist, x, y, isCovered);
    case 'segments':
      return artist.lines.flatMap(([xs, ys], i) => {
        const own = (artist.colors.length > 1 ? artist.colors[i] : artist.colors[0]) ?? null;
        const looks = strokeLooks(artist.stroke, artist.alpha, isCovered);
        const stroke = own ? { stroke: paint(own, isCovered) } : {};
        return pathMark(
          runsOf(xs, ys, x, y)
            .map((run) => pathOf(run))
            .join(''),
          { ...looks, ...stroke }
        );
      });
    case 'image':
      return imageMark(artist, x, y);
    case 'mesh':
      return meshMarks(artist, x, y);
    case 'contour':
      return contourMarks(artist, x, y, isCovered);
    case 'arrows': {
      const color = artist.tint ? tinted(artist.tint) : null;
      return arrowPaths(artist, x, y, box.width).flatMap((d, i) => {
        const own = (artist.colors.length > 1 ? artist.colors[i] : artist.colors[0]) ?? null;
        const fill = color ? (color(artist.values?.[i] ?? null)?.formatHex() ?? null) : own;
        return pathMark(d, fillLooks(fill, artist.alpha, isCovered || color !== null));
      });
    }
    case 'text':
      return noteMarks.of(artist, view, figure);
  }
}

function endless({ x, y, slope }: ArtistOf<'endless'>, view: AxesView): string {
  const { box } = view;
  if (slope === null) {
    const at = view.x.place(x);
    return pathOf([
      [at, box.y],
      [at, box.y + box.height]
    ]);
  }
  const ends = [...view.x.limits];
  const points = ends.map((end): Point => [view.x.place(end), view.y.place(y + slope * (end - x))]);
  return points.some((point) => point.some(Number.isNaN)) ? '' : pathOf(points);
}
