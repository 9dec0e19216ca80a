import { contours } from 'd3';
import type { ArtistOf, Numbers } from '../../python/figure';
import { pathOf, type Place, type Point } from './curve';

type ContourSpec = ArtistOf<'contour'>;

/** From a place between grid points, counted in grid steps, to data. */
function locator({ x, y }: ContourSpec): (column: number, row: number) => Point {
  const along = (values: readonly number[], at: number): number => {
    const below = Math.max(0, Math.min(values.length - 1, Math.floor(at)));
    const [a = 0, b = a] = [values[below], values[below + 1]];
    return a + (b - a) * (at - below);
  };
  const of = (side: ContourSpec['x'], column: number, row: number, isX: boolean): number => {
    if (typeof side[0] === 'number') return along(side as readonly number[], isX ? column : row);
    const rows = side as readonly (readonly number[])[];
    const below = Math.max(0, Math.min(rows.length - 1, Math.floor(row)));
    const [a = [], b = a] = [rows[below], rows[below + 1]];
    const [low, high] = [along(a, column), along(b, column)];
    return low + (high - low) * (row - below);
  };
  return (column, row) => [of(x, column, row, true), of(y, column, row, false)];
}

/** Rings of all that is at least a level, counted in grid steps, with what lies outside of the grid. */
function ringsAt(z: readonly Numbers[], level: number): Point[][] {
  const [rows, columns] = [z.length, z[0]?.length ?? 0];
  const values = z.flatMap((row) => row.map((value) => value ?? NaN));
  const { coordinates } = contours().size([columns, rows]).contour(values, level);
  // d3 counts from the corner of a cell, the grid from its points.
  return coordinates.flatMap((polygon) =>
    polygon.map((ring) => ring.map(([x = 0, y = 0]): Point => [x - 0.5, y - 0.5]))
  );
}

export interface LevelLine {
  readonly level: number;
  readonly runs: Point[][];
}

/** The lines of each level, in pixels; they end at the edges of the grid. */
export function levelLines(spec: ContourSpec, x: Place, y: Place): LevelLine[] {
  const { z, levels } = spec;
  const [right, top] = [(z[0]?.length ?? 1) - 1, z.length - 1];
  const place = locator(spec);
  const isInside = ([column, row]: Point): boolean =>
    column >= 0 && row >= 0 && column <= right && row <= top;
  return levels.map((level) => ({
    level,
    runs: ringsAt(z, level)
      .flatMap((ring) => split(ring, isInside))
      .map((run) =>
        run.map(([column, row]): Point => {
          const [px, py] = place(column, row);
          return [x(px), y(py)];
        })
      )
  }));
}

/** The parts of a closed ring that are inside; a part that goes over its start is joined. */
function split(ring: readonly Point[], isInside: (point: Point) => boolean): Point[][] {
  const start = ring.findIndex((point) => !isInside(point));
  if (start < 0) return [[...ring]];
  // The last point of a ring is its first again.
  const open = ring.slice(0, -1);
  const first = start % open.length;
  const parts: Point[][] = [];
  let part: Point[] = [];
  for (const point of [...open.slice(first), ...open.slice(0, first), open[first]]) {
    if (point && isInside(point)) part.push(point);
    else {
      if (part.length > 1) parts.push(part);
      part = [];
    }
  }
  return parts;
}

/** For each band between levels a path to be filled by the even-odd rule, in pixels. */
export function bandPaths(spec: ContourSpec, x: Place, y: Place): string[] {
  const { z, levels, extend } = spec;
  const [right, top] = [(z[0]?.length ?? 1) - 1, z.length - 1];
  const place = locator(spec);
  const outline = (level: number): string =>
    ringsAt(z, level)
      .map((ring) =>
        pathOf(
          ring.map(([column, row]) => {
            const [px, py] = place(
              Math.max(0, Math.min(right, column)),
              Math.max(0, Math.min(top, row))
            );
            return [x(px), y(py)];
          }),
          true
        )
      )
      .join('');
  const edges = levels.map(outline);
  const bands = edges.slice(0, -1).map((path, i) => path + (edges[i + 1] ?? ''));
  // The lowest level belongs to its band.
  const lowest = Math.min(...z.flatMap((row) => row.filter((value) => value !== null)));
  const all = outline(lowest);
  if (levels[0] !== undefined && lowest === levels[0]) bands[0] = all + (edges[1] ?? '');
  const hasMin = extend === 'min' || extend === 'both';
  const hasMax = extend === 'max' || extend === 'both';
  return [
    ...(hasMin ? [all + (edges[0] ?? '')] : []),
    ...bands,
    ...(hasMax ? [edges.at(-1) ?? ''] : [])
  ];
}
