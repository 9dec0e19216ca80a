import type { DType } from '../tensor/dtype';
import type { AdamSettings, OptimizerSettings, SgdSettings } from './settings';

/** Elements of a parameter, of its gradient and of what an optimiser remembers of it. */
export type Numbers = Float32Array | Float64Array;

/** What an optimiser remembers of one parameter from step to step. */
export type Memory =
  | { readonly kind: 'sgd'; readonly velocity: Numbers }
  | {
      readonly kind: 'adam';
      readonly step: number;
      readonly mean: Numbers;
      readonly square: Numbers;
    };

/** What an optimiser remembers, by parameter. Never changed in place, so that it may be kept. */
export type Memories = ReadonlyMap<string, Memory>;

/** One parameter's step with all that the rule computes on the way. */
export interface Moved {
  readonly after: Numbers;
  /** The gradient that counts: weight decay added. */
  readonly grad: Numbers;
  /** What is subtracted, times the rate, where it isn't the gradient itself. */
  readonly direction: Numbers | null;
  readonly memory: Memory | null;
  readonly before: Memory | null;
}

export const numbersOf = (length: number, dtype: DType): Numbers =>
  dtype === 'float32' ? new Float32Array(length) : new Float64Array(length);

const like = (numbers: Numbers): Numbers =>
  numbers instanceof Float32Array
    ? new Float32Array(numbers.length)
    : new Float64Array(numbers.length);

/** A setting as PyTorch's kernels hold it. */
const setting = (value: number, numbers: Numbers): number =>
  numbers instanceof Float32Array ? Math.fround(value) : value;

/** 2²⁷ + 1 cuts a double into two halves whose products are exact. */
const SPLITTER = 134_217_729;

/**
 * a · b + c of doubles, rounded once, from the rounding errors of the product and of the sum.
 * Source: Dekker, A floating-point technique for extending the available precision, 1971.
 */
function fused(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const [wideA, wideB] = [SPLITTER * a, SPLITTER * b];
  const [highA, highB] = [wideA - (wideA - a), wideB - (wideB - b)];
  const [lowA, lowB] = [a - highA, b - highB];
  const lostInProduct = lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
  const part = sum - product;
  const lostInSum = product - (sum - part) + (c - part);
  const lost = lostInProduct + lostInSum;
  // Near the ends of the range the halves overflow; there the sum alone is the answer.
  return Number.isFinite(lost) ? sum + lost : sum;
}

/**
 * base to the power of a whole number, as precise as C's pow: JavaScript's is off by a bit at times, and one minus it
 * makes much of that. The lower half of each product is carried along.
 */
export function power(base: number, exponent: number): number {
  let [high, low] = [1, 0];
  let [factor, rest] = [base, 0];
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      const product = high * factor;
      low = fused(high, factor, -product) + (high * rest + low * factor);
      high = product;
    }
    const square = factor * factor;
    rest = fused(factor, factor, -square) + 2 * factor * rest;
    factor = square;
  }
  return high + low;
}

/** `start.add(direction, alpha=alpha)`: PyTorch's kernels round product and sum once. */
function addScaled(start: Numbers, direction: Numbers, alpha: number): Numbers {
  const out = like(start);
  if (out instanceof Float64Array && alpha !== 1) {
    for (let i = 0; i < out.length; i++) {
      out[i] = fused(alpha, direction[i] as number, start[i] as number);
    }
    return out;
  }
  // Doubles hold products of float32 exactly.
  const factor = setting(alpha, start);
  for (let i = 0; i < out.length; i++) {
    out[i] = (start[i] as number) + factor * (direction[i] as number);
  }
  return out;
}

function scaled(numbers: Numbers, factor: number): Numbers {
  const out = like(numbers);
  const rounded = setting(factor, numbers);
  for (let i = 0; i < out.length; i++) out[i] = (numbers[i] as number) * rounded;
  return out;
}

/** Source: https://pytorch.org/docs/1.13/generated/torch.optim.SGD.html */
function sgd(
  { lr, momentum, nesterov, weightDecay }: SgdSettings,
  value: Numbers,
  grad: Numbers,
  before: Memory | null
): Moved {
  const decayed = weightDecay === 0 ? grad : addScaled(grad, value, weightDecay);
  if (momentum === 0) {
    const after = addScaled(value, decayed, -lr);
    return { after, grad: decayed, direction: null, memory: null, before: null };
  }
  const last = before?.kind === 'sgd' && before.velocity.length === value.length ? before : null;
  const velocity = last ? addScaled(scaled(last.velocity, momentum), decayed, 1) : decayed.slice();
  const direction = nesterov ? addScaled(decayed, velocity, momentum) : velocity;
  return {
    after: addScaled(value, direction, -lr),
    grad: decayed,
    direction,
    memory: { kind: 'sgd', velocity },
    before: last
  };
}

/** Source: https://pytorch.org/docs/1.13/generated/torch.optim.Adam.html */
function adam(
  { lr, betas: [beta1, beta2], eps, weightDecay }: AdamSettings,
  value: Numbers,
  grad: Numbers,
  before: Memory | null
): Moved {
  const round = grad instanceof Float32Array ? Math.fround : (x: number): number => x;
  const decayed = weightDecay === 0 ? grad : addScaled(grad, value, weightDecay);
  const last = before?.kind === 'adam' && before.mean.length === value.length ? before : null;
  const step = (last?.step ?? 0) + 1;
  const mean = addScaled(scaled(last?.mean ?? like(value), beta1), decayed, 1 - beta1);
  const square = scaled(last?.square ?? like(value), beta2);
  const share = setting(1 - beta2, value);
  const size = setting(-(lr / (1 - power(beta1, step))), value);
  const scale = setting(Math.sqrt(1 - power(beta2, step)), value);
  const least = setting(eps, value);
  // A double holds the product of two float32 exactly.
  const multiplyAdd =
    value instanceof Float32Array ? (a: number, b: number, c: number) => a * b + c : fused;
  const after = like(value);
  for (let i = 0; i < after.length; i++) {
    const g = decayed[i] as number;
    square[i] = multiplyAdd(round(share * g), g, square[i] as number);
    const root = round(round(round(Math.sqrt(square[i] as number)) / scale) + least);
    after[i] = (value[i] as number) + round(round(size * (mean[i] as number)) / root);
  }
  return {
    after,
    grad: decayed,
    direction: null,
    memory: { kind: 'adam', step, mean, square },
    before: last
  };
}

/** One parameter's step, in PyTorch's order and with its rounding. */
export const moved = (
  settings: OptimizerSettings,
  value: Numbers,
  grad: Numbers,
  before: Memory | null
): Moved =>
  settings.kind === 'sgd'
    ? sgd(settings, value, grad, before)
    : adam(settings, value, grad, before);
