import { isFloating, type DType } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { fullLike, pythonScalar, type Tensor } from '../../tensor/tensor';
import { define, SAVES_NOTHING, type OpDefinition, type Sample } from '../define';
import { tensors } from '../dispatch';
import { indexed } from '../latex';
import {
  DIM,
  DIMS,
  DTYPE,
  KEEPDIM,
  laneSum,
  lanesOf,
  localOfReduction,
  over,
  reducedCount,
  reducedDims,
  reducedShape,
  reduceLanes,
  requireDimFor,
  restored,
  spread,
  wrapping,
  type LaneKernel,
  type Vjp
} from '../reduce';
import { castTo } from '../reshape';
import { docs, INPUT, torchNames } from './common';
import { productOfOthers } from './cumulative';

const SIGNATURE = ['input', 'dim', 'keepdim', '*', 'dtype'];

/** The type asked for; without one, whole numbers and conditions are added up as int64. */
const accumulated = (t: Tensor, wanted: string | null): DType =>
  (wanted as DType | null) ?? (isFloating(t.dtype) ? t.dtype : 'int64');

/** @throws TorchError for types without fractions, in the input or asked for */
function averaged(t: Tensor, wanted: string | null): DType {
  const dtype = (wanted as DType | null) ?? t.dtype;
  if (isFloating(dtype)) return dtype;
  const whose = wanted === null ? 'Input' : 'Optional';
  const got = dtype === 'bool' ? 'Bool' : 'Long';
  throw new TorchError(
    `mean(): could not infer output dtype. ${whose} dtype must be either a floating point or complex dtype. Got: ${got}`
  );
}

const laneProduct: LaneKernel = (data, start, step, size) => {
  let product = 1;
  const end = start + size * step;
  for (let at = start; at < end; at += step) product *= data[at] as number;
  return product;
};

/** What sum and mean are tried with. */
const samples: readonly Sample[] = [
  { inputs: [3] },
  { inputs: [[1, 2.5, -3]] },
  {
    inputs: [
      [
        [1, 2],
        [3, 4],
        [5, 6]
      ]
    ]
  },
  {
    inputs: [
      [
        [1, -2, 3],
        [0.5, 4, 7]
      ]
    ],
    attributes: { dim: [0] }
  },
  {
    inputs: [
      [
        [1, -2],
        [0.25, 6]
      ]
    ],
    attributes: { dim: [-1], keepdim: true }
  },
  {
    inputs: [
      [
        [
          [1, 2],
          [3, 4]
        ],
        [
          [5, 6],
          [7, -8]
        ]
      ]
    ],
    attributes: { dim: [0, 2] }
  },
  { inputs: [[[2, 4, 9]]], attributes: { dim: null, keepdim: true } },
  { inputs: [[0.5, 8]], attributes: { dtype: 'float64' } }
];

interface Reduced {
  readonly dim: readonly number[] | null;
}

const sumVjp: Vjp<Reduced> = ({ upstream, inputs: [t], attributes: { dim } }) => {
  const { shape, dtype } = t as Tensor;
  return [castTo(spread(upstream, shape, reducedDims(dim, shape.length)), dtype)];
};

const meanVjp: Vjp<Reduced> = ({ upstream, inputs: [t], attributes: { dim } }) => {
  const { shape, dtype } = t as Tensor;
  const dims = reducedDims(dim, shape.length);
  const count = pythonScalar(reducedCount(shape, dims));
  return [castTo(tensors.div(spread(upstream, shape, dims), count), dtype)];
};

const prodVjp: Vjp<{ readonly dim: number | null }> = (context) => {
  const { upstream, inputs, output, attributes } = context;
  const input = inputs[0] as Tensor;
  const { shape } = input;
  if (shape.length === 0) return [castTo(upstream, input.dtype)];
  const dims = reducedDims(attributes.dim, shape.length);
  const zeros = input.values().filter((value) => value === 0).length;
  // PyTorch ends the history here although the second derivative isn't always 0.
  if (attributes.dim === null && zeros > 1) return [fullLike(input, 0)];
  const x = castTo(input, output.dtype);
  const others =
    zeros === 0
      ? tensors.div(restored(output, shape, dims), x)
      : productOfOthers(x, dims, output.dtype);
  return [castTo(tensors.mul(restored(upstream, shape, dims), others), input.dtype)];
};

/** Sums, averages and products. */
export const reductions: OpDefinition[] = [
  define({
    name: 'sum',
    family: 'reduction',
    summary: 'Adds up all elements; each receives the whole upstream gradient.',
    source: docs('torch.sum'),
    inputs: [INPUT],
    attributes: { dim: DIMS, keepdim: KEEPDIM, dtype: DTYPE },
    signature: SIGNATURE,
    torch: torchNames('sum'),
    gradFn: (_, { dim, keepdim }) => (dim === null && !keepdim ? 'SumBackward0' : 'SumBackward1'),
    latex: ([a], { dim }) => (a ? `\\sum_${over(dim)} ${indexed(a)}` : ''),
    localLatex: () => '1',
    local: (index, inputs, output, attributes) =>
      attributes.dim === null
        ? fullLike({ shape: (inputs[0] as Tensor).shape, dtype: output.dtype }, 1)
        : localOfReduction(sumVjp)(index, inputs, output, attributes),
    saves: SAVES_NOTHING,
    forward: ([t], { dim, keepdim, dtype }) => {
      const input = t as Tensor;
      const dims = reducedDims(dim, input.shape.length);
      const made = accumulated(input, dtype);
      const lanes = lanesOf(input, dims, dtype === null ? input.dtype : made);
      const kernel = made === 'int64' ? wrapping(laneSum, 0, (a, b) => a + b) : laneSum;
      return reduceLanes(lanes, reducedShape(input.shape, dims, keepdim), made, kernel);
    },
    vjp: sumVjp,
    samples
  }),
  define({
    name: 'mean',
    family: 'reduction',
    summary: 'Averages all elements; each receives an equal share of the upstream gradient.',
    source: docs('torch.mean'),
    inputs: [INPUT],
    attributes: { dim: DIMS, keepdim: KEEPDIM, dtype: DTYPE },
    signature: SIGNATURE,
    torch: torchNames('mean'),
    gradFn: (_, { dim, keepdim }) => (dim === null && !keepdim ? 'MeanBackward0' : 'MeanBackward1'),
    latex: ([a], { dim }) => (a ? `\\frac{1}{n} \\sum_${over(dim)} ${indexed(a)}` : ''),
    localLatex: () => '\\frac{1}{n}',
    local: (index, inputs, output, attributes) => {
      const { shape } = inputs[0] as Tensor;
      return attributes.dim === null
        ? fullLike({ shape, dtype: output.dtype }, 1 / reducedCount(shape, [...shape.keys()]))
        : localOfReduction(meanVjp)(index, inputs, output, attributes);
    },
    // PyTorch saves the input where dimensions are named, although only its shape is read.
    saves: (_, { dim, keepdim }) => ({
      inputs: dim === null && !keepdim ? [] : [0],
      output: false
    }),
    versions:
      'With dim, 1.13 saves the input; current releases run backward again after the graph was freed.',
    forward: ([t], { dim, keepdim, dtype }) => {
      const input = t as Tensor;
      const made = averaged(input, dtype);
      const dims = reducedDims(dim, input.shape.length);
      const lanes = lanesOf(input, dims, made);
      return reduceLanes(
        lanes,
        reducedShape(input.shape, dims, keepdim),
        made,
        (data, start, step, size) => laneSum(data, start, step, size) / size
      );
    },
    vjp: meanVjp,
    samples
  }),
  define({
    name: 'prod',
    family: 'reduction',
    summary: 'Multiplies all elements; each receives the product of the others.',
    source: docs('torch.prod'),
    inputs: [INPUT],
    attributes: { dim: DIM, keepdim: KEEPDIM, dtype: DTYPE },
    signature: SIGNATURE,
    torch: torchNames('prod'),
    gradFn: (_, { dim }) => (dim === null ? 'ProdBackward0' : 'ProdBackward1'),
    latex: ([a], { dim }) => (a ? `\\prod_${over(dim)} ${indexed(a)}` : ''),
    localLatex: (_, [a]) => (a ? `\\prod_{j \\ne i} ${indexed(a).replace(/_i$/, '_j')}` : ''),
    local: localOfReduction(prodVjp),
    saves: { inputs: [0], output: true },
    kinks:
      'Where two or more elements are 0, the gradient of a product of all elements is a constant 0: its derivative, the second one, is left out.',
    forward: ([t], { dim, keepdim, dtype }) => {
      const input = t as Tensor;
      requireDimFor(
        'prod',
        dim,
        keepdim,
        ['(Tensor input, *, torch.dtype dtype)'],
        'torch.dtype dtype, Tensor out'
      );
      const dims = reducedDims(dim, input.shape.length);
      const made = accumulated(input, dtype);
      const lanes = lanesOf(input, dims, dtype === null ? input.dtype : made);
      const kernel = made === 'int64' ? wrapping(laneProduct, 1, (a, b) => a * b) : laneProduct;
      return reduceLanes(lanes, reducedShape(input.shape, dims, keepdim), made, kernel);
    },
    vjp: prodVjp,
    samples: [
      { inputs: [[2, 3, -4]] },
      { inputs: [3] },
      {
        inputs: [
          [
            [1, 2],
            [0.5, -3]
          ]
        ],
        attributes: { dim: 0 }
      },
      {
        inputs: [
          [
            [0, 2, 5],
            [3, 0, 0]
          ]
        ],
        attributes: { dim: -1, keepdim: true }
      },
      { inputs: [[2, 0, 4]] },
      { inputs: [[0, 0, 4]], kink: true },
      { inputs: [[1.5, 4]], attributes: { dtype: 'float64' } }
    ]
  })
];
