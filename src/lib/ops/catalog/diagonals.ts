import { TorchError } from '../../tensor/errors';
import { type Shape, wrappedDim } from '../../tensor/shape';
import { fullLike, type Tensor } from '../../tensor/tensor';
import { int } from '../attributes';
import type { OpDefinition } from '../define';
import { apply } from '../dispatch';
import { indexed } from '../latex';
import { expandTo } from '../reshape';
import { gathered, scattered } from '../strided';
import { MATRIX, notImplemented, SQUARE } from './common';
import { diagonalOf, embedded } from './rearrange';
import { rearranging } from './rearranging';

/** The shape in which a last dimension becomes the diagonal of two. @throws TorchError */
function embeddedShape({ shape }: Tensor, offset: number, dim1: number, dim2: number): Shape {
  const rank = shape.length + 1;
  const [a, b] = [wrappedDim(dim1, rank), wrappedDim(dim2, rank)];
  if (a === b) {
    throw new TorchError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
  }
  const size = (shape.at(-1) ?? 1) + Math.abs(offset);
  const made = shape.slice(0, -1);
  made.splice(Math.min(a, b), 0, size);
  made.splice(Math.max(a, b), 0, size);
  return made;
}

/** A tensor with the elements on a diagonal of two new dimensions. */
const onDiagonal = (t: Tensor, offset: number, dim1: number, dim2: number): Tensor =>
  scattered(embeddedShape(t, offset, dim1, dim2), t, (whole) =>
    diagonalOf(whole, offset, dim1, dim2)
  );

const DIAGONAL = { diagonal: int('Which diagonal: 0 is the main one, 1 the one above it.', 0) };

/** What makes diagonals, takes them out and adds them up. */
export const diagonals: OpDefinition[] = [
  rearranging({
    name: 'diag',
    family: 'matrix',
    summary: 'Makes a matrix with a vector on its diagonal, or takes the diagonal of a matrix.',
    gradFn: 'DiagBackward0',
    attributes: DIAGONAL,
    versions: 'Current releases print DiagonalBackward0 or DiagEmbedBackward0.',
    compute: (t, { diagonal }) => {
      const rank = t.shape.length;
      if (rank === 1) return onDiagonal(t, diagonal, 0, 1);
      if (rank !== 2) throw new TorchError('matrix or a vector expected');
      const [rows = 0, columns = 0] = t.shape;
      if (diagonal >= 0 ? diagonal > columns : -diagonal > rows) {
        throw new TorchError('numel: integer multiplication overflow');
      }
      const found = diagonalOf(t, diagonal, 0, 1);
      return gathered(found.shape, found, t.dtype);
    },
    back: (g, t, { diagonal }) =>
      t.shape.length === 1
        ? apply('diagonal', [g], { offset: diagonal })
        : embedded(g, t.shape, 0, 1, diagonal),
    samples: [
      { inputs: [[1, -2, 3]] },
      { inputs: [SQUARE] },
      { inputs: [[1, -2]], attributes: { diagonal: -1 } },
      { inputs: [MATRIX], attributes: { diagonal: 1 } }
    ]
  }),
  rearranging({
    name: 'diag_embed',
    family: 'matrix',
    summary: 'Makes matrices with the vectors of the last dimension on their diagonals.',
    gradFn: 'DiagEmbedBackward0',
    attributes: {
      offset: int('Which diagonal: 0 is the main one, 1 the one above it.', 0),
      dim1: int('First dimension of the matrices.', -2),
      dim2: int('Second dimension of the matrices.', -1)
    },
    compute: (t, { offset, dim1, dim2 }) => onDiagonal(t, offset, dim1, dim2),
    back: (g, _, attributes) => apply('diagonal', [g], attributes),
    samples: [
      { inputs: [[1, -2, 3]] },
      { inputs: [MATRIX], attributes: { offset: 1 } },
      { inputs: [MATRIX], attributes: { offset: 0, dim1: 0, dim2: 2 } }
    ]
  }),
  rearranging({
    name: 'trace',
    family: 'matrix',
    summary: 'Adds up the diagonal of a matrix.',
    gradFn: 'TraceBackward0',
    latex: ([a]) => (a ? `\\sum_i ${indexed(a).replace(/_i$/, '_{ii}')}` : ''),
    compute: (t) => {
      if (t.shape.length !== 2) {
        throw new TorchError(`trace: expected a matrix, but got tensor with dim ${t.shape.length}`);
      }
      if (t.dtype === 'bool') throw new TorchError(notImplemented('trace', 'bool'));
      const total = diagonalOf(t, 0, 0, 1)
        .values()
        .reduce((sum, one) => sum + one, 0);
      return fullLike({ shape: [], dtype: t.dtype }, total);
    },
    back: (g, t) =>
      embedded(expandTo(g, [Math.min(...(t.shape as [number, number]))]), t.shape, 0, 1),
    samples: [{ inputs: [SQUARE] }, { inputs: [MATRIX] }, { inputs: [[[3]]] }]
  })
];
