import type { HeatMap } from './heat';

/** The cells of one shade, and the signs in them. */
export interface Shade {
  readonly level: number;
  readonly cells: string;
  /** A stroke in negative cells, a dot in zero ones, a cross where there is no number; empty where cells are too small. */
  readonly signs: string;
}

export interface HeatDrawing {
  readonly width: number;
  readonly height: number;
  readonly cell: { readonly width: number; readonly height: number };
  readonly shades: readonly Shade[];
}

/** Cells smaller than this have no room for a sign. */
const LEGIBLE = 4.5;
/** Cells larger than this look like a table. */
const LARGEST = 10;

/** Size of a picture within the room there is. */
export function heatSize(
  { rows, cols }: Pick<HeatMap, 'rows' | 'cols'>,
  room: { readonly width: number; readonly height: number }
): Pick<HeatDrawing, 'width' | 'height' | 'cell'> {
  const cell = {
    width: Math.min(LARGEST, room.width / Math.max(1, cols)),
    height: Math.min(LARGEST, room.height / Math.max(1, rows))
  };
  // Cells are square where that doesn't make them much smaller.
  const side = Math.min(cell.width, cell.height);
  const shown = {
    width: Math.min(cell.width, 1.6 * side),
    height: Math.min(cell.height, 1.6 * side)
  };
  return { cell: shown, width: shown.width * cols, height: shown.height * rows };
}

const two = (n: number): string => String(Math.round(n * 100) / 100);

function signOf(kind: string, level: number, x: number, y: number, size: number): string {
  const [l, r, t, b] = [x - size, x + size, y - size, y + size].map(two);
  if (kind === 'nan' || kind === 'inf') return `M${l},${t} L${r},${b} M${l},${b} L${r},${t}`;
  if (kind === 'zero') return `M${two(x)},${two(y)} h0.01`;
  return level < 0 ? `M${l},${two(y)} H${r}` : '';
}

/** A picture as a few paths: one for each shade, however many cells there are. */
export function heatDrawing(
  map: HeatMap,
  room: { readonly width: number; readonly height: number }
): HeatDrawing {
  const size = heatSize(map, room);
  const { width, height } = size.cell;
  const hasSigns = Math.min(width, height) >= LEGIBLE;
  const shades = new Map<number, { cells: string; signs: string }>();
  for (const { row, col, level, kind } of map.cells) {
    const [x, y] = [col * width, row * height];
    const shade = shades.get(level) ?? { cells: '', signs: '' };
    shade.cells += `M${two(x)},${two(y)} h${two(width)} v${two(height)} h${two(-width)} z`;
    if (hasSigns) {
      const reach = Math.min(width, height) * 0.22;
      shade.signs += signOf(kind, level, x + width / 2, y + height / 2, reach);
    }
    shades.set(level, shade);
  }
  return { ...size, shades: [...shades].map(([level, shade]) => ({ level, ...shade })) };
}

/** Room for a picture in a node, and around it. */
export const NODE_HEAT = { width: 82, height: 44 } as const;
const AROUND = 11;

/** Heights of a node's pictures and of the strip that they stand in. */
export function nodeHeat(map: Pick<HeatMap, 'rows' | 'cols'>): { picture: number; strip: number } {
  const picture = Math.ceil(heatSize(map, NODE_HEAT).height);
  return { picture, strip: picture + AROUND };
}
