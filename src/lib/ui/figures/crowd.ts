import type { ArtistSpec } from '../../python/figure';
import { runsOf, type Place, type Point } from './curve';

interface Axes {
  readonly spec: { readonly artists: readonly ArtistSpec[] };
  readonly x: { readonly place: Place };
  readonly y: { readonly place: Place };
}

/** Pixels between two points that stand for a line. */
const STRIDE = 6;
/** More points than that tell no more about where there is room. */
const ENOUGH = 20_000;

/** Points along a line, close to each other. */
function along(run: readonly Point[]): Point[] {
  const points: Point[] = [];
  run.forEach((to, i) => {
    const from = run[i - 1];
    if (from) {
      const count = Math.min(
        300,
        Math.floor(Math.hypot(to[0] - from[0], to[1] - from[1]) / STRIDE)
      );
      for (let k = 1; k < count; k++) {
        const t = k / count;
        points.push([from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t]);
      }
    }
    points.push(to);
  });
  return points;
}

function pointsOf(artist: ArtistSpec, x: Place, y: Place): Point[] {
  switch (artist.kind) {
    case 'line': {
      if (artist.space !== 'data') return [];
      const runs = runsOf(artist.x, artist.y, x, y);
      return artist.stroke ? runs.flatMap(along) : runs.flat();
    }
    case 'area':
      return artist.space === 'data' ? runsOf(artist.x, artist.y, x, y).flatMap(along) : [];
    case 'points':
    case 'arrows':
      return runsOf(artist.x, artist.y, x, y).flat();
    case 'segments':
      return artist.lines.flatMap(([xs, ys]) => runsOf(xs, ys, x, y).flatMap(along));
    case 'bars':
      return artist.x.flatMap((left, i) => {
        const [base, width, height] = [artist.y[i], artist.widths[i], artist.heights[i]];
        if ([left, base, width, height].some((value) => value === null || value === undefined))
          return [];
        const [a, b] = [x(left ?? 0), x((left ?? 0) + (width ?? 0))];
        const [c, d] = [y(base ?? 0), y((base ?? 0) + (height ?? 0))];
        return along([
          [a, c],
          [a, d],
          [b, d],
          [b, c],
          [(a + b) / 2, d],
          [(a + b) / 2, c]
        ]);
      });
    case 'text':
      return artist.space === 'data' ? [[x(artist.x), y(artist.y)]] : [];
    default:
      return [];
  }
}

/** Points of all that is drawn, to find where a legend covers least. */
export function crowdOf({ spec, x, y }: Axes): Point[] {
  const points: Point[] = [];
  for (const artist of spec.artists) {
    const more = pointsOf(artist, x.place, y.place);
    const step = Math.max(1, Math.ceil(more.length / ENOUGH));
    for (let i = 0; i < more.length && points.length < 4 * ENOUGH; i += step) {
      const point = more[i];
      if (point) points.push(point);
    }
  }
  return points;
}
