import { cast, isFloating, type DType } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import type { Tensor } from '../../tensor/tensor';
import { float, int } from '../attributes';
import type { OpDefinition } from '../define';
import { numberLatex } from '../latex';
import { notImplemented } from './common';
import { chosen, creating, DTYPE } from './creation';
import { convertible, made } from './storage';

/** How many elements a vector register of 256 bits holds. */
const LANES: Record<DType, number> = { float32: 8, float64: 4, int64: 4, bool: 32 };

const refuseBool = (kernel: string, dtype: DType): void => {
  if (dtype === 'bool') throw new TorchError(notImplemented(kernel, dtype));
};

const SPLITTER = 2 ** 27 + 1;

/** a · b + c with one rounding, as the processor does it. Source: Dekker, https://doi.org/10.1007/BF01397083 */
function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  // Beyond these sizes the halves would overflow or vanish.
  const size = Math.abs(product);
  if (!(size < 1e280) || size < 1e-280) return sum;
  const [highA, highB] = [upperHalf(a), upperHalf(b)];
  const [lowA, lowB] = [a - highA, b - highB];
  const lost = highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
  const part = sum - product;
  return sum + (product - (sum - part) + (c - part) + lost);
}

function upperHalf(x: number): number {
  const spread = SPLITTER * x;
  return spread - (spread - x);
}

interface Spacing {
  readonly at: (index: number) => number;
  readonly step: number;
  /** In which the multiples of the step are rounded. */
  readonly stepDtype: DType;
}

/**
 * Fills with evenly spaced numbers as PyTorch's kernels do: two vectors at a time, each counted from its first element,
 * which is rounded before; what is left over is counted one by one. The last digit depends on it.
 */
function fillInVectors(
  data: Float32Array | Float64Array,
  dtype: DType,
  { at, step, stepDtype }: Spacing
): void {
  const lanes = LANES[dtype];
  const vectorised = isFloating(dtype) ? data.length - (data.length % (2 * lanes)) : 0;
  for (let start = 0; start < vectorised; start += lanes) {
    const first = cast(at(start), dtype);
    for (let k = 0; k < lanes; k++) data[start + k] = first + cast(k * step, stepDtype);
  }
  for (let i = vectorised; i < data.length; i++) data[i] = cast(at(i), dtype);
}

const cpp = (x: number): string => (Number.isNaN(x) ? 'nan' : String(x).replace('Infinity', 'inf'));

/** The number of elements of `arange`. @throws TorchError for a range that can't be walked */
function rangeLength(start: number, end: number, step: number): number {
  if (!(step > 0 || step < 0)) throw new TorchError('step must be nonzero');
  if (!Number.isFinite(start) || !Number.isFinite(end)) {
    throw new TorchError(`unsupported range: ${cpp(start)} -> ${cpp(end)}`);
  }
  if (step > 0 ? end < start : end > start) {
    throw new TorchError('upper bound and larger bound inconsistent with step sign');
  }
  const length = Math.ceil((end - start) / step);
  if (length >= 2 ** 63) throw new TorchError('invalid size, possible overflow?');
  return length;
}

const arange = creating({
  name: 'arange',
  summary: 'The numbers from a start up to an end, which is left out, in steps.',
  inputs: [],
  attributes: {
    start: {
      ...float('First number; the end, counted from 0, where it is the only one given.'),
      start: 5
    },
    end: float('Where it stops, without reaching it.', null),
    step: float('Distance of neighbours.', 1),
    dtype: DTYPE
  },
  signature: ['start', 'end', 'step', '*', 'dtype'],
  latex: (_, { start, end, step }) => {
    const first = end === null ? 0 : start;
    const at = (k: number): string => numberLatex(first + k * step).text;
    return `\\left[${at(0)},\\,${at(1)},\\,\\ldots,\\,${numberLatex(end ?? start).text}\\right)`;
  },
  make: (given) => {
    const { step } = given;
    const [start, end] = given.end === null ? [0, given.start] : [given.start, given.end];
    const isWhole = [start, end, step].every(Number.isSafeInteger);
    const dtype = chosen(given.dtype, isWhole ? 'int64' : 'float32');
    refuseBool('arange_cpu', dtype);
    // Integers are counted as such; float32 is counted in double precision.
    const held = (x: number): number => (dtype === 'int64' ? convertible(x, dtype) : x);
    const [first, last, distance] = [held(start), held(end), held(step)];
    const length = rangeLength(first, last, distance);
    return made([length], dtype, (data) =>
      fillInVectors(data as Float32Array | Float64Array, dtype, {
        at: (i) => fusedMultiplyAdd(distance, i, first),
        step: distance,
        stepDtype: 'float64'
      })
    );
  },
  samples: [
    { inputs: [], attributes: { start: 5 } },
    { inputs: [], attributes: { start: 1, end: 5, step: 2 } },
    { inputs: [], attributes: { start: 0, end: 1, step: 0.1 } },
    { inputs: [], attributes: { start: 5, end: 1, step: -1 } },
    { inputs: [], attributes: { start: -1.5, end: 3, dtype: 'int64' } },
    { inputs: [], attributes: { start: 3, dtype: 'float64' } },
    { inputs: [], attributes: { start: 0 } }
  ]
});

/** The ends of a range as its dtype holds them, and how precisely its steps are counted. */
interface Ends {
  readonly first: number;
  readonly last: number;
  readonly precision: DType;
}

/** A tensor of `steps` elements between two ends. @throws TorchError for what PyTorch refuses */
function spaced(
  kernel: string,
  { start, end, steps, dtype }: { start: number; end: number; steps: number; dtype: DType },
  fill: (data: Float32Array | Float64Array, ends: Ends) => void
): Tensor {
  if (steps < 0) throw new TorchError('number of steps must be non-negative');
  return made([steps], dtype, (data) => {
    refuseBool(kernel, dtype);
    if (steps === 0) return;
    const [first, last] = [convertible(start, dtype), convertible(end, dtype)];
    const precision = dtype === 'int64' ? 'float64' : dtype;
    fill(data as Float32Array | Float64Array, { first, last, precision });
  });
}

const STEPS = { ...int('Number of elements.'), start: 5 };
const START = { ...float('First number.'), start: 0 };

export const ranges: OpDefinition[] = [
  arange,
  creating({
    name: 'linspace',
    summary: 'Numbers at equal distances from a start to an end, both included.',
    inputs: [],
    attributes: { start: START, end: float('Last number.'), steps: STEPS, dtype: DTYPE },
    signature: ['start', 'end', 'steps', '*', 'dtype'],
    latex: (_, { start, end }) =>
      `\\left[${numberLatex(start).text},\\,\\ldots,\\,${numberLatex(end).text}\\right]`,
    make: ({ start, end, steps, dtype: given }) => {
      const dtype = chosen(given, 'float32');
      return spaced('linspace_cpu', { start, end, steps, dtype }, (data, ends) => {
        const { first, last, precision } = ends;
        const step = steps === 1 ? 0 : cast(cast(last - first, precision) / (steps - 1), precision);
        // The second half is counted from the end, so that it is reached exactly.
        const at = (i: number): number =>
          i < Math.floor(steps / 2) || steps === 1
            ? fusedMultiplyAdd(step, i, first)
            : fusedMultiplyAdd(-step, steps - i - 1, last);
        fillInVectors(data, dtype, { at, step, stepDtype: precision });
      });
    },
    samples: [
      { inputs: [], attributes: { start: 0, end: 1, steps: 5 } },
      { inputs: [], attributes: { start: -2, end: 2, steps: 40 } },
      { inputs: [], attributes: { start: 5, end: -5, steps: 4, dtype: 'int64' } },
      { inputs: [], attributes: { start: 3, end: 8, steps: 1 } },
      { inputs: [], attributes: { start: 0, end: 1, steps: 4, dtype: 'float64' } },
      { inputs: [], attributes: { start: 0, end: 1, steps: 0 } }
    ]
  }),
  creating({
    name: 'logspace',
    summary: 'Powers of a base whose exponents are at equal distances, both ends included.',
    inputs: [],
    attributes: {
      start: START,
      end: { ...float('Last exponent.'), start: 2 },
      steps: { ...STEPS, start: 3 },
      base: float('What is raised to the powers.', 10),
      dtype: DTYPE
    },
    signature: ['start', 'end', 'steps', 'base', '*', 'dtype'],
    latex: (_, { start, end, base }) => {
      const b = base < 0 ? `\\left(${numberLatex(base).text}\\right)` : numberLatex(base).text;
      const power = (x: number): string => `{${b}}^{${numberLatex(x).text}}`;
      return `\\left[${power(start)},\\,\\ldots,\\,${power(end)}\\right]`;
    },
    make: ({ start, end, steps, base, dtype: given }) => {
      const dtype = chosen(given, 'float32');
      return spaced('logspace_cpu', { start, end, steps, dtype }, (data, ends) => {
        const { first, last, precision } = ends;
        const step = steps === 1 ? 0 : cast(last - first, precision) / (steps - 1);
        for (let i = 0; i < steps; i++) {
          const isFirstHalf = i < Math.floor(steps / 2) || steps === 1;
          const exponent = isFirstHalf ? first + step * i : last - step * (steps - i - 1);
          data[i] = cast(Math.pow(base, exponent), dtype);
        }
      });
    },
    samples: [
      { inputs: [], attributes: { start: 0, end: 2, steps: 3 } },
      { inputs: [], attributes: { start: 0, end: 4, steps: 5, base: 2 } },
      { inputs: [], attributes: { start: -1, end: 1, steps: 4, dtype: 'float64' } },
      { inputs: [], attributes: { start: 0, end: 2, steps: 3, dtype: 'int64' } }
    ]
  })
];
