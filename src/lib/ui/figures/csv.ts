import type { ArtistSpec, AxesSpec, FigureSpec, Numbers } from '../../python/figure';
import { plainText } from './mathtext';

interface Column {
  readonly name: string;
  readonly values: readonly (number | string | null)[];
}

function columnsOf(artist: ArtistSpec, name: string): Column[] {
  const column = (suffix: string, values: Column['values']): Column => ({
    name: `${name} ${suffix}`,
    values
  });
  const table = (rows: readonly Numbers[]): Column[] => [
    column(
      'row',
      rows.flatMap((row, i) => row.map(() => i))
    ),
    column(
      'column',
      rows.flatMap((row) => row.map((_, j) => j))
    ),
    column('value', rows.flat())
  ];
  switch (artist.kind) {
    case 'line':
      return [column('x', artist.x), column('y', artist.y)];
    case 'area':
      return [column('x', artist.x), column('y', artist.y)];
    case 'points':
      return [
        column('x', artist.x),
        column('y', artist.y),
        ...(artist.values ? [column('value', artist.values)] : [])
      ];
    case 'bars':
      return [
        column('x', artist.x),
        column('y', artist.y),
        column('width', artist.widths),
        column('height', artist.heights)
      ];
    case 'segments':
      return [
        column(
          'x',
          artist.lines.flatMap(([xs]) => [...xs, null])
        ),
        column(
          'y',
          artist.lines.flatMap(([, ys]) => [...ys, null])
        )
      ];
    case 'arrows':
      return [
        column('x', artist.x),
        column('y', artist.y),
        column('u', artist.u),
        column('v', artist.v)
      ];
    case 'image':
      return artist.cells ? table(artist.cells) : [];
    case 'mesh':
      return table(artist.cells);
    case 'contour':
      return table(artist.z);
    default:
      return [];
  }
}

/** Neighbouring series over the same x share its column. */
function shared(columns: readonly Column[]): Column[] {
  let last: Column | null = null;
  return columns.filter((column) => {
    if (!column.name.endsWith(' x')) return true;
    const isSame =
      last !== null &&
      last.values.length === column.values.length &&
      last.values.every((value, i) => value === column.values[i]);
    if (!isSame) last = column;
    return !isSame;
  });
}

function axesColumns(axes: AxesSpec, prefix: string): Column[] {
  const counts = new Map<string, number>();
  return axes.artists.flatMap((artist) => {
    const base = artist.label === null ? artist.kind : plainText(artist.label);
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    return columnsOf(artist, `${prefix}${base}${count > 1 ? ` ${count}` : ''}`);
  });
}

/** A cell; text that a spreadsheet would take for a formula is marked as text. */
function cell(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The numbers of a figure as comma-separated values: columns side by side, each with its series' name. */
export function csv(figure: FigureSpec): string {
  const many = figure.axes.length > 1;
  const columns = shared(
    figure.axes.flatMap((axes, i) => axesColumns(axes, many ? `axes ${i + 1} ` : ''))
  );
  const length = Math.max(0, ...columns.map(({ values }) => values.length));
  const rows = Array.from({ length }, (_, i) => columns.map(({ values }) => cell(values[i])));
  return [columns.map(({ name }) => cell(name)), ...rows]
    .map((row) => `${row.join(',')}\n`)
    .join('');
}
