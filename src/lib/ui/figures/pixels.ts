import { rgb } from 'd3';
import type { ArtistOf } from '../../python/figure';
import type { Place } from './curve';
import { tinted } from './paint';
import { pngAddress } from './png';
import { short } from './shapes';
import type { Mark } from './mark';

/** Bytes of a picture, first row first. */
function bytesOf(spec: ArtistOf<'image'>): { width: number; height: number; rgba: Uint8Array } {
  if (spec.cells && spec.tint) {
    const [height, width] = [spec.cells.length, spec.cells[0]?.length ?? 0];
    const rgba = new Uint8Array(4 * width * height);
    const color = tinted(spec.tint);
    spec.cells.forEach((row, i) =>
      row.forEach((value, j) => {
        const found = color(value);
        if (found) rgba.set([found.r, found.g, found.b, 255], 4 * (i * width + j));
      })
    );
    return { width, height, rgba };
  }
  const channels = spec.channels ?? 3;
  const rows = spec.pixels ?? [];
  const [height, width] = [rows.length, Math.floor((rows[0]?.length ?? 0) / 2 / channels)];
  const rgba = new Uint8Array(4 * width * height).fill(255);
  rows.forEach((row, i) => {
    for (let j = 0; j < width; j++) {
      for (let c = 0; c < channels; c++) {
        const at = 2 * (j * channels + c);
        rgba[4 * (i * width + j) + c] = parseInt(row.slice(at, at + 2), 16);
      }
    }
  });
  return { width, height, rgba };
}

/** The same picture turned round where an axis goes the other way. */
function turned(
  { width, height, rgba }: ReturnType<typeof bytesOf>,
  isMirrored: boolean,
  isUpsideDown: boolean
): Uint8Array {
  if (!isMirrored && !isUpsideDown) return rgba;
  const other = new Uint8Array(rgba.length);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      const from = 4 * (i * width + j);
      const row = isUpsideDown ? height - 1 - i : i;
      const column = isMirrored ? width - 1 - j : j;
      other.set(rgba.subarray(from, from + 4), 4 * (row * width + column));
    }
  }
  return other;
}

/** A picture in its axes. */
export function imageMark(spec: ArtistOf<'image'>, x: Place, y: Place): Mark[] {
  const [left, right, bottom, top] = spec.extent;
  const [x0, x1, y0, y1] = [x(left), x(right), y(bottom), y(top)];
  const picture = bytesOf(spec);
  if (![x0, x1, y0, y1].every(Number.isFinite) || picture.width * picture.height === 0) return [];
  // The first row is at the top of the extent, or at its bottom.
  const firstRow = spec.fromTop ? y1 : y0;
  const rgba = turned(picture, x1 < x0, firstRow > Math.min(y0, y1) + 1e-9);
  return [
    {
      kind: 'image',
      href: pngAddress(picture.width, picture.height, rgba),
      x: Math.min(x0, x1),
      y: Math.min(y0, y1),
      width: Math.abs(x1 - x0),
      height: Math.abs(y1 - y0),
      opacity: spec.alpha
    }
  ];
}

/** More cells than that are drawn as a picture. */
const MOST_CELLS = 900;

/** Cells between lines: a picture where all are alike or there are many, else areas. */
export function meshMarks(spec: ArtistOf<'mesh'>, x: Place, y: Place): Mark[] {
  const { columns, rows, cells, tint, alpha } = spec;
  const isEven = (lines: readonly number[], place: Place): boolean => {
    const pixels = lines.map(place);
    const step = ((pixels.at(-1) ?? 0) - (pixels[0] ?? 0)) / Math.max(1, lines.length - 1);
    return pixels.every((at, i) => Math.abs(at - (pixels[0] ?? 0) - i * step) < 0.5);
  };
  const extent = [columns[0] ?? 0, columns.at(-1) ?? 1, rows[0] ?? 0, rows.at(-1) ?? 1] as const;
  const count = cells.length * (cells[0]?.length ?? 0);
  if (!spec.edge && ((isEven(columns, x) && isEven(rows, y)) || count > MOST_CELLS)) {
    const picture: ArtistOf<'image'> = {
      ...{ kind: 'image', label: null, alpha, order: 0, extent: [...extent], fromTop: false },
      ...{ cells, tint, pixels: null }
    };
    return imageMark(picture, x, y);
  }
  const color = tinted(tint);
  return cells.flatMap((row, i) =>
    row.flatMap((value, j): Mark[] => {
      const found = color(value);
      if (!found) return [];
      const [a, b] = [x(columns[j] ?? 0), x(columns[j + 1] ?? 0)];
      const [c, d] = [y(rows[i] ?? 0), y(rows[i + 1] ?? 0)];
      const fill = rgb(found).formatHex();
      return [
        {
          kind: 'path',
          d: `M${short(a)},${short(c)}H${short(b)}V${short(d)}H${short(a)}Z`,
          ...{ fill, fillOpacity: alpha, stroke: spec.edge?.color.slice(0, 7) ?? fill },
          ...{ strokeOpacity: alpha, width: spec.edge ? spec.edge.width : 0.5, dash: null },
          isEvenOdd: false
        }
      ];
    })
  );
}
