import { allocate, type DType, type Storage } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { contiguousStrides, numel, sameShape, type Shape } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';

/** No result has more elements: what a page can't hold is refused before it is tried. */
const MOST_ELEMENTS = 2 ** 28;
export const BYTES: Readonly<Record<DType, number>> = { float32: 4, float64: 8, int64: 8, bool: 1 };

/** What PyTorch says when it gets no memory. */
export const noRoom = (bytes: number): TorchError =>
  new TorchError(
    `[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate ${BigInt(bytes)} bytes. Error code 12 (Cannot allocate memory)`
  );

/** @throws TorchError in PyTorch's words when no memory could hold so many elements */
export function requireRoom(count: number, dtype: DType): void {
  if (count <= MOST_ELEMENTS) return;
  const bytes = count * BYTES[dtype];
  if (bytes >= 2 ** 63) throw new TorchError('numel: integer multiplication overflow');
  throw noRoom(bytes);
}

/**
 * PyTorch takes an empty tensor of any size; here a list of its rows has to fit too.
 * @throws TorchError when no memory could hold a tensor of this shape
 */
export const requireSize = (shape: Shape, dtype: DType): void =>
  requireRoom(numel(shape.filter((size) => size !== 0)), dtype);

/** Zeroed storage for a shape. @throws TorchError where that is too much */
export function reserve(shape: Shape, dtype: DType): Storage {
  requireSize(shape, dtype);
  return allocate(dtype, numel(shape));
}

/** Python's name for the type of a number. */
export const pythonName = ({ dtype }: Tensor): string =>
  dtype === 'bool' ? 'bool' : dtype === 'int64' ? 'int' : 'float';

/**
 * The tensor that an operation was given; a Python number is none.
 * @throws TorchError (TypeError) in PyTorch's words
 */
export function tensorGiven(
  t: Tensor | undefined,
  op: string,
  name = 'input',
  position = 1
): Tensor {
  const given = t as Tensor;
  if (!given.isPythonScalar) return given;
  throw new TorchError(
    `${op}(): argument '${name}' (position ${position}) must be Tensor, not ${pythonName(given)}`,
    'TypeError'
  );
}

/** Where elements lie: each dimension's step, and the place of the first. Steps may be 0 or go backwards. */
export interface Layout {
  readonly data: Storage;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Copies elements from one layout to another, in the shape that both have. */
export function copyElements(shape: Shape, from: Layout, to: Layout): void {
  const rank = shape.length;
  if (numel(shape) === 0) return;
  const source = from.data;
  const target = to.data;
  if (rank === 0) {
    target[to.offset] = source[from.offset] as number;
    return;
  }
  const length = shape[rank - 1] as number;
  const read = from.strides[rank - 1] as number;
  const write = to.strides[rank - 1] as number;
  // Like an odometer: the last dimension is a loop of its own, the others count on here.
  const index = new Array<number>(rank - 1).fill(0);
  let at = from.offset;
  let put = to.offset;
  for (;;) {
    for (let i = 0, r = at, w = put; i < length; i++, r += read, w += write) {
      target[w] = source[r] as number;
    }
    let dim = rank - 2;
    for (; dim >= 0; dim--) {
      const next = (index[dim] as number) + 1;
      const [readStep, writeStep] = [from.strides[dim] as number, to.strides[dim] as number];
      if (next < (shape[dim] as number)) {
        index[dim] = next;
        at += readStep;
        put += writeStep;
        break;
      }
      index[dim] = 0;
      at -= (next - 1) * readStep;
      put -= (next - 1) * writeStep;
    }
    if (dim < 0) return;
  }
}

/** A new contiguous tensor whose elements are read through a layout. @throws TorchError where it is too large */
export function gathered(shape: Shape, from: Layout, dtype: DType): Tensor {
  const data = reserve(shape, dtype);
  copyElements(shape, from, { data, strides: contiguousStrides(shape), offset: 0 });
  return new Tensor(data, shape, dtype);
}

/** Whether the elements fill a stretch of memory without gaps, in whatever order. */
export function isDense(t: Tensor): boolean {
  const dims = t.shape.map((size, k) => ({ size, step: t.strides[k] ?? 0 }));
  let expected = 1;
  for (const { size, step } of dims
    .filter((one) => one.size !== 1)
    .sort((a, b) => a.step - b.step)) {
    if (step !== expected) return false;
    expected *= size;
  }
  return true;
}

/** A copy that keeps the order in memory where the elements lie densely, and is contiguous otherwise. */
export function copied(t: Tensor): Tensor {
  if (!isDense(t)) return gathered(t.shape, t, t.dtype);
  const data = reserve(t.shape, t.dtype);
  copyElements(t.shape, t, { data, strides: t.strides, offset: 0 });
  return new Tensor(data, t.shape, t.dtype, t.strides);
}

/**
 * Strides under which the same elements have another shape of the same size; null where they would have to move.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.view.html
 */
export function viewStrides(t: Tensor, shape: Shape): number[] | null {
  if (t.numel === 0) return sameShape(t.shape, shape) ? [...t.strides] : contiguousStrides(shape);
  const strides = new Array<number>(shape.length).fill(1);
  let next = shape.length - 1;
  // A block is a run of dimensions that lie in memory like one.
  let step = t.strides.at(-1) ?? 1;
  let block = 1;
  for (let dim = t.shape.length - 1; dim >= 0; dim--) {
    block *= t.shape[dim] as number;
    const outer = dim === 0 ? null : dim - 1;
    const ends = outer === null || (t.shape[outer] !== 1 && t.strides[outer] !== block * step);
    if (!ends) continue;
    let filled = 1;
    while (next >= 0 && (filled < block || shape[next] === 1)) {
      strides[next] = filled * step;
      filled *= shape[next] as number;
      next--;
    }
    if (filled !== block) return null;
    if (outer !== null) {
      step = t.strides[outer] as number;
      block = 1;
    }
  }
  if (t.shape.length === 0) return strides;
  return next === -1 ? strides : null;
}

/** A tensor of zeros with elements of another one put where a layout says. */
export function scattered(
  shape: Shape,
  t: Tensor,
  place: (whole: Tensor) => { readonly strides: readonly number[]; readonly offset: number }
): Tensor {
  const whole = new Tensor(reserve(shape, t.dtype), shape, t.dtype);
  copyElements(t.shape, t, { data: whole.data, ...place(whole) });
  return whole;
}
