import { wrappedDim } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { int, ints } from '../attributes';
import { chunkCut, type Cut, partNumber, sectionCut, sizeAlong, splitCut } from '../cuts';
import { hidden, type OpDefinition } from '../define';
import { tensorGiven } from '../strided';
import { layerOf, wrappedDimOf } from '../views';
import { MATRIX } from './common';
import { rearranging } from './rearranging';
import { layerWidened, widened } from './slicing';

const INDEX = int('Which part is the result; PyTorch answers all of them.', 0);

type CutOf<A> = (t: Tensor, attributes: A) => Cut;

interface PartAttributes {
  readonly dim: number;
  readonly index: number;
}

/** What an operation that cuts has in common: the result is one part, a view. */
const cutting = <A extends PartAttributes>(cutOf: CutOf<A>) => ({
  isView: true,
  compute: (t: Tensor, attributes: A): Tensor => {
    const cut = cutOf(t, attributes);
    const at = wrappedDim(attributes.dim, t.shape.length);
    const { start, length } = cut.part(partNumber(cut, attributes.index));
    const shape = t.shape.map((size, k) => (k === at ? length : size));
    return t.sharing(shape, t.strides, t.offset + start * (t.strides[at] as number));
  },
  back: (g: Tensor, t: Tensor, attributes: A): Tensor => {
    const cut = cutOf(t, attributes);
    const at = wrappedDim(attributes.dim, t.shape.length);
    return widened(g, t.shape, at, cut.part(partNumber(cut, attributes.index)).start);
  }
});

const PARTS_VERSIONS =
  'PyTorch answers a tuple of all parts; index is not an argument of its own but says which one is the result here.';

export const cuttings: OpDefinition[] = [
  rearranging({
    name: 'split',
    summary: 'Cuts a dimension into parts of one size and takes one of them.',
    versions: PARTS_VERSIONS,
    gradFn: 'SplitBackward0',
    attributes: {
      split_size: { ...int('Size of a part; the last may be smaller.'), start: 1 },
      dim: int('Dimension that is cut.', 0),
      index: INDEX
    },
    ...cutting<PartAttributes & { readonly split_size: number }>((t, { split_size, dim }) =>
      splitCut(t, split_size, dim)
    ),
    samples: [
      { inputs: [[1, 2, 3, 4, 5]], attributes: { split_size: 2 } },
      { inputs: [[1, 2, 3, 4, 5]], attributes: { split_size: 2, dim: 0, index: 2 } },
      { inputs: [MATRIX], attributes: { split_size: 2, dim: 1, index: -1 } }
    ]
  }),
  rearranging({
    name: 'chunk',
    summary: 'Cuts a dimension into so many parts and takes one of them.',
    versions: PARTS_VERSIONS,
    gradFn: ([t], { dim }) =>
      t && sizeAlong(t, dim) === 0 ? 'SplitWithSizesBackward0' : 'SplitBackward0',
    attributes: {
      chunks: { ...int('How many parts; fewer where the dimension is too short.'), start: 2 },
      dim: int('Dimension that is cut.', 0),
      index: INDEX
    },
    ...cutting<PartAttributes & { readonly chunks: number }>((t, { chunks, dim }) =>
      chunkCut(t, chunks, dim)
    ),
    samples: [
      { inputs: [[1, 2, 3, 4, 5]], attributes: { chunks: 2 } },
      { inputs: [[1, 2, 3, 4, 5]], attributes: { chunks: 2, dim: 0, index: 1 } },
      { inputs: [MATRIX], attributes: { chunks: 3, dim: -1, index: 2 } }
    ]
  })
];

const sections = cutting<PartAttributes & { readonly split_sizes: readonly number[] }>(
  (t, { split_sizes, dim }) => sectionCut(t, split_sizes, dim)
);

/** One of the parts of given sizes. */
export const sectionPart: OpDefinition = hidden({
  name: 'split_with_sizes',
  gradFn: 'SplitWithSizesBackward0',
  attributes: {
    split_sizes: ints('Sizes of the parts.'),
    dim: int('Dimension that is cut.', 0),
    index: INDEX
  },
  isView: true,
  forward: ([t], attributes) => sections.compute(tensorGiven(t, 'split_with_sizes'), attributes),
  vjp: ({ upstream, inputs: [t], attributes }) => [sections.back(upstream, t as Tensor, attributes)]
});

/** One of the layers along a dimension, which goes away. */
export const unbindPart: OpDefinition = hidden({
  name: 'unbind_part',
  gradFn: 'UnbindBackward0',
  attributes: { dim: int('Dimension that is cut.', 0), index: INDEX },
  isView: true,
  forward: ([t], { dim, index }) => {
    const input = tensorGiven(t, 'unbind');
    return layerOf(input, wrappedDimOf(dim, input.shape.length), index);
  },
  vjp: ({ upstream, inputs: [t], attributes: { dim, index } }) => {
    const { shape } = t as Tensor;
    return [layerWidened(upstream, shape, wrappedDim(dim, shape.length), index)];
  }
});

export const cuttingInternals: readonly OpDefinition[] = [sectionPart, unbindPart];
