import { TorchError } from '../../tensor/errors';
import { type Shape, wrappedDim } from '../../tensor/shape';
import { fullLike, type Tensor } from '../../tensor/tensor';
import { int, ints } from '../attributes';
import type { OpDefinition } from '../define';
import { apply } from '../dispatch';
import { reduceTo } from '../reshape';
import { copied, viewStrides } from '../strided';
import {
  expanded,
  flattenedShape,
  inferred,
  orderOf,
  reordered,
  reshaped,
  squeezed,
  swapped,
  unsqueezed
} from '../views';
import { docs, MATRIX } from './common';
import { methodNames, rearranging } from './rearranging';

const reshape = (t: Tensor, shape: Shape): Tensor => apply('reshape', [t], { shape });

const reshapedBy = (t: Tensor | undefined, shape: Shape): string =>
  t && viewStrides(t, shape) ? 'ReshapeAliasBackward0' : 'UnsafeViewBackward0';

const RESHAPE_VERSIONS =
  'Where the elements can stay, 1.13 calls the backward node ReshapeAliasBackward0 and current releases ViewBackward0.';

const BLOCK = [
  [
    [1, 2, 3],
    [4, 5, 6]
  ],
  [
    [-1, 0, 2],
    [0.5, -3, 7]
  ]
];

export const shapes: OpDefinition[] = [
  rearranging({
    name: 'transpose',
    summary: 'Swaps two dimensions; the elements stay where they are.',
    torch: {
      functions: ['torch.transpose', 'torch.swapaxes', 'torch.swapdims'],
      methods: ['transpose', 'swapaxes', 'swapdims']
    },
    gradFn: 'TransposeBackward0',
    attributes: {
      dim0: int('First dimension.'),
      dim1: { ...int('Second dimension.'), start: 1 }
    },
    isView: true,
    compute: (t, { dim0, dim1 }) => swapped(t, dim0, dim1),
    back: (g, _, { dim0, dim1 }) => apply('transpose', [g], { dim0, dim1 }),
    samples: [
      { inputs: [MATRIX], attributes: { dim0: 0, dim1: 1 } },
      { inputs: [BLOCK], attributes: { dim0: -1, dim1: 0 } },
      { inputs: [2], attributes: { dim0: 0, dim1: 0 } }
    ]
  }),
  rearranging({
    name: 't',
    summary: 'Transposes a matrix; a vector or a number stays as it is.',
    gradFn: 'TBackward0',
    latex: ([a]) => (a ? `{${a.binds < 4 ? `\\left(${a.text}\\right)` : a.text}}^{\\top}` : ''),
    isView: true,
    compute: (t) => {
      if (t.shape.length <= 2) return reordered(t, t.shape.map((_, k) => k).reverse());
      throw new TorchError(
        `t() expects a tensor with <= 2 dimensions, but self is ${t.shape.length}D`
      );
    },
    back: (g) => apply('t', [g]),
    samples: [{ inputs: [MATRIX] }, { inputs: [[1, 2]] }, { inputs: [3] }]
  }),
  rearranging({
    name: 'permute',
    summary: 'Puts the dimensions in another order; the elements stay where they are.',
    gradFn: 'PermuteBackward0',
    attributes: { dims: { ...ints('The dimensions in their new order.'), start: [1, 0] } },
    isView: true,
    compute: (t, { dims }) => reordered(t, orderOf(dims, t.shape.length)),
    back: (g, t, { dims }) => {
      const order = orderOf(dims, t.shape.length);
      return apply('permute', [g], { dims: order.map((_, k) => order.indexOf(k)) });
    },
    samples: [
      { inputs: [MATRIX], attributes: { dims: [1, 0] } },
      { inputs: [BLOCK], attributes: { dims: [2, 0, 1] } },
      { inputs: [BLOCK], attributes: { dims: [0, -1, 1] } }
    ]
  }),
  rearranging({
    name: 'reshape',
    summary: 'Gives the elements, in their order, another shape; one size may be -1 and follows.',
    versions: RESHAPE_VERSIONS,
    gradFn: ([t], { shape }) => reshapedBy(t, t ? inferred(shape, t) : []),
    attributes: {
      shape: { ...ints('Shape of the result; one size may be -1.'), start: [-1] }
    },
    isView: true,
    compute: (t, { shape }) => reshaped(t, inferred(shape, t)),
    back: (g, t) => reshape(g, t.shape),
    samples: [
      { inputs: [MATRIX], attributes: { shape: [3, 2] } },
      { inputs: [MATRIX], attributes: { shape: [-1] } },
      { inputs: [BLOCK], attributes: { shape: [2, -1] } },
      { inputs: [2], attributes: { shape: [1, 1] } },
      { inputs: [[3]], attributes: { shape: [] } }
    ]
  }),
  rearranging({
    name: 'view',
    summary:
      'Gives the elements another shape without copying, and refuses where they lie too far apart.',
    ...methodNames('view'),
    gradFn: 'ViewBackward0',
    attributes: { size: { ...ints('Shape of the result; one size may be -1.'), start: [-1] } },
    isView: true,
    compute: (t, { size }) => {
      const shape = inferred(size, t);
      const strides = viewStrides(t, shape);
      if (strides) return t.sharing(shape, strides, t.offset);
      throw new TorchError(
        "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead."
      );
    },
    back: (g, t) => reshape(g, t.shape),
    samples: [
      { inputs: [MATRIX], attributes: { size: [3, 2] } },
      { inputs: [MATRIX], attributes: { size: [-1] } },
      { inputs: [BLOCK], attributes: { size: [4, -1] } }
    ]
  }),
  rearranging({
    name: 'flatten',
    summary: 'Makes one dimension of several neighbouring ones.',
    versions: `${RESHAPE_VERSIONS} Where nothing changes, PyTorch answers the input itself.`,
    gradFn: ([t], { start_dim, end_dim }) =>
      reshapedBy(t, flattenedShape(t?.shape ?? [], start_dim, end_dim)),
    attributes: {
      start_dim: int('First dimension that is joined.', 0),
      end_dim: int('Last dimension that is joined.', -1)
    },
    isView: true,
    compute: (t, { start_dim, end_dim }) =>
      reshaped(t, flattenedShape(t.shape, start_dim, end_dim)),
    back: (g, t) => reshape(g, t.shape),
    samples: [
      { inputs: [MATRIX] },
      { inputs: [BLOCK], attributes: { start_dim: 1 } },
      { inputs: [BLOCK], attributes: { start_dim: 0, end_dim: -2 } },
      { inputs: [2] }
    ]
  }),
  rearranging({
    name: 'squeeze',
    summary: 'Leaves out dimensions of size 1: all of them, or one if that has size 1.',
    gradFn: (_, { dim }) => (dim === null ? 'SqueezeBackward0' : 'SqueezeBackward1'),
    attributes: { dim: int('Dimension that is left out; None stands for all.', null) },
    isView: true,
    compute: (t, { dim }) => squeezed(t, dim),
    back: (g, t) => reshape(g, t.shape),
    samples: [
      { inputs: [[[1], [2]]] },
      { inputs: [[[[1, 2]]]], attributes: { dim: 0 } },
      { inputs: [MATRIX], attributes: { dim: -1 } },
      { inputs: [2], attributes: { dim: 0 } }
    ]
  }),
  rearranging({
    name: 'unsqueeze',
    summary: 'Puts in a dimension of size 1.',
    gradFn: 'UnsqueezeBackward0',
    attributes: { dim: int('Where it is in the result.') },
    isView: true,
    compute: (t, { dim }) => unsqueezed(t, dim),
    back: (g, t, { dim }) => apply('squeeze', [g], { dim: wrappedDim(dim, t.shape.length + 1) }),
    samples: [
      { inputs: [[1, 2, 3]], attributes: { dim: 0 } },
      { inputs: [MATRIX], attributes: { dim: -1 } },
      { inputs: [2], attributes: { dim: 0 } }
    ]
  }),
  rearranging({
    name: 'expand',
    summary: 'Repeats along dimensions of size 1, or along new ones in front, without copying.',
    source: docs('torch.Tensor.expand'),
    torch: {
      functions: ['torch.Tensor.expand', 'torch.broadcast_to'],
      methods: ['expand', 'broadcast_to']
    },
    gradFn: 'ExpandBackward0',
    attributes: {
      size: { ...ints('Shape of the result; -1 leaves a size as it is.'), start: [2, -1] }
    },
    isView: true,
    compute: (t, { size }) => expanded(t, size),
    back: (g, t) => reduceTo(g, t.shape),
    local: (_, __, output) => fullLike(output, 1),
    localLatex: () => '1',
    samples: [
      { inputs: [[1, 2, 3]], attributes: { size: [2, -1] } },
      { inputs: [[[1], [-2]]], attributes: { size: [2, 3] } },
      { inputs: [MATRIX], attributes: { size: [2, 2, 3] } },
      { inputs: [2], attributes: { size: [3] } }
    ]
  }),
  rearranging({
    name: 'clone',
    summary: 'Copies the elements; the gradient flows on to the original.',
    gradFn: 'CloneBackward0',
    compute: (t) => copied(t),
    back: (g) => g,
    local: (_, __, output) => fullLike(output, 1),
    localLatex: () => '1',
    latex: ([a]) => `\\operatorname{clone}\\left(${a?.text ?? ''}\\right)`,
    samples: [{ inputs: [2] }, { inputs: [MATRIX] }]
  })
];
