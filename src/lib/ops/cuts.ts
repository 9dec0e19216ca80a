import { TorchError } from '../tensor/errors';
import { listText, wrappedDim } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

/** How many parts PyTorch cuts a dimension into, and where the one that is meant lies. */
export interface Cut {
  readonly count: number;
  readonly part: (index: number) => { readonly start: number; readonly length: number };
}

const atLeast1D = (t: Tensor, name: string): void => {
  if (t.shape.length === 0) {
    throw new TorchError(`${name} expects at least a 1-dimensional tensor`);
  }
};

export const sizeAlong = (t: Tensor, dim: number): number =>
  t.shape[wrappedDim(dim, t.shape.length)] as number;

/** Parts of one size; the last may be smaller. */
const evenly = (length: number, size: number): Cut => ({
  count: size === 0 ? 1 : Math.max(1, Math.ceil(length / size)),
  part: (index) => ({
    start: index * size,
    length: Math.min(size, length - index * size)
  })
});

/** Parts of one size. @throws TorchError for a size that doesn't fit */
export function splitCut(t: Tensor, size: number, dim: number): Cut {
  atLeast1D(t, 'split');
  if (size < 0) {
    throw new TorchError(`split expects split_size be non-negative, but got split_size=${size}`);
  }
  const length = sizeAlong(t, dim);
  if (size === 0 && length !== 0) {
    throw new TorchError(
      `split_size can only be 0 if dimension size is 0, but got dimension size of ${length}`
    );
  }
  return evenly(length, size);
}

/** So many parts, or fewer. @throws TorchError for a number that isn't positive */
export function chunkCut(t: Tensor, chunks: number, dim: number): Cut {
  atLeast1D(t, 'chunk');
  if (chunks <= 0) {
    throw new TorchError(`chunk expects \`chunks\` to be greater than 0, got: ${chunks}`);
  }
  const length = sizeAlong(t, dim);
  if (length === 0) return { count: chunks, part: () => ({ start: 0, length: 0 }) };
  return evenly(length, Math.ceil(length / chunks));
}

/** Parts of given sizes. @throws TorchError where they don't make up the dimension */
export function sectionCut(t: Tensor, sizes: readonly number[], dim: number): Cut {
  atLeast1D(t, 'split');
  const length = sizeAlong(t, dim);
  const list = `split_sizes=${listText(sizes)}`;
  if (sizes.some((size) => size < 0)) {
    throw new TorchError(
      `split_with_sizes expects split_sizes have only non-negative entries, but got ${list}`
    );
  }
  if (sizes.reduce((sum, size) => sum + size, 0) !== length) {
    throw new TorchError(
      `split_with_sizes expects split_sizes to sum exactly to ${length} (input tensor's size at dimension ${dim}), but got ${list}`
    );
  }
  return {
    count: sizes.length,
    part: (index) => ({
      start: sizes.slice(0, index).reduce((sum, size) => sum + size, 0),
      length: sizes[index] as number
    })
  };
}

/**
 * A part by its number, which counts from the end where it is negative, as in Python.
 * @throws TorchError (IndexError) where there is no such part
 */
export function partNumber(cut: Cut, index: number): number {
  if (index < -cut.count || index >= cut.count) {
    throw new TorchError('tuple index out of range', 'IndexError');
  }
  return index < 0 ? index + cut.count : index;
}
