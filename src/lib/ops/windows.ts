import { TorchError } from '../tensor/errors';
import { listText, numel, type Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { flat } from './convolve';

/** Where a window lies: its first row and column, steps, and sizes. */
export interface Windows {
  readonly planes: number;
  readonly high: number;
  readonly wide: number;
  readonly outHigh: number;
  readonly outWide: number;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly output: Shape;
}

/** Attributes of every pooling; lists of one number stand for both dimensions. */
export interface PoolAttributes {
  readonly kernel_size: readonly number[];
  readonly stride: readonly number[] | null;
  readonly padding: readonly number[];
  readonly dilation?: readonly number[];
  readonly ceil_mode: boolean;
}

function pair(op: string, name: string, given: readonly number[]): [number, number] {
  const [first = 0, second = first] = given;
  // PyTorch's own words, which differ from message to message.
  const spelling =
    op === 'max_pool2d' && name === 'padding'
      ? 'be either be'
      : op === 'max_pool2d' && name === 'dilation'
        ? 'be either'
        : 'either be';
  if (given.length !== 1 && given.length !== 2) {
    throw new TorchError(`${op}: ${name} must ${spelling} a single int, or a tuple of two ints`);
  }
  return [first, second];
}

/** Places that a window takes along one dimension. */
function places(
  size: number,
  kernel: number,
  stride: number,
  padding: number,
  dilation: number,
  ceil: boolean
): number {
  const room = size + 2 * padding - dilation * (kernel - 1) - 1;
  const count = Math.floor((room + (ceil ? stride - 1 : 0)) / stride) + 1;
  // The last window must begin inside the input or its padding on the left.
  return ceil && (count - 1) * stride >= size + padding ? count - 1 : count;
}

/** What PyTorch says of an input without three or four dimensions. */
function wrongRank(op: string, shape: Shape): TorchError {
  if (op === 'max_pool2d') {
    return new TorchError('non-empty 3D or 4D (batch mode) tensor expected for input');
  }
  const rank = shape.length;
  if (rank > 4) {
    return new TorchError(
      `Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:${listText(shape)}`
    );
  }
  return new TorchError(
    rank === 0
      ? 'Dimension specified as -3 but tensor has no dimensions'
      : `Dimension out of range (expected to be in range of [${-rank}, ${rank - 1}], but got -3)`,
    'IndexError'
  );
}

/** @throws TorchError for what doesn't fit together, in PyTorch's words */
export function windowsOf(op: string, shape: Shape, attributes: PoolAttributes): Windows {
  const kernel = pair(op, 'kernel_size', attributes.kernel_size);
  const { stride: given } = attributes;
  const stride = given === null || given.length === 0 ? kernel : pair(op, 'stride', given);
  const padding = pair(op, 'padding', attributes.padding);
  const dilation = pair(op, 'dilation', attributes.dilation ?? [1]);
  const rank = shape.length;
  const [high, wide] = [shape[rank - 2] ?? 0, shape[rank - 1] ?? 0];
  const channels = shape[rank - 3] ?? 0;
  if (rank !== 3 && rank !== 4) throw wrongRank(op, shape);
  if (stride.includes(0)) throw new TorchError('stride should not be zero');
  if (padding.some((one) => one < 0)) {
    throw new TorchError(`pad must be non-negative, but got pad: ${Math.min(...padding)}`);
  }
  const tooMuch = padding.findIndex((one, i) => one > Math.trunc((kernel[i] ?? 0) / 2));
  if (tooMuch >= 0) {
    throw new TorchError(
      `pad should be at most half of kernel size, but got pad=${padding[tooMuch]} and kernel_size=${kernel[tooMuch]}`
    );
  }
  if ([...kernel, ...stride].some((one) => one <= 0)) {
    throw new TorchError(
      `${kernel.some((one) => one <= 0) ? 'kernel size' : 'stride'} should be greater than zero, but got ` +
        (kernel.some((one) => one <= 0)
          ? `kH: ${kernel[0]} kW: ${kernel[1]}`
          : `dH: ${stride[0]} dW: ${stride[1]}`)
    );
  }
  if (dilation.some((one) => one <= 0)) {
    throw new TorchError(
      `dilation should be greater than zero, but got dilationH: ${dilation[0]} dilationW: ${dilation[1]}`
    );
  }
  if (channels === 0 || high === 0 || wide === 0) {
    throw new TorchError(
      `Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:${listText(shape)}`
    );
  }
  const [outHigh, outWide] = [high, wide].map((size, i) =>
    places(
      size,
      kernel[i] ?? 1,
      stride[i] ?? 1,
      padding[i] ?? 0,
      dilation[i] ?? 1,
      attributes.ceil_mode
    )
  ) as [number, number];
  if (outHigh < 1 || outWide < 1) {
    throw new TorchError(
      `Given input size: (${channels}x${high}x${wide}). Calculated output size: (${channels}x${outHigh}x${outWide}). Output size is too small`
    );
  }
  const output = [...shape.slice(0, -2), outHigh, outWide];
  const planes = numel(shape.slice(0, -2));
  return { planes, high, wide, outHigh, outWide, kernel, stride, padding, dilation, output };
}

/** Calls for every window with its number, and inside for every place of the input that it covers. */
export function eachWindow(
  w: Windows,
  visit: (
    window: number,
    rows: readonly number[],
    columns: readonly number[],
    plane: number
  ) => void
): void {
  const along = (i: 0 | 1, size: number, place: number): number[] => {
    const start = place * w.stride[i] - w.padding[i];
    return Array.from({ length: w.kernel[i] }, (_, k) => start + k * w.dilation[i]).filter(
      (at) => at >= 0 && at < size
    );
  };
  const rows = Array.from({ length: w.outHigh }, (_, y) => along(0, w.high, y));
  const columns = Array.from({ length: w.outWide }, (_, x) => along(1, w.wide, x));
  let window = 0;
  for (let p = 0; p < w.planes; p++) {
    for (const row of rows) {
      for (const column of columns) visit(window++, row, column, p * w.high * w.wide);
    }
  }
}

/** Flat position of the largest element in each window; the first of equal ones, and NaN before all. */
export function largest(input: Tensor, w: Windows): Float64Array {
  const values = flat(input);
  const found = new Float64Array(numel(w.output));
  eachWindow(w, (window, rows, columns, plane) => {
    let best = plane + (rows[0] ?? 0) * w.wide + (columns[0] ?? 0);
    for (const y of rows) {
      for (const x of columns) {
        const at = plane + y * w.wide + x;
        const value = values[at] ?? NaN;
        if (value > (values[best] ?? NaN) || Number.isNaN(value)) best = at;
      }
    }
    found[window] = best;
  });
  return found;
}
