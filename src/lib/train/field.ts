import type { Document } from '../graph/document';
import { compile } from '../graph/program';
import { TorchError } from '../tensor/errors';
import type { Tensor } from '../tensor/tensor';
import type { Batch } from './feed';
import { Model, programFor, type Refusal, refusalOf } from './model';
import { trainingOf } from './roles';
import type { DataTable } from './settings';
import type { Span } from './surface';

/** What a trained graph answers over a grid of two columns, or along one. */
export interface FieldOptions {
  readonly output: string;
  readonly x: string;
  readonly xSpan: Span;
  readonly y: string | null;
  readonly ySpan: Span;
}

/** The output over a grid, row by row from the lowest y. */
export interface Field extends FieldOptions {
  readonly columns: number;
  readonly rows: number;
  readonly z: Float64Array;
  /** What a number says: the output itself, by how much the second of two exceeds the first, or which is largest. */
  readonly of: 'value' | 'margin' | 'class';
}

const LEVELS = {
  map: [
    [12, 12],
    [24, 24],
    [48, 48]
  ],
  line: [
    [60, 1],
    [240, 1]
  ]
} as const;
/** Rows that one run computes together. */
const TOGETHER = 576;

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, value) => sum + value, 0) / Math.max(1, numbers.length);

/** A table of the grid's points; the columns that don't move stand at their mean. */
function gridTable(table: DataTable, options: FieldOptions, size: readonly [number, number]) {
  const [columns, rows] = size;
  const means = table.columns.map((_, k) => mean(table.rows.map((row) => row[k] ?? 0)));
  const [x, y] = [table.columns.indexOf(options.x), table.columns.indexOf(options.y ?? '')];
  const at = ([from, to]: Span, i: number, count: number): number =>
    from + ((to - from) * i) / Math.max(1, count - 1);
  const points = Array.from({ length: columns * rows }, (_, place) => {
    const row = [...means];
    row[x] = at(options.xSpan, place % columns, columns);
    if (y >= 0) row[y] = at(options.ySpan, Math.floor(place / columns), rows);
    return row;
  });
  return { columns: table.columns, rows: points };
}

/** One number for each row of an output, and what it says; null where the output isn't made of rows. */
function numbersOf(output: Tensor, count: number): { numbers: number[]; of: Field['of'] } | null {
  const values = output.values();
  if (values.length === count) return { numbers: values, of: 'value' };
  if (output.shape[0] !== count || output.shape.length !== 2) return null;
  const width = values.length / count;
  const numbers = Array.from({ length: count }, (_, i) => {
    const row = values.slice(i * width, (i + 1) * width);
    return width === 2 ? (row[1] ?? 0) - (row[0] ?? 0) : row.indexOf(Math.max(...row));
  });
  return { numbers, of: width === 2 ? 'margin' : 'class' };
}

/** The output over a grid of inputs, coarse first; null between slices. */
export function* field(
  doc: Document,
  options: FieldOptions,
  budget: number,
  now: () => number = () => performance.now()
): Generator<Field | Refusal | null, void> {
  const { data } = doc.meta;
  const node = doc.nodes[options.output];
  if (!data || !node) return;
  const program = programFor(compile(doc), options.output);
  const isRow = trainingOf(doc).batch === 'row';
  for (const size of options.y === null ? LEVELS.line : LEVELS.map) {
    const table = gridTable(data, options, size);
    const model = new Model(doc, program, table);
    const z = new Float64Array(table.rows.length);
    let of: Field['of'] = 'value';
    let since = now();
    const step = isRow ? 1 : TOGETHER;
    for (let start = 0; start < z.length; start += step) {
      const places = Array.from({ length: Math.min(step, z.length - start) }, (_, k) => start + k);
      const batch: Batch = { places, isRow };
      try {
        const found = numbersOf(model.output(batch), places.length);
        if (!found) {
          yield {
            message: `${node.name} has no value for each row.`,
            help: 'The picture needs a node that answers every row by itself.'
          };
          return;
        }
        z.set(found.numbers, start);
        ({ of } = found);
      } catch (error) {
        if (!(error instanceof TorchError)) throw error;
        yield refusalOf(error);
        return;
      }
      if (now() - since >= budget && start + step < z.length) {
        yield null;
        since = now();
      }
    }
    yield { ...options, columns: size[0], rows: size[1], z, of };
  }
}
