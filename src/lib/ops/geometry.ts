import { TorchError } from '../tensor/errors';
import { listText, type Shape } from '../tensor/shape';
import type { Convolution } from './convolve';

/** Attributes of a convolution as they are given. */
export interface Geometry {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** One number stands for every dimension. @throws TorchError for a list of another length */
export function spread(name: string, given: readonly number[], rank: number): number[] {
  if (given.length === 1) return new Array<number>(rank).fill(given[0] ?? 0);
  if (given.length === rank) return [...given];
  throw new TorchError(
    `expected ${name} to be a single integer value or a list of ${rank} values to match the convolution dimensions, but got ${name}=${listText(given)}`
  );
}

/** As height and width; a 1-D convolution has height 1. */
const pair = (values: readonly number[], neutral: number): [number, number] =>
  values.length === 1 ? [neutral, values[0] ?? neutral] : [values[0] ?? 0, values[1] ?? 0];

/** As height and width. */
export function planar({ stride, padding, dilation, groups }: Geometry, rank: number): Convolution {
  return {
    stride: pair(spread('stride', stride, rank), 1),
    padding: pair(spread('padding', padding, rank), 0),
    dilation: pair(spread('dilation', dilation, rank), 1),
    groups
  };
}

/** Four dimensions: [batch, channels, width] gets a height of 1. */
export const fourth = (shape: Shape): Shape =>
  shape.length === 4 ? shape : [shape[0] ?? 1, shape[1] ?? 1, 1, shape[2] ?? 1];

/** @throws TorchError for what doesn't fit together, in PyTorch's words and order */
export function outputShape(
  input: Shape,
  weight: Shape,
  bias: Shape | null,
  given: Geometry
): Shape {
  const rank = weight.length - 2;
  const { groups } = given;
  const stride = spread('stride', given.stride, rank);
  const padding = spread('padding', given.padding, rank);
  const dilation = spread('dilation', given.dilation, rank);
  if (padding.some((one) => one < 0)) throw new TorchError('negative padding is not supported');
  if (stride.some((one) => one <= 0)) throw new TorchError('non-positive stride is not supported');
  if (groups <= 0) throw new TorchError('non-positive groups is not supported');
  if (dilation.some((one) => one <= 0)) {
    throw new TorchError(
      `dilation should be greater than zero, but got ${listText(rank === 1 ? [1, ...dilation] : dilation)}`
    );
  }
  const [outputs = 0, perGroup = 0] = weight;
  if (outputs < groups) {
    throw new TorchError(
      `Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ${listText(weight)} instead`
    );
  }
  if (outputs % groups !== 0) {
    throw new TorchError(
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size [${listText(weight)}] instead`
    );
  }
  if (input[1] !== perGroup * groups) {
    throw new TorchError(
      `Given groups=${groups}, weight of size ${listText(weight)}, expected input${listText(input)} to have ${perGroup * groups} channels, but got ${input[1]} channels instead`
    );
  }
  if (bias && (bias.length !== 1 || bias[0] !== outputs)) {
    throw new TorchError(
      `Given weight of size ${listText(weight)}, expected bias to be 1-dimensional with ${outputs} elements, but got bias of size ${listText(bias)} instead`
    );
  }
  const padded = padding.map((one, i) => (input[i + 2] ?? 0) + 2 * one);
  const kernel = dilation.map((one, i) => one * ((weight[i + 2] ?? 1) - 1) + 1);
  if (padded.some((size, i) => size < (kernel[i] ?? 1))) {
    throw new TorchError(
      `Calculated padded input size per channel: (${padded.join(' x ')}). Kernel size: (${kernel.join(' x ')}). Kernel size can't be greater than actual input size`
    );
  }
  const sizes = padded.map((size, i) =>
    Math.floor((size - (kernel[i] ?? 1)) / (stride[i] ?? 1) + 1)
  );
  return [input[0] ?? 0, outputs, ...sizes];
}
