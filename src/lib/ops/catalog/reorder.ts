import { TorchError } from '../../tensor/errors';
import { listText, type Shape, wrappedDim } from '../../tensor/shape';
import { fullLike, Tensor } from '../../tensor/tensor';
import { int, ints } from '../attributes';
import type { OpDefinition } from '../define';
import { apply } from '../dispatch';
import { copied, copyElements, gathered, isDense, type Layout, reserve } from '../strided';
import { wrappedDimOf } from '../views';
import { MATRIX, SQUARE } from './common';
import { methodNames, rearranging } from './rearranging';

function flipped(t: Tensor, dims: readonly number[]): Tensor {
  const turned = new Set<number>();
  for (const dim of dims) {
    const at = wrappedDim(dim, t.shape.length);
    if (turned.has(at)) {
      throw new TorchError(`dim ${at} appears multiple times in the list of dims`);
    }
    turned.add(at);
  }
  const target = isDense(t)
    ? new Tensor(reserve(t.shape, t.dtype), t.shape, t.dtype, t.strides)
    : new Tensor(reserve(t.shape, t.dtype), t.shape, t.dtype);
  const last = t.shape.reduce(
    (sum, size, k) => sum + (turned.has(k) ? (size - 1) * (t.strides[k] as number) : 0),
    t.offset
  );
  const strides = t.strides.map((step, k) => (turned.has(k) ? -step : step));
  copyElements(t.shape, { data: t.data, strides, offset: last }, target);
  return target;
}

/** Elements moved on along one dimension; those that leave at the end come in again in front. */
function rolledAlong(t: Tensor, shift: number, dim: number): Tensor {
  // Where there is nothing to move, PyTorch doesn't look at the dimension.
  if (t.numel === 0) return copied(t);
  const at = wrappedDimOf(dim, t.shape.length);
  const size = t.shape[at] as number;
  const by = ((shift % size) + size) % size;
  const made = new Tensor(reserve(t.shape, t.dtype), t.shape, t.dtype);
  const part = (one: Tensor, start: number): Layout => ({
    data: one.data,
    strides: one.strides,
    offset: one.offset + start * (one.strides[at] as number)
  });
  const shapeOf = (length: number): Shape => t.shape.map((n, k) => (k === at ? length : n));
  copyElements(shapeOf(size - by), part(t, 0), part(made, by));
  copyElements(shapeOf(by), part(t, size - by), part(made, 0));
  return made;
}

function rolled(t: Tensor, shifts: readonly number[], dims: readonly number[]): Tensor {
  const [shift] = shifts;
  if (shift === undefined) throw new TorchError('`shifts` required');
  if (dims.length === 0 && shifts.length === 1) {
    const flat = gathered(t.shape, t, t.dtype);
    const moved = rolledAlong(new Tensor(flat.data, [t.numel], t.dtype), shift, 0);
    return new Tensor(moved.data, t.shape, t.dtype);
  }
  if (shifts.length !== dims.length) {
    throw new TorchError(
      `shifts and dimensions must align. shifts: ${shifts.length}, dims:${dims.length}`
    );
  }
  return dims.reduce((moved, dim, k) => rolledAlong(moved, shifts[k] as number, dim), t);
}

export function repeated(t: Tensor, repeats: readonly number[]): Tensor {
  const lead = repeats.length - t.shape.length;
  if (lead < 0) {
    throw new TorchError(
      'Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor'
    );
  }
  const padded = [...new Array<number>(lead).fill(1), ...t.shape];
  const shape = padded.map((size, k) => size * (repeats[k] as number));
  const negative = shape.find((size) => size < 0);
  if (negative !== undefined) {
    throw new TorchError(
      `Trying to create tensor with negative dimension ${negative}: ${listText(shape)}`
    );
  }
  const steps = [...new Array<number>(lead).fill(0), ...t.strides];
  const source = padded.flatMap((size, k) => [repeats[k] as number, size]);
  const made = gathered(
    source,
    { data: t.data, strides: steps.flatMap((step) => [0, step]), offset: t.offset },
    t.dtype
  );
  return new Tensor(made.data, shape, t.dtype);
}

/** The gradients of all copies, added up. */
export function gathering(g: Tensor, t: Tensor, repeats: readonly number[]): Tensor {
  const lead = repeats.length - t.shape.length;
  if (repeats.length === 0) return g;
  if (g.numel === 0) return fullLike({ shape: t.shape, dtype: g.dtype }, 0);
  const shape = repeats.flatMap((count, k) =>
    k < lead ? [count] : [count, t.shape[k - lead] as number]
  );
  const dim = repeats.map((_, k) => (k < lead ? k : lead + 2 * (k - lead)));
  return apply('sum', [apply('reshape', [g], { shape })], { dim });
}

/** Elements on one side of a diagonal; zeros on the other. */
function triangle(t: Tensor, isKept: (row: number, column: number) => boolean): Tensor {
  const rank = t.shape.length;
  const columns = t.shape.at(-1) ?? 1;
  if (t.numel > 0) {
    wrappedDimOf(-2, rank);
  } else if (rank < 2) {
    return copied(t);
  }
  const rows = t.shape.at(-2) ?? 1;
  const made = gathered(t.shape, t, t.dtype);
  const { data } = made;
  for (let at = 0, row = 0; at < data.length; row = (row + 1) % rows) {
    for (let column = 0; column < columns; column++, at++) {
      if (!isKept(row, column)) data[at] = 0;
    }
  }
  return made;
}

const BESIDE = { diagonal: int('The diagonal that is kept last: 0 is the main one.', 0) };

/** `triu` and `tril`: the gradient of what was kept, and zero for the rest. */
const triangular = (
  name: 'triu' | 'tril',
  gradFn: string,
  summary: string,
  isKept: (row: number, column: number, diagonal: number) => boolean
): OpDefinition => {
  const compute = (t: Tensor, diagonal: number): Tensor =>
    triangle(t, (row, column) => isKept(row, column, diagonal));
  return rearranging({
    name,
    family: 'matrix',
    summary,
    gradFn,
    attributes: BESIDE,
    compute: (t, { diagonal }) => compute(t, diagonal),
    back: (g, _, { diagonal }) => apply(name, [g], { diagonal }),
    local: (_, __, output, { diagonal }) => compute(fullLike(output, 1), diagonal),
    localLatex: () => (name === 'triu' ? '[i \\le j]' : '[i \\ge j]'),
    samples: [
      { inputs: [SQUARE] },
      { inputs: [SQUARE], attributes: { diagonal: 1 } },
      { inputs: [MATRIX], attributes: { diagonal: -1 } },
      { inputs: [[MATRIX, MATRIX]] }
    ]
  });
};

export const reorderings: OpDefinition[] = [
  rearranging({
    name: 'repeat',
    summary: 'Copies the whole tensor so many times along each dimension.',
    ...methodNames('repeat'),
    gradFn: 'RepeatBackward0',
    attributes: { repeats: { ...ints('How often, for each dimension.'), start: [2] } },
    compute: (t, { repeats }) => repeated(t, repeats),
    back: (g, t, { repeats }) => gathering(g, t, repeats),
    samples: [
      { inputs: [[1, 2, 3]], attributes: { repeats: [2] } },
      { inputs: [MATRIX], attributes: { repeats: [2, 1] } },
      { inputs: [[1, -2]], attributes: { repeats: [2, 3] } },
      { inputs: [2], attributes: { repeats: [3] } }
    ]
  }),
  rearranging({
    name: 'flip',
    summary: 'Turns the order of the elements round along dimensions.',
    gradFn: 'FlipBackward0',
    attributes: { dims: ints('Dimensions that are turned round.') },
    compute: (t, { dims }) => flipped(t, dims),
    back: (g, _, { dims }) => apply('flip', [g], { dims }),
    samples: [
      { inputs: [[1, 2, 3]], attributes: { dims: [0] } },
      { inputs: [MATRIX], attributes: { dims: [1] } },
      { inputs: [MATRIX], attributes: { dims: [0, -1] } }
    ]
  }),
  rearranging({
    name: 'roll',
    summary: 'Moves the elements on; those that leave at the end come in again in front.',
    gradFn: 'RollBackward0',
    attributes: {
      shifts: { ...ints('By how many places.'), start: [1] },
      dims: ints('Along which dimensions; without any, through all elements in their order.', [])
    },
    compute: (t, { shifts, dims }) => rolled(t, shifts, dims),
    back: (g, _, { shifts, dims }) => apply('roll', [g], { shifts: shifts.map((by) => -by), dims }),
    samples: [
      { inputs: [[1, 2, 3]], attributes: { shifts: [1] } },
      { inputs: [MATRIX], attributes: { shifts: [1] } },
      { inputs: [MATRIX], attributes: { shifts: [-1], dims: [1] } },
      { inputs: [MATRIX], attributes: { shifts: [1, 2], dims: [0, 1] } }
    ]
  }),

  triangular(
    'triu',
    'TriuBackward0',
    'Keeps the upper triangle of a matrix and sets the rest to 0.',
    (row, column, diagonal) => column - row >= diagonal
  ),
  triangular(
    'tril',
    'TrilBackward0',
    'Keeps the lower triangle of a matrix and sets the rest to 0.',
    (row, column, diagonal) => column - row <= diagonal
  )
];
