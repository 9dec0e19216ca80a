import { TorchError } from '../../tensor/errors';
import { type Shape, wrappedDim } from '../../tensor/shape';
import { Tensor } from '../../tensor/tensor';
import { int, ints } from '../attributes';
import { hidden, type OpDefinition } from '../define';
import { apply, call } from '../dispatch';
import { scattered } from '../strided';
import { MATRIX, SQUARE } from './common';
import { rearranging } from './rearranging';
import { widened } from './slicing';

const SIZE = ints('Shape of the whole.');

/**
 * The part of a dimension from `start` on, as its offset.
 * @throws TorchError where it reaches over the end
 */
function narrowed(t: Tensor, dim: number, start: number, length: number): Tensor {
  if (t.shape.length === 0) throw new TorchError('narrow() cannot be applied to a 0-dim tensor.');
  const at = wrappedDim(dim, t.shape.length);
  const size = t.shape[at] as number;
  const from = start === size ? start : wrappedDim(start, size);
  if (length < 0 || from > size - length) {
    throw new TorchError(`start (${from}) + length (${length}) exceeds dimension size (${size}).`);
  }
  const shape = t.shape.map((one, k) => (k === at ? length : one));
  return t.sharing(shape, t.strides, t.offset + from * (t.strides[at] as number));
}

/** Shape and steps of a diagonal. @throws TorchError for dimensions that are out of range or the same */
export function diagonalOf(t: Tensor, offset: number, dim1: number, dim2: number): Tensor {
  const [a, b] = [wrappedDim(dim1, t.shape.length), wrappedDim(dim2, t.shape.length)];
  if (a === b) {
    throw new TorchError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
  }
  const [rows, columns] = [t.shape[a] as number, t.shape[b] as number];
  const [step, step2] = [t.strides[a] as number, t.strides[b] as number];
  const length = Math.max(
    0,
    offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns)
  );
  const first = length === 0 ? 0 : offset >= 0 ? offset * step2 : -offset * step;
  const others = (list: readonly number[]): number[] => list.filter((_, k) => k !== a && k !== b);
  return t.sharing(
    [...others(t.shape), length],
    [...others(t.strides), step + step2],
    t.offset + first
  );
}

const DIAGONAL = {
  offset: int('Which diagonal: 0 is the main one, 1 the one above it.', 0),
  dim1: int('First dimension.', 0),
  dim2: int('Second dimension.', 1)
};

/** The gradient of a diagonal, with zeros beside it. */
const diagonalBackward = hidden({
  name: 'diagonal_backward',
  gradFn: 'DiagonalBackwardBackward0',
  attributes: { ...DIAGONAL, size: SIZE },
  forward: ([t], { size, offset, dim1, dim2 }) =>
    scattered(size, t as Tensor, (whole) => diagonalOf(whole, offset, dim1, dim2)),
  vjp: ({ upstream, attributes: { offset, dim1, dim2 } }) => [
    apply('diagonal', [upstream], { offset, dim1, dim2 })
  ]
});

/** The gradient of a diagonal, in the shape of what it was taken of. */
export const embedded = (g: Tensor, size: Shape, dim1: number, dim2: number, offset = 0): Tensor =>
  call(diagonalBackward, [g], { size, offset, dim1, dim2 });

export const rearrangements: OpDefinition[] = [
  rearranging({
    name: 'narrow',
    family: 'indexing',
    summary: 'Takes a part of a dimension; the elements stay where they are.',
    gradFn: 'SliceBackward0',
    attributes: {
      dim: int('Dimension.'),
      start: int('Where the part begins.'),
      length: { ...int('How many it takes.'), start: 1 }
    },
    isView: true,
    compute: (t, { dim, start, length }) => narrowed(t, dim, start, length),
    back: (g, t, { dim, start }) => {
      const at = wrappedDim(dim, t.shape.length);
      const size = t.shape[at] as number;
      return widened(g, t.shape, at, start < 0 ? start + size : start);
    },
    samples: [
      { inputs: [[1, 2, 3]], attributes: { dim: 0, start: 1, length: 2 } },
      { inputs: [MATRIX], attributes: { dim: 1, start: 0, length: 2 } },
      { inputs: [MATRIX], attributes: { dim: -1, start: -1, length: 1 } }
    ]
  }),
  rearranging({
    name: 'diagonal',
    family: 'matrix',
    summary: 'Takes the diagonal of two dimensions; the elements stay where they are.',
    gradFn: 'DiagonalBackward0',
    attributes: DIAGONAL,
    isView: true,
    compute: (t, { offset, dim1, dim2 }) => diagonalOf(t, offset, dim1, dim2),
    back: (g, t, { offset, dim1, dim2 }) => embedded(g, t.shape, dim1, dim2, offset),
    samples: [
      { inputs: [SQUARE] },
      { inputs: [MATRIX], attributes: { offset: 1 } },
      { inputs: [SQUARE], attributes: { offset: -1 } },
      { inputs: [[MATRIX, MATRIX]], attributes: { offset: 0, dim1: 1, dim2: -1 } }
    ]
  })
];

export const rearrangementInternals: readonly OpDefinition[] = [diagonalBackward];
