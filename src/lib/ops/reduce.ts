import { allocate, cast, type DType, isFloating, type Storage } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { numel, sameShape, type Shape, wrappedDim } from '../tensor/shape';
import { fullLike, Tensor } from '../tensor/tensor';
import { bool, dtype as dtypeAttribute, int, ints } from './attributes';
import type { VjpContext } from './define';
import { apply } from './dispatch';
import { expandTo } from './reshape';

/** One dimension or all. */
export const DIM = int('Dimension that is reduced; None stands for all.', null);
/** Several dimensions or all. */
export const DIMS = ints('Dimensions that are reduced; None stands for all.', null);
export const KEEPDIM = bool('Whether the reduced dimensions stay, with size 1.', false);
export const DTYPE = dtypeAttribute(
  'Element type to which the input is converted first; None leaves it as it is.',
  null
);

export type Vjp<A> = (context: VjpContext<A>, needed: readonly boolean[]) => (Tensor | null)[];

/** One dimension, several or all, as an attribute says it. */
export type Dims = number | readonly number[] | null;

/**
 * The dimensions that are reduced, in ascending order: all of them for None and for an empty list.
 * @throws TorchError (IndexError) for one out of range, (RuntimeError) for one that is named twice
 */
export function reducedDims(dim: Dims, rank: number): number[] {
  const dims = typeof dim === 'number' ? [dim] : dim;
  if (dims === null || dims.length === 0) return Array.from({ length: rank }, (_, k) => k);
  const wrapped = dims.map((dim) => wrappedDim(dim, rank));
  const twice = wrapped.find((dim, k) => wrapped.indexOf(dim) !== k);
  if (twice !== undefined) {
    throw new TorchError(`dim ${twice} appears multiple times in the list of dims`);
  }
  return rank === 0 ? [] : wrapped.sort((a, b) => a - b);
}

/** The shape with the reduced dimensions at size 1. */
export const keptShape = (shape: Shape, dims: readonly number[]): number[] =>
  shape.map((size, k) => (dims.includes(k) ? 1 : size));

export const reducedShape = (shape: Shape, dims: readonly number[], keepdim: boolean): number[] =>
  keepdim ? keptShape(shape, dims) : shape.filter((_, k) => !dims.includes(k));

/** How many elements make one of the result. */
export const reducedCount = (shape: Shape, dims: readonly number[]): number =>
  dims.reduce((n, dim) => n * (shape[dim] ?? 1), 1);

/**
 * Elements laid out as outer × size × inner, where `size` runs over what is reduced: lane (o, i) starts at
 * `o * size * inner + i` and goes on in steps of `inner`.
 */
export interface Lanes {
  readonly data: Storage;
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
}

/** All elements in row-major order, read in a dtype; they aren't copied where they lie like that. */
function listed(t: Tensor, dtype: DType): Storage {
  const list = t.isContiguous
    ? t.data.subarray(t.offset, t.offset + t.numel)
    : Float64Array.from(t.values());
  if (t.dtype === dtype || dtype === 'float64') return list;
  return Float64Array.from(list, (value) => cast(value, dtype));
}

/** The lanes of a tensor along these dimensions (ascending), read in a dtype. */
export function lanesOf(t: Tensor, dims: readonly number[], dtype: DType = t.dtype): Lanes {
  const size = reducedCount(t.shape, dims);
  const [first = 0] = dims;
  if (dims.every((dim, k) => dim === first + k)) {
    const outer = numel(t.shape.slice(0, first));
    const inner = numel(t.shape.slice(first + dims.length));
    return { data: listed(t, dtype), outer, size, inner };
  }
  const kept = t.shape.map((_, k) => k).filter((k) => !dims.includes(k));
  const order = [...kept, ...dims];
  const at = (list: readonly number[]): number[] => order.map((k) => list[k] ?? 1);
  const moved = new Tensor(t.data, at(t.shape), t.dtype, at(t.strides), t.offset);
  return { data: listed(moved, dtype), outer: reducedCount(t.shape, kept), size, inner: 1 };
}

/** What one lane comes to; a lane has `size` elements from `start` on, `step` apart. */
export type LaneKernel = (data: Storage, start: number, step: number, size: number) => number;

/** One number per lane, in the result's dtype. */
export function reduceLanes(lanes: Lanes, shape: Shape, dtype: DType, kernel: LaneKernel): Tensor {
  const { data, outer, size, inner } = lanes;
  const out = allocate(dtype, outer * inner);
  const isExact = isFloating(dtype);
  let next = 0;
  for (let o = 0; o < outer; o++) {
    const start = o * size * inner;
    for (let i = 0; i < inner; i++) {
      const value = kernel(data, start + i, inner, size);
      out[next++] = isExact ? value : cast(value, dtype);
    }
  }
  return new Tensor(out, shape, dtype);
}

/** As many numbers per lane as it has elements, written to the same places of `out`. */
export function mapLanes(
  lanes: Lanes,
  shape: Shape,
  dtype: DType,
  kernel: (data: Storage, out: Storage, start: number, step: number, size: number) => void
): Tensor {
  const { data, outer, size, inner } = lanes;
  const out = allocate(dtype, outer * size * inner);
  for (let o = 0; o < outer; o++) {
    const start = o * size * inner;
    for (let i = 0; i < inner; i++) kernel(data, out, start + i, inner, size);
  }
  // Of −0, for example, whole numbers know nothing.
  if (!isFloating(dtype)) out.forEach((value, i) => (out[i] = cast(value, dtype)));
  return new Tensor(out, shape, dtype);
}

/**
 * Goes through a lane in 64-bit integers, which wrap around: for whole numbers that doubles no longer hold.
 * @param visit is given each place and what has come together up to it
 * @returns what all come to
 */
export function wrapLane(
  [data, start, step, size]: Parameters<LaneKernel>,
  first: number,
  combine: (running: bigint, value: bigint) => bigint,
  visit: (at: number, running: number) => void = () => undefined
): number {
  let running = BigInt(first);
  for (let k = 0; k < size; k++) {
    const at = start + k * step;
    running = BigInt.asIntN(64, combine(running, BigInt(cast(data[at] as number, 'int64'))));
    visit(at, Number(running));
  }
  return Number(running);
}

/** A kernel for int64, where the quick one's result isn't exact. */
export const wrapping =
  (
    kernel: LaneKernel,
    first: number,
    combine: (running: bigint, value: bigint) => bigint
  ): LaneKernel =>
  (...lane) => {
    const quick = kernel(...lane);
    return Number.isSafeInteger(quick) ? quick : wrapLane(lane, first, combine);
  };

export const laneSum: LaneKernel = (data, start, step, size) => {
  let total = 0;
  const end = start + size * step;
  for (let at = start; at < end; at += step) total += data[at] as number;
  return total;
};

/** A result, or its gradient, with the dimensions that were reduced away back in place at size 1. */
export function restored(t: Tensor, shape: Shape, dims: readonly number[]): Tensor {
  const kept = keptShape(shape, dims);
  return sameShape(t.shape, kept) ? t : apply('reshape', [t], { shape: kept });
}

/** The gradient of a reduced tensor at every element that was reduced. */
export const spread = (upstream: Tensor, shape: Shape, dims: readonly number[]): Tensor =>
  expandTo(restored(upstream, shape, dims), shape);

/** Sums over dimensions, which stay with size 1. */
export const sumKept = (t: Tensor, dims: readonly number[]): Tensor =>
  dims.length === 0 ? t : apply('sum', [t], { dim: dims, keepdim: true });

/** What a sum or an extremum runs over, in LaTeX: all elements, or those along dimensions. */
export function over(dim: Dims): string {
  const dims = typeof dim === 'number' ? [dim] : (dim ?? []);
  return dims.length === 0 ? 'i' : `{i \\in \\mathrm{dim}\\,${dims.join(',')}}`;
}

/**
 * The local derivative of a reduction, in which an element has a part in one result only: the gradient of an upstream
 * of ones. Null where the result, without the reduced dimensions, doesn't broadcast to the input.
 */
export function localOfReduction<A extends { readonly dim: Dims }>(vjp: Vjp<A>) {
  return (_: number, inputs: readonly Tensor[], output: Tensor, attributes: A): Tensor | null => {
    const [input] = inputs;
    if (!input) return null;
    const kept = keptShape(input.shape, reducedDims(attributes.dim, input.shape.length));
    const isAligned = sameShape(kept.slice(kept.length - output.shape.length), output.shape);
    if (output.numel !== 1 && !(isAligned && numel(kept) === output.numel)) return null;
    const context = {
      upstream: fullLike(output, 1),
      inputs: [input.alias()],
      output: output.alias(),
      attributes,
      isRecorded: false
    };
    return vjp(context, [true])[0] ?? null;
  };
}

/** @throws TorchError (TypeError) where only `dim` was left out of what PyTorch takes together */
export function requireDimFor(
  name: string,
  dim: number | null,
  keepdim: boolean,
  signatures: readonly string[],
  rest: string
): void {
  if (dim !== null || !keepdim) return;
  const lines = [
    ...signatures,
    `(Tensor input, int dim, bool keepdim, *, ${rest})`,
    `(Tensor input, name dim, bool keepdim, *, ${rest})`
  ];
  throw new TorchError(
    `${name}() received an invalid combination of arguments - got (Tensor, keepdim=bool), but expected one of:\n` +
      lines.map((line) => ` * ${line}\n`).join(''),
    'TypeError'
  );
}
