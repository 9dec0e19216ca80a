import type { Document } from '../graph/document';
import { TorchError } from '../tensor/errors';
import type { Batch } from './feed';
import { isRefusal, type Model, prepare, type Refusal, refusalOf } from './model';
import { trainingOf } from './roles';
import type { Element } from './train';

export type ElementRef = Pick<Element, 'node' | 'index'>;
export type Span = readonly [number, number];

/** Where to look at the loss: over one number among the parameters, or over two. */
export interface SurfaceOptions {
  readonly x: ElementRef;
  readonly xSpan: Span;
  readonly y: ElementRef | null;
  readonly ySpan: Span;
}

/** The loss over a grid, row by row from the lowest y; over a line where there is one axis. */
export interface Surface extends SurfaceOptions {
  readonly columns: number;
  readonly rows: number;
  readonly z: Float64Array;
}

/** Numbers of points along each axis, coarse to fine; each grid holds the one before it. */
const LEVELS = { map: [9, 17, 33, 65], line: [33, 129, 513] } as const;
/** Time that a finer grid may take. */
const LEVEL_MS = 1500;
/** Rows over which the loss is averaged where they are fed one by one. */
const MOST_ROWS = 200;

const along = ([from, to]: Span, i: number, count: number): number => {
  const share = count > 1 ? i / (count - 1) : 0;
  return from * (1 - share) + to * share;
};

/** The loss of all rows, whatever one step is fed. */
function lossOfAll(doc: Document, model: Model): () => number {
  const count = model.isFed ? (model.table?.rows.length ?? 0) : 0;
  const places = Array.from({ length: count }, (_, place) => place);
  if (trainingOf(doc).batch !== 'row' || count === 0) {
    const batch: Batch = { places, isRow: false };
    return () => model.loss(batch);
  }
  const stride = Math.max(1, Math.ceil(count / MOST_ROWS));
  const rows = places
    .filter((place) => place % stride === 0)
    .map((place): Batch => ({ places: [place], isRow: true }));
  return () => rows.reduce((sum, row) => sum + model.loss(row), 0) / rows.length;
}

/**
 * The loss over one or two numbers among the parameters, the others where they are: coarse first, then finer. Yields
 * null between slices of about `budget` milliseconds.
 */
export function* surface(
  doc: Document,
  options: SurfaceOptions,
  budget: number,
  now: () => number = () => performance.now()
): Generator<Surface | Refusal | null, void> {
  const model = prepare(doc);
  if (isRefusal(model)) {
    yield model;
    return;
  }
  const parameter = (ref: ElementRef | null) =>
    model.parameters.find(({ node, value }) => node.id === ref?.node && ref.index < value.length);
  const { x, y, xSpan, ySpan } = options;
  const [px, py] = [parameter(x), parameter(y)];
  if (!px || (y && !py)) return;
  const loss = lossOfAll(doc, model);
  let coarse: Surface | null = null;
  let perPoint = 0;
  for (const count of y ? LEVELS.map : LEVELS.line) {
    const [columns, rows] = [count, y ? count : 1];
    const z = new Float64Array(columns * rows).fill(NaN);
    const stride: number = coarse ? (count - 1) / (coarse.columns - 1) : 0;
    if (coarse && perPoint * z.length > LEVEL_MS) return;
    const start = now();
    let since = start;
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++) {
        if (coarse && i % stride === 0 && j % stride === 0) {
          z[j * columns + i] = coarse.z[(j / stride) * coarse.columns + i / stride] ?? NaN;
          continue;
        }
        px.value[x.index] = along(xSpan, i, columns);
        if (py && y) py.value[y.index] = along(ySpan, j, rows);
        try {
          z[j * columns + i] = loss();
        } catch (error) {
          if (!(error instanceof TorchError)) throw error;
          yield refusalOf(error);
          return;
        }
        if (now() - since >= budget) {
          yield null;
          since = now();
        }
      }
    }
    perPoint = (now() - start) / z.length;
    coarse = { ...options, columns, rows, z };
    yield coarse;
  }
}
