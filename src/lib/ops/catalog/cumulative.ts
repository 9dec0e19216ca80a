import { type DType, isFloating } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { wrappedDim } from '../../tensor/shape';
import { fullLike, pythonScalar, type Tensor } from '../../tensor/tensor';
import { bool, float, int, ints } from '../attributes';
import {
  define,
  hidden,
  type OpDefinition,
  type OpEntry,
  type Sample,
  SAVES_NOTHING
} from '../define';
import { call, tensors } from '../dispatch';
import { indexed } from '../latex';
import { DTYPE, lanesOf, mapLanes, reducedCount, type Vjp, wrapLane } from '../reduce';
import { castTo } from '../reshape';
import { docs, INPUT, notImplemented, torchNames } from './common';

const ATTRIBUTES = { dim: int('Dimension along which it runs.'), dtype: DTYPE };
const DIMS = ints('Dimensions side by side, gone through as one.');

/** Moves all elements on by one place; the place that comes free is filled. */
const shift = hidden({
  name: 'shift',
  gradFn: 'CopySlices',
  attributes: {
    dims: DIMS,
    back: bool('Whether they move towards the start.'),
    fill: float('What comes in.')
  },
  forward: ([t], { dims, back, fill }) => {
    const input = t as Tensor;
    return mapLanes(
      lanesOf(input, dims),
      input.shape,
      input.dtype,
      (data, out, start, step, size) => {
        const last = start + (size - 1) * step;
        const by = back ? step : -step;
        for (let at = start; at <= last; at += step) {
          out[at] = at === (back ? last : start) ? fill : (data[at + by] as number);
        }
      }
    );
  },
  vjp: ({ upstream, attributes: { dims, back } }) => [shifted(upstream, dims, !back, 0)]
});

const shifted = (t: Tensor, dims: readonly number[], back: boolean, fill: number): Tensor =>
  call(shift, [t], { dims, back, fill });

/**
 * s_k = b_k + a_k s_{k−1} from the start or, in reverse, s_k = b_k + a_{k+1} s_{k+1} from the end: in both, a stands on
 * the edge between two neighbours, and the gradient of one direction is the other.
 */
const recurrence = hidden({
  name: 'linear_recurrence',
  gradFn: 'CumsumBackward0',
  inputs: [
    { name: 'factor', symbol: 'a' },
    { name: 'term', symbol: 'b' }
  ],
  attributes: { dims: DIMS, reverse: bool('Whether it starts at the end.') },
  saves: ([factor = true, term = true]) => ({
    inputs: factor || term ? [0] : [],
    output: factor
  }),
  forward: ([a, b], { dims, reverse }) => {
    const factors = lanesOf(a as Tensor, dims).data;
    const { shape, dtype } = b as Tensor;
    return mapLanes(lanesOf(b as Tensor, dims), shape, dtype, (data, out, start, step, size) => {
      let running = 0;
      for (let k = 0; k < size; k++) {
        const at = start + (reverse ? size - 1 - k : k) * step;
        const edge = reverse ? at + step : at;
        running =
          k === 0
            ? (data[at] as number)
            : (data[at] as number) + (factors[edge] as number) * running;
        out[at] = running;
      }
    });
  },
  vjp: (
    { upstream, inputs: [a], output, attributes: { dims, reverse } },
    [needsFactor, needsTerm]
  ) => {
    const carried = recurred(a as Tensor, upstream, dims, !reverse);
    // The edge before place k joins s_{k−1} and s_k, whichever way it is gone.
    const ofFactor = (): Tensor =>
      reverse
        ? tensors.mul(shifted(carried, dims, false, 0), output)
        : tensors.mul(carried, shifted(output, dims, false, 0));
    return [needsFactor ? ofFactor() : null, needsTerm ? carried : null];
  }
});

const recurred = (a: Tensor, b: Tensor, dims: readonly number[], reverse: boolean): Tensor =>
  call(recurrence, [a, b], { dims, reverse });

/** Sums from each place to the end. */
const sumsToEnd = (t: Tensor, dims: readonly number[]): Tensor =>
  recurred(fullLike(t, 1), t, dims, true);

/** The product of all other elements along the dimensions, without a division: right where some are 0. */
export function productOfOthers(x: Tensor, dims: readonly number[], dtype: DType): Tensor {
  const none = fullLike({ shape: x.shape, dtype }, 0);
  const before = recurred(shifted(x, dims, false, 0), shifted(none, dims, false, 1), dims, false);
  const after = recurred(x, shifted(none, dims, true, 1), dims, true);
  return tensors.mul(before, after);
}

/** The type that is accumulated in. @throws TorchError for conditions */
function accumulated(name: string, input: Tensor, wanted: string | null): DType {
  const dtype = (wanted as DType | null) ?? (isFloating(input.dtype) ? input.dtype : 'int64');
  if (dtype === 'bool' && input.numel > 0 && input.shape.length > 0) {
    throw new TorchError(notImplemented(`${name}_out_cpu`, 'bool'));
  }
  return dtype;
}

/** The dimension to run along, as a list; a 0-d tensor has none. @throws TorchError (IndexError) when out of range */
function along({ shape }: Tensor, dim: number): number[] {
  const wrapped = wrappedDim(dim, shape.length);
  return shape.length === 0 ? [] : [wrapped];
}

interface Running {
  readonly dim: number;
  readonly dtype: string | null;
}

const cumsumVjp: Vjp<Running> = ({ upstream, inputs: [t], attributes: { dim } }) => {
  const input = t as Tensor;
  return [castTo(sumsToEnd(upstream, along(input, dim)), input.dtype)];
};

/** The gradient of running products where some elements are 0: what comes before a place times what goes on from it. */
function withoutDivision(x: Tensor, output: Tensor, upstream: Tensor, dims: number[]): Tensor {
  const before = shifted(output, dims, false, 1);
  const product = tensors.mul(before, recurred(x, upstream, dims, true));
  // PyTorch adds terms up from 0, so that no −0 comes of it.
  return tensors.add(product, pythonScalar(0));
}

const cumprodVjp: Vjp<Running> = ({ upstream, inputs: [t], output, attributes: { dim } }) => {
  const input = t as Tensor;
  const dims = along(input, dim);
  if (reducedCount(input.shape, dims) === 1) return [castTo(upstream, input.dtype)];
  const x = castTo(input, output.dtype);
  const grad = input.values().includes(0)
    ? withoutDivision(x, output, upstream, dims)
    : tensors.div(sumsToEnd(tensors.mul(output, upstream), dims), x);
  return [castTo(grad, input.dtype)];
};

const cumulative = (
  entry: Pick<OpEntry<typeof ATTRIBUTES>, 'summary' | 'gradFn' | 'localLatex' | 'saves' | 'vjp'> & {
    readonly name: 'cumsum' | 'cumprod';
    readonly sign: string;
    readonly step: (running: number, value: number) => number;
    /** The same in whole numbers of any size. */
    readonly wrapped: (running: bigint, value: bigint) => bigint;
    readonly first: number;
    readonly samples: readonly Sample[];
  }
): OpDefinition => {
  const { sign, step, wrapped, first, ...rest } = entry;
  const { name } = entry;
  return define<typeof ATTRIBUTES>({
    ...rest,
    family: 'reduction',
    source: docs(`torch.${name}`),
    inputs: [INPUT],
    attributes: ATTRIBUTES,
    signature: ['input', 'dim', '*', 'dtype'],
    torch: torchNames(name),
    latex: ([a]) => (a ? `${sign}_{j \\le i} ${indexed(a).replace(/_i$/, '_j')}` : ''),
    forward: ([t], attributes) => {
      const input = t as Tensor;
      const dims = along(input, attributes.dim);
      const dtype = accumulated(name, input, attributes.dtype);
      const { shape } = input;
      return mapLanes(lanesOf(input, dims, dtype), shape, dtype, (data, out, start, by, size) => {
        let running = first;
        let largest = 0;
        const end = start + size * by;
        for (let at = start; at < end; at += by) {
          running = step(running, data[at] as number);
          out[at] = running;
          largest = Math.max(largest, Math.abs(running));
        }
        if (dtype === 'int64' && !Number.isSafeInteger(largest)) {
          wrapLane([data, start, by, size], first, wrapped, (at, value) => (out[at] = value));
        }
      });
    }
  });
};

const GRID = [
  [1, -2, 3],
  [0.5, 4, 2]
];

/** Sums and products up to each place. */
export const cumulatives: OpDefinition[] = [
  cumulative({
    name: 'cumsum',
    summary:
      'Adds up along a dimension as far as each place; a place receives the gradients from there on.',
    gradFn: 'CumsumBackward0',
    sign: '\\sum',
    first: 0,
    step: (running, value) => running + value,
    wrapped: (running, value) => running + value,
    localLatex: () => '\\begin{cases} 1 & j \\le i \\\\ 0 & \\text{otherwise} \\end{cases}',
    saves: SAVES_NOTHING,
    vjp: cumsumVjp,
    samples: [
      { inputs: [[1, 2, 3]], attributes: { dim: 0 } },
      { inputs: [GRID], attributes: { dim: 0 } },
      { inputs: [[[1.5, -1, 2]]], attributes: { dim: -1 } },
      { inputs: [3], attributes: { dim: -1 } },
      { inputs: [[1, 0.5, -4]], attributes: { dim: 0, dtype: 'float64' } },
      { inputs: [[1, Infinity, 2, NaN]], attributes: { dim: 0 }, kink: true }
    ]
  }),
  cumulative({
    name: 'cumprod',
    summary: 'Multiplies along a dimension as far as each place.',
    gradFn: 'CumprodBackward0',
    sign: '\\prod',
    first: 1,
    step: (running, value) => running * value,
    wrapped: (running, value) => running * value,
    localLatex: (_, [a]) =>
      a
        ? `\\begin{cases} \\prod_{k \\le i, k \\ne j} ${indexed(a).replace(/_i$/, '_k')} & j \\le i \\\\ 0 & \\text{otherwise} \\end{cases}`
        : '',
    saves: { inputs: [0], output: true },
    vjp: cumprodVjp,
    samples: [
      { inputs: [[2, 3, 4]], attributes: { dim: 0 } },
      { inputs: [GRID], attributes: { dim: 0 } },
      { inputs: [[2, 0, 4, -3]], attributes: { dim: 0 } },
      { inputs: [[[0, 3, 0.5, 0, 2]]], attributes: { dim: -1 } },
      { inputs: [3], attributes: { dim: 0 } },
      { inputs: [[1.5, -4]], attributes: { dim: 0, dtype: 'float64' } }
    ]
  })
];

export const cumulativeInternals: readonly OpDefinition[] = [shift, recurrence];
