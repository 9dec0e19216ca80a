import { isFloating } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { pythonScalar, type Tensor } from '../../tensor/tensor';
import { bool } from '../attributes';
import { define, type OpDefinition, type OpEntry } from '../define';
import { tensors } from '../dispatch';
import { indexed } from '../latex';
import {
  DIMS,
  KEEPDIM,
  laneSum,
  lanesOf,
  localOfReduction,
  over,
  reducedCount,
  reducedDims,
  reducedShape,
  reduceLanes,
  restored,
  sumKept,
  type LaneKernel,
  type Vjp
} from '../reduce';
import { expandTo } from '../reshape';
import { docs, INPUT, torchNames } from './common';

const ZERO = pythonScalar(0);

const SPREAD = {
  dim: DIMS,
  unbiased: bool('Whether it is divided by n − 1 (Bessel’s correction) instead of n.', true),
  keepdim: KEEPDIM
};

interface Spread {
  readonly dim: readonly number[] | null;
  readonly unbiased: boolean;
}

/** Sum of the squared deviations from the mean over n − correction. */
const laneVariance =
  (correction: number): LaneKernel =>
  (data, start, step, size) => {
    const mean = laneSum(data, start, step, size) / size;
    let total = 0;
    const end = start + size * step;
    for (let at = start; at < end; at += step) {
      const deviation = (data[at] as number) - mean;
      total += deviation * deviation;
    }
    return total / Math.max(size - correction, 0);
  };

/** The gradient of the variance, given what flows into it (with the reduced dimensions in place). */
function varianceGradient(upstream: Tensor, input: Tensor, { dim, unbiased }: Spread): Tensor {
  const { shape } = input;
  const dims = reducedDims(dim, shape.length);
  const n = reducedCount(shape, dims);
  const degrees = n - Number(unbiased);
  // Of one element alone PyTorch doesn't look at the deviation.
  if (degrees === 0 && (dim === null || shape.length === 0)) {
    return expandTo(tensors.mul(upstream, pythonScalar(Infinity)), shape);
  }
  const mean = tensors.div(sumKept(input, dims), pythonScalar(n));
  const factor = tensors.mul(upstream, pythonScalar(2 / degrees));
  return tensors.mul(factor, tensors.sub(input, mean));
}

const varVjp: Vjp<Spread> = ({ upstream, inputs: [t], attributes }) => {
  const input = t as Tensor;
  const { shape } = input;
  const kept = restored(upstream, shape, reducedDims(attributes.dim, shape.length));
  return [varianceGradient(kept, input, attributes)];
};

const stdVjp: Vjp<Spread> = ({ upstream, inputs: [t], output, attributes }) => {
  const input = t as Tensor;
  const { shape } = input;
  const twice = tensors.mul(output, pythonScalar(2));
  const ofVariance = tensors.where(tensors.eq(output, ZERO), ZERO, tensors.div(upstream, twice));
  const kept = restored(ofVariance, shape, reducedDims(attributes.dim, shape.length));
  return [varianceGradient(kept, input, attributes)];
};

const SINGLE =
  'Of a single element the unbiased value is NaN; reduced without dim, its gradient is ∞ here and NaN in current releases (1.13 refuses it for a tensor of shape [1]).';

const EMPTY =
  'With an empty dim, PyTorch reduces all and divides its gradient as if there were one element; here it is the right one.';

const statistic = (
  entry: Pick<
    OpEntry<typeof SPREAD>,
    'summary' | 'gradFn' | 'latex' | 'localLatex' | 'saves' | 'vjp' | 'kinks'
  > & { readonly name: 'var' | 'std'; readonly finish: (variance: number) => number }
): OpDefinition => {
  const { finish, ...rest } = entry;
  return define<typeof SPREAD>({
    ...rest,
    family: 'reduction',
    source: docs(`torch.${entry.name}`),
    inputs: [INPUT],
    attributes: SPREAD,
    torch: torchNames(entry.name),
    local: localOfReduction(entry.vjp),
    versions: `Current releases also take correction (0 for unbiased=False). ${SINGLE} ${EMPTY}`,
    forward: ([t], { dim, unbiased, keepdim }) => {
      const input = t as Tensor;
      if (!isFloating(input.dtype)) {
        throw new TorchError('std and var only support floating point and complex dtypes');
      }
      const dims = reducedDims(dim, input.shape.length);
      const variance = laneVariance(Number(unbiased));
      const shape = reducedShape(input.shape, dims, keepdim);
      return reduceLanes(lanesOf(input, dims), shape, input.dtype, (data, start, step, size) =>
        finish(variance(data, start, step, size))
      );
    },
    samples: [
      { inputs: [[1, 2, 4]] },
      {
        inputs: [
          [
            [1, 2, 4],
            [-3, 0.5, 2]
          ]
        ],
        attributes: { dim: [1] }
      },
      {
        inputs: [
          [
            [1, 2.5],
            [4, -1]
          ]
        ],
        attributes: { dim: [0], unbiased: false, keepdim: true }
      },
      {
        inputs: [
          [
            [1, 2],
            [0.5, 7]
          ]
        ],
        attributes: { dim: [0, 1] }
      },
      { inputs: [[2, 5, 6, 3]], attributes: { dim: null, unbiased: false, keepdim: true } },
      { inputs: [[2, 2, 2]], kink: true },
      { inputs: [[[3], [4]]], attributes: { dim: [1] }, kink: true }
    ]
  });
};

/** How far the elements lie apart. */
export const statistics: OpDefinition[] = [
  statistic({
    name: 'var',
    summary: 'The variance: how far the elements lie from their mean, squared and averaged.',
    gradFn: 'VarBackward0',
    latex: ([a], { dim, unbiased }) =>
      a
        ? `\\frac{1}{${unbiased ? 'n - 1' : 'n'}} \\sum_${over(dim)} \\left(${indexed(a)} - \\mu\\right)^2`
        : '',
    localLatex: (_, [a], _output, { unbiased }) =>
      a ? `\\frac{2}{${unbiased ? 'n - 1' : 'n'}} \\left(${indexed(a)} - \\mu\\right)` : '',
    saves: { inputs: [0], output: false },
    finish: (variance) => variance,
    vjp: varVjp
  }),
  statistic({
    name: 'std',
    summary: 'The standard deviation: the square root of the variance.',
    gradFn: 'StdBackward0',
    latex: ([a], { dim, unbiased }) =>
      a
        ? `\\sqrt{\\frac{1}{${unbiased ? 'n - 1' : 'n'}} \\sum_${over(dim)} \\left(${indexed(a)} - \\mu\\right)^2}`
        : '',
    localLatex: (_, [a], output, { unbiased }) =>
      a
        ? `\\frac{${indexed(a)} - \\mu}{${unbiased ? '\\left(n - 1\\right)' : 'n'}\\,{${output.text}}}`
        : '',
    saves: { inputs: [0], output: true },
    kinks: 'Where all elements are equal, the gradient is 0 by convention.',
    finish: Math.sqrt,
    vjp: stdVjp
  })
];
