import { TorchError } from './errors';

export type Shape = readonly number[];

export const numel = (shape: Shape): number => shape.reduce((n, size) => n * size, 1);

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i]);

/** Row-major strides, in elements. */
export function contiguousStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= Math.max(1, shape[i] ?? 1);
  }
  return strides;
}

/**
 * Shape that both operands broadcast to.
 * @throws TorchError with PyTorch's words when a dimension differs and neither is 1.
 */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const out = new Array<number>(rank);
  for (let i = rank - 1; i >= 0; i--) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new TorchError(
        `The size of tensor a (${x}) must match the size of tensor b (${y}) at non-singleton dimension ${i}`
      );
    }
    out[i] = x === 1 ? y : x;
  }
  return out;
}

/** Strides that read a tensor as if it had `target`'s shape: 0 along dimensions it is stretched over. */
export function broadcastStrides(
  shape: Shape,
  strides: readonly number[],
  target: Shape
): number[] {
  const offset = target.length - shape.length;
  return target.map((_, i) =>
    i < offset || shape[i - offset] === 1 ? 0 : (strides[i - offset] ?? 0)
  );
}

/** The index, in all dimensions, of the element at a position in row-major order. */
export function indexAt(shape: Shape, position: number): number[] {
  const index: number[] = [];
  let rest = position;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    const size = shape[dim] ?? 1;
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

/** A shape, or another list of numbers, as PyTorch's messages write it: `[2, 3]`. */
export const listText = (list: readonly number[]): string => `[${list.join(', ')}]`;

/** A shape as Python prints it: `torch.Size([2, 3])`. */
export const sizeText = (shape: Shape): string => `torch.Size(${listText(shape)})`;

/**
 * A dimension counted from the front; a 0-d tensor has one dimension for this purpose.
 * @throws TorchError (IndexError) when it is out of range
 */
export function wrappedDim(dim: number, rank: number): number {
  const limit = Math.max(rank, 1);
  if (dim < -limit || dim >= limit) {
    throw new TorchError(
      `Dimension out of range (expected to be in range of [${-limit}, ${limit - 1}], but got ${dim})`,
      'IndexError'
    );
  }
  return dim < 0 ? dim + limit : dim;
}
