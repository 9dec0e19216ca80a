import type { Document, InputNode, TensorLiteral } from '../graph/document';
import { Generator } from '../tensor/random';
import type { BatchSetting, DataTable } from './settings';

/** Rows of a table that one step is fed, by their places. */
export interface Batch {
  readonly places: readonly number[];
  /** Whether it is one row as it stands, without a dimension for rows. */
  readonly isRow: boolean;
}

/** Input nodes that the table feeds, in order of creation; columns that aren't there feed nothing. */
export function fedNodes(doc: Document): (InputNode & { readonly columns: string[] })[] {
  const known = new Set(doc.meta.data?.columns);
  return Object.values(doc.nodes)
    .flatMap((node) =>
      node.kind === 'input' &&
      node.role === 'data' &&
      node.columns?.length &&
      node.columns.every((column) => known.has(column))
        ? [{ ...node, columns: node.columns }]
        : []
    )
    .sort((a, b) => a.order - b.order);
}

/** Places of columns in a table. */
export const columnPlaces = ({ columns }: DataTable, names: readonly string[]): number[] =>
  names.map((name) => columns.indexOf(name));

/** The value that an input holds while it is fed: one number a row for one column, a list a row for several. */
export function fedValue(
  table: DataTable,
  names: readonly string[],
  { places, isRow }: Batch
): TensorLiteral {
  const columns = columnPlaces(table, names);
  const ofRow = (place: number): TensorLiteral => {
    const row = table.rows[place] ?? [];
    const cells = columns.map((column) => row[column] ?? 0);
    return cells.length === 1 ? (cells[0] ?? 0) : cells;
  };
  return isRow ? ofRow(places[0] ?? 0) : places.map(ofRow);
}

const all = (count: number): number[] => Array.from({ length: count }, (_, place) => place);

/** Which rows each step is fed: shuffled anew in every pass through the table, the same for the same seed. */
export class Schedule {
  private shuffled: { epoch: number; places: readonly number[] } | null = null;

  constructor(
    private readonly rows: number,
    private readonly batch: BatchSetting,
    private readonly seed: number
  ) {}

  /** Steps of one pass through the table. */
  get perEpoch(): number {
    return Math.max(1, Math.ceil(this.rows / this.size));
  }

  private get size(): number {
    if (this.batch === 'whole') return Math.max(1, this.rows);
    return this.batch === 'row' ? 1 : this.batch;
  }

  /** The rows of a step, counted from 0. */
  at(step: number): Batch {
    if (this.batch === 'whole') return { places: all(this.rows), isRow: false };
    const epoch = Math.floor(step / this.perEpoch);
    if (this.shuffled?.epoch !== epoch) {
      const seed = (this.seed + epoch) % 2 ** 32;
      const places = [...new Generator().manualSeed(seed).permutation(this.rows)];
      this.shuffled = { epoch, places };
    }
    const first = (step % this.perEpoch) * this.size;
    return {
      places: this.shuffled.places.slice(first, first + this.size),
      isRow: this.batch === 'row'
    };
  }
}

export const scheduleOf = ({ meta }: Document, batch: BatchSetting, seed: number): Schedule =>
  new Schedule(meta.data?.rows.length ?? 0, batch, seed);
