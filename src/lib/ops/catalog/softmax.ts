import { type DType, isFloating } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { wrappedDim } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { int, ints } from '../attributes';
import { define, type OpDefinition } from '../define';
import { tensors } from '../dispatch';
import { indexed } from '../latex';
import {
  DTYPE,
  KEEPDIM,
  type LaneKernel,
  lanesOf,
  localOfReduction,
  mapLanes,
  over,
  reducedDims,
  reducedShape,
  reduceLanes,
  restored,
  sumKept,
  type Vjp
} from '../reduce';
import { castTo } from '../reshape';
import { docs, INPUT, notImplemented, torchNames } from './common';

/** The largest element of a lane, NaN where there is one, −∞ of none. */
const laneMaximum: LaneKernel = (data, start, step, size) => {
  let largest = -Infinity;
  const end = start + size * step;
  for (let at = start; at < end; at += step) {
    const value = data[at] as number;
    if (value > largest || value !== value) largest = value;
    if (largest !== largest) break;
  }
  return largest;
};

/** Sum of e^(a − shift) over a lane. */
function laneExponentials(
  data: ArrayLike<number>,
  start: number,
  step: number,
  size: number,
  shift: number
): number {
  let total = 0;
  const end = start + size * step;
  for (let at = start; at < end; at += step) total += Math.exp((data[at] as number) - shift);
  return total;
}

const laneLogSumExp: LaneKernel = (data, start, step, size) => {
  const largest = laneMaximum(data, start, step, size);
  const shift = Number.isFinite(largest) ? largest : 0;
  return Math.log(laneExponentials(data, start, step, size, shift)) + shift;
};

interface Along {
  readonly dim: number;
}

const sumAlong = (t: Tensor, { dim }: Along): Tensor =>
  sumKept(t, reducedDims(dim, t.shape.length));

const softmaxVjp: Vjp<Along> = ({ upstream, inputs: [t], output, attributes }) => {
  const mean = sumAlong(tensors.mul(upstream, output), attributes);
  const grad = tensors.mul(output, tensors.sub(upstream, mean));
  return [castTo(grad, (t as Tensor).dtype)];
};

const logSoftmaxVjp: Vjp<Along> = ({ upstream, inputs: [t], output, attributes }) => {
  const total = sumAlong(upstream, attributes);
  const grad = tensors.sub(upstream, tensors.mul(tensors.exp(output), total));
  return [castTo(grad, (t as Tensor).dtype)];
};

const logSumExpVjp: Vjp<{ readonly dim: readonly number[] }> = (context) => {
  const { upstream, inputs, output, attributes } = context;
  const input = inputs[0] as Tensor;
  const dims = reducedDims(attributes.dim, input.shape.length);
  const [g, top] = [upstream, output].map((t) => restored(t, input.shape, dims));
  const share = tensors.exp(tensors.sub(input, top as Tensor));
  return [tensors.mul(g as Tensor, share)];
};

/** The kernel whose name PyTorch prints depends on whether the dimension is the last. */
function computedIn(name: string, input: Tensor, wanted: string | null, dim: number): DType {
  const dtype = (wanted as DType | null) ?? input.dtype;
  if (!isFloating(dtype) && input.numel > 0) {
    const isLast = dim === Math.max(input.shape.length, 1) - 1;
    throw new TorchError(
      notImplemented(isLast ? `${name}_lastdim_kernel_impl` : 'softmax_kernel_impl', dtype)
    );
  }
  return dtype;
}

const normalized = (entry: {
  readonly name: 'softmax' | 'log_softmax';
  readonly summary: string;
  readonly gradFn: string;
  readonly latex: (a: string, sum: string) => string;
  readonly localLatex: (output: string) => string;
  /** One element, given its distance from the largest, and the sum of the exponentials of these. */
  readonly element: (distance: number, total: number) => number;
  readonly vjp: Vjp<Along>;
}): OpDefinition => {
  const { name, latex, localLatex, element, ...rest } = entry;
  return define({
    ...rest,
    name,
    family: 'activation',
    source: docs(`torch.nn.functional.${name}`),
    inputs: [INPUT],
    attributes: { dim: int('Dimension along which the exponentials sum to 1.'), dtype: DTYPE },
    signature: ['input', 'dim', '*', 'dtype'],
    torch: torchNames(name, `torch.nn.functional.${name}`),
    latex: ([a]) => (a ? latex(indexed(a), `\\sum_j e^{${indexed(a).replace(/_i$/, '_j')}}`) : ''),
    localLatex: (_, _args, output) => localLatex(`{${output.text}}`),
    saves: { inputs: [], output: true },
    forward: ([t], attributes) => {
      const input = t as Tensor;
      const { shape } = input;
      const along = wrappedDim(attributes.dim, shape.length);
      const dtype = computedIn(name, input, attributes.dtype, along);
      const lanes = lanesOf(input, reducedDims(along, shape.length), dtype);
      return mapLanes(lanes, shape, dtype, (data, out, start, step, size) => {
        const largest = laneMaximum(data, start, step, size);
        const total = laneExponentials(data, start, step, size, largest);
        const end = start + size * step;
        for (let at = start; at < end; at += step) {
          out[at] = element((data[at] as number) - largest, total);
        }
      });
    },
    samples: [
      { inputs: [[1, 2, 3]], attributes: { dim: 0 } },
      {
        inputs: [
          [
            [1, -2, 0.5],
            [3, 1, 2]
          ] as (readonly number[])[]
        ],
        attributes: { dim: 0 }
      },
      {
        inputs: [
          [
            [0.25, 1.5],
            [-1, 4]
          ] as (readonly number[])[]
        ],
        attributes: { dim: -1 }
      },
      { inputs: [3], attributes: { dim: 0 } },
      { inputs: [[1000, 1001]], attributes: { dim: 0 } },
      { inputs: [[0.5, -1]], attributes: { dim: 0, dtype: 'float64' } },
      { inputs: [[-Infinity, 1]], attributes: { dim: 0 }, kink: true },
      { inputs: [[NaN, 1]], attributes: { dim: 0 }, kink: true }
    ]
  });
};

/** Exponentials that are weighed against each other. */
export const softmaxes: OpDefinition[] = [
  normalized({
    name: 'softmax',
    summary: 'Turns scores into shares that are positive and sum to 1 along a dimension.',
    gradFn: 'SoftmaxBackward0',
    latex: (a, sum) => `\\frac{e^{${a}}}{${sum}}`,
    localLatex: (z) => `${z}_i \\left(\\delta_{ij} - ${z}_j\\right)`,
    element: (distance, total) => Math.exp(distance) / total,
    vjp: softmaxVjp
  }),
  normalized({
    name: 'log_softmax',
    summary: 'The logarithm of softmax, computed without taking one of tiny numbers.',
    gradFn: 'LogSoftmaxBackward0',
    latex: (a, sum) => `${a} - \\ln ${sum}`,
    localLatex: (z) => `\\delta_{ij} - e^{${z}_j}`,
    element: (distance, total) => distance - Math.log(total),
    vjp: logSoftmaxVjp
  }),
  define({
    name: 'logsumexp',
    family: 'reduction',
    summary: 'The logarithm of the sum of exponentials, a smooth maximum.',
    source: docs('torch.logsumexp'),
    inputs: [INPUT],
    attributes: { dim: ints('Dimensions that are reduced.'), keepdim: KEEPDIM },
    torch: torchNames('logsumexp'),
    gradFn: 'LogsumexpBackward0',
    latex: ([a], { dim }) => (a ? `\\ln \\sum_${over(dim)} e^{${indexed(a)}}` : ''),
    localLatex: (_, [a], output) => (a ? `e^{${indexed(a)} - ${output.text}}` : ''),
    local: localOfReduction(logSumExpVjp),
    saves: { inputs: [0], output: true },
    kinks: 'Where all elements are −∞, or one is ∞, the gradient is NaN.',
    versions: 'Current releases take an empty dim for all dimensions, which 1.13 refuses.',
    forward: ([t], { dim, keepdim }) => {
      const input = t as Tensor;
      const { shape } = input;
      const dims = reducedDims(dim, shape.length);
      if (dim.length === 0 && !keepdim && shape.length > 0 && input.numel > 0) {
        const ones = shape.map(() => 1).join(', ');
        throw new TorchError(`output with shape [] doesn't match the broadcast shape [${ones}]`);
      }
      const dtype = isFloating(input.dtype) ? input.dtype : 'float32';
      const lanes = lanesOf(input, dims, dtype);
      return reduceLanes(lanes, reducedShape(shape, dims, keepdim), dtype, laneLogSumExp);
    },
    vjp: logSumExpVjp,
    samples: [
      { inputs: [[1, 2, 3]], attributes: { dim: [0] } },
      { inputs: [3], attributes: { dim: [0] } },
      {
        inputs: [
          [
            [1, -2, 0.5],
            [3, 1, 2]
          ]
        ],
        attributes: { dim: [-1], keepdim: true }
      },
      {
        inputs: [
          [
            [0.25, 1.5],
            [-1, 4]
          ]
        ],
        attributes: { dim: [0, 1] }
      },
      { inputs: [[1000, 1001]], attributes: { dim: [0] } },
      { inputs: [[-Infinity, 1]], attributes: { dim: [0] }, kink: true },
      { inputs: [[-Infinity, -Infinity]], attributes: { dim: [0] }, kink: true },
      { inputs: [[Infinity, 1]], attributes: { dim: [0] }, kink: true }
    ]
  })
];
