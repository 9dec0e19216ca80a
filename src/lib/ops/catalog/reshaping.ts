import { TorchError } from '../../tensor/errors';
import { listText, numel, wrappedDim } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { int, ints } from '../attributes';
import type { OpDefinition } from '../define';
import { apply } from '../dispatch';
import { placeFlat, positions } from '../places';
import { viewStrides } from '../strided';
import { reordered, wrappedDimOf } from '../views';
import { MATRIX } from './common';
import { methodNames, rearranging } from './rearranging';
import { gathering, repeated } from './reorder';

/** One number of repetitions for each dimension. */
const padded = ({ shape }: Tensor, dims: readonly number[]): number[] => [
  ...new Array<number>(Math.max(0, shape.length - dims.length)).fill(1),
  ...dims
];

/** Where each dimension of the result comes from. @throws TorchError */
function moved(rank: number, source: readonly number[], destination: readonly number[]): number[] {
  if (source.length !== destination.length) {
    throw new TorchError(
      `movedim: Invalid source or destination dims: source (${listText(source)} dims) should contain the same number of dims as destination (${listText(destination)} dims)`
    );
  }
  const [from, to] = [source, destination].map((dims) =>
    dims.map((dim) => wrappedDim(dim, rank))
  ) as [number[], number[]];
  for (const [name, dims, given] of [
    ['source', from, source],
    ['destination', to, destination]
  ] as const) {
    if (new Set(dims).size < dims.length) {
      throw new TorchError(`movedim: repeated dim in \`${name}\` (${listText(given)})`);
    }
  }
  const all = Array.from({ length: rank }, (_, k) => k);
  const order = new Array<number>(rank).fill(-1);
  to.forEach((place, k) => (order[place] = from[k] ?? 0));
  const rest = all.filter((k) => !from.includes(k));
  return order.map((dim) => (dim < 0 ? (rest.shift() ?? 0) : dim));
}

/** The sizes that a dimension is taken apart into; one -1 is worked out. @throws TorchError */
function takenApart(size: number, dim: number, sizes: readonly number[]): number[] {
  if (sizes.length === 0) throw new TorchError('unflatten: sizes must be non-empty');
  const wrong = sizes.find((one) => one < -1);
  if (wrong !== undefined) throw new TorchError(`invalid shape dimension ${wrong}`);
  const known = numel(sizes.filter((one) => one !== -1));
  const open = sizes.filter((one) => one === -1).length;
  if (open > 1) throw new TorchError('only one dimension can be inferred');
  const fits = open === 0 ? known === size : known > 0 && size % known === 0;
  if (!fits) {
    throw new TorchError(
      `unflatten: Provided sizes ${listText(sizes)} don't multiply up to the size of dim ${dim} (${size}) in the input tensor`
    );
  }
  return sizes.map((one) => (one === -1 ? size / known : one));
}

interface Windows {
  readonly dimension: number;
  readonly size: number;
  readonly step: number;
}

/** A view of all windows along a dimension, which share elements where the step is shorter. @throws TorchError */
function unfolded(t: Tensor, { dimension, size, step }: Windows): Tensor {
  const at = wrappedDim(dimension, t.shape.length);
  const length = t.shape[at] ?? 1;
  if (size > length) {
    throw new TorchError(
      `maximum size for tensor at dimension ${at} is ${length} but size is ${size}`
    );
  }
  if (step <= 0) throw new TorchError(`step is ${step} but must be > 0`);
  const count = Math.floor((length - size) / step) + 1;
  const own = t.strides[at] ?? 1;
  const shape = [...t.shape.map((one, k) => (k === at ? count : one)), size];
  const strides = [...t.strides.map((one, k) => (k === at ? one * step : one)), own];
  if (size < 0) {
    throw new TorchError(
      `Storage size calculation overflowed with sizes=${listText(shape)} and strides=${listText(strides)}`
    );
  }
  return t.sharing(shape, strides, t.offset);
}

export const reshapings: OpDefinition[] = [
  rearranging({
    name: 'tile',
    summary: 'Copies the whole tensor so many times along its last dimensions.',
    gradFn: 'RepeatBackward0',
    attributes: { dims: { ...ints('How often, for each of the last dimensions.'), start: [2] } },
    compute: (t, { dims }) => repeated(t, padded(t, dims)),
    back: (g, t, { dims }) => gathering(g, t, padded(t, dims)),
    samples: [
      { inputs: [[1, 2, 3]], attributes: { dims: [2] } },
      { inputs: [MATRIX], attributes: { dims: [2] } },
      { inputs: [[1, -2]], attributes: { dims: [2, 3] } }
    ]
  }),
  rearranging({
    name: 'movedim',
    summary: 'Moves dimensions to other places; the elements stay where they are.',
    torch: {
      functions: ['torch.movedim', 'torch.moveaxis'],
      methods: ['movedim', 'moveaxis']
    },
    gradFn: 'PermuteBackward0',
    attributes: {
      source: ints('The dimensions that are moved.'),
      destination: { ...ints('Where each of them goes.'), start: [-1] }
    },
    isView: true,
    compute: (t, { source, destination }) =>
      reordered(t, moved(t.shape.length, source, destination)),
    back: (g, t, { source, destination }) => {
      const order = moved(t.shape.length, source, destination);
      return apply('permute', [g], { dims: order.map((_, k) => order.indexOf(k)) });
    },
    samples: [
      { inputs: [MATRIX], attributes: { source: [0], destination: [1] } },
      { inputs: [[MATRIX, MATRIX]], attributes: { source: [0], destination: [-1] } },
      { inputs: [[MATRIX, MATRIX]], attributes: { source: [0, 1], destination: [2, 0] } }
    ]
  }),
  rearranging({
    name: 'unflatten',
    summary: 'Takes one dimension apart into several.',
    gradFn: 'ViewBackward0',
    attributes: {
      dim: int('Dimension that is taken apart.'),
      sizes: { ...ints('What it becomes; one size may be -1.'), start: [-1, 1] }
    },
    isView: true,
    compute: (t, { dim, sizes }) => {
      if (sizes.length === 0) throw new TorchError('unflatten: sizes must be non-empty');
      const at = wrappedDimOf(dim, t.shape.length);
      const parts = takenApart(t.shape[at] ?? 1, at, sizes);
      const shape = [...t.shape.slice(0, at), ...parts, ...t.shape.slice(at + 1)];
      return t.sharing(shape, viewStrides(t, shape) ?? [], t.offset);
    },
    back: (g, t) => apply('reshape', [g], { shape: t.shape }),
    samples: [
      { inputs: [[1, 2, 3, 4]], attributes: { dim: 0, sizes: [2, 2] } },
      { inputs: [[[1, 2, 3, 4, 5, 6]]], attributes: { dim: -1, sizes: [3, -1] } }
    ]
  }),
  rearranging({
    name: 'unfold',
    summary: 'Slides a window along a dimension; each window is a row of a new last dimension.',
    ...methodNames('unfold'),
    gradFn: 'UnfoldBackward0',
    attributes: {
      dimension: int('Dimension along which the window slides.'),
      size: { ...int('How long the window is.'), start: 1 },
      step: { ...int('How far apart windows begin.'), start: 1 }
    },
    isView: true,
    compute: unfolded,
    back: (g, t, windows) => {
      const numbers = positions(
        Array.from({ length: t.numel }, (_, k) => k),
        t.shape
      );
      return placeFlat(g, unfolded(numbers, windows), t.shape);
    },
    samples: [
      { inputs: [[1, 2, 3, 4, 5]], attributes: { dimension: 0, size: 3, step: 1 } },
      { inputs: [[1, 2, 3, 4, 5]], attributes: { dimension: 0, size: 2, step: 2 } },
      { inputs: [MATRIX], attributes: { dimension: -1, size: 2, step: 1 } }
    ]
  })
];
