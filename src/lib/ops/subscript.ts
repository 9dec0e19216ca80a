import { TorchError } from '../tensor/errors';
import { tensor, Tensor } from '../tensor/tensor';
import { trueAt } from './catalog/indexing';
import { apply } from './dispatch';
import { positions } from './places';
import { listText } from './strided';

/** Python's `start:stop:step`. */
export interface Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;
}

/** One part of `t[…]`; null is None, a list of numbers stands for a tensor of them. */
export type SubscriptItem =
  number | boolean | null | 'ellipsis' | Slice | Tensor | readonly number[];

const isSlice = (item: SubscriptItem): item is Slice =>
  typeof item === 'object' && item !== null && 'step' in item;

/** Dimensions that an item uses up. */
function dimensionsOf(item: SubscriptItem): number {
  if (item === null || item === 'ellipsis' || typeof item === 'boolean') return 0;
  return item instanceof Tensor && item.dtype === 'bool' ? item.shape.length : 1;
}

/** @throws TorchError */
function requireIndex(t: Tensor): void {
  if (t.dtype === 'int64' || t.dtype === 'bool') return;
  throw new TorchError('tensors used as indices must be long, byte or bool tensors', 'IndexError');
}

/** @throws TorchError for a step that Python's slices may have and PyTorch's may not */
function requirePositiveStep(step: number): void {
  if (step > 0) return;
  throw new TorchError(
    step === 0 ? 'slice step cannot be zero' : 'step must be greater than zero',
    'ValueError'
  );
}

/** A condition as one list of whole numbers per dimension. @throws TorchError where it doesn't fit */
function conditionIndices(mask: Tensor, t: Tensor, dim: number): Tensor[] {
  mask.shape.forEach((size, k) => {
    if (size === t.shape[dim + k]) return;
    throw new TorchError(
      `The shape of the mask ${listText(mask.shape)} at index ${k} does not match the shape of the indexed tensor ${listText(t.shape)} at index ${dim + k}`,
      'IndexError'
    );
  });
  return trueAt(mask).map((list) => positions(list, [list.length]));
}

/**
 * Python's `t[items]`: numbers and slices make views, tensors of whole numbers or conditions pick copies.
 * @throws TorchError (IndexError, ValueError) in PyTorch's words
 * Source: https://pytorch.org/docs/stable/tensor_view.html and NumPy's indexing rules, which PyTorch follows
 */
export function subscript(t: Tensor, items: readonly SubscriptItem[]): Tensor {
  const used = items.reduce<number>((sum, item) => sum + dimensionsOf(item), 0);
  const rank = t.shape.length;
  if (used > rank) {
    throw rank === 0
      ? new TorchError(
          'invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number',
          'IndexError'
        )
      : new TorchError(`too many indices for tensor of dimension ${rank}`, 'IndexError');
  }
  let result = t;
  let dim = 0;
  let isUntouched = true;
  const picks: { readonly dim: number; readonly index: Tensor }[] = [];
  const step = (name: string, attributes: Record<string, number | null>): void => {
    result = apply(name, [result], attributes);
    isUntouched = false;
  };
  let hasEllipsis = false;
  /** Dimensions of the tensor itself that were used up, which is what messages count. */
  let consumed = 0;
  for (const item of items) {
    if (item === 'ellipsis') {
      if (!hasEllipsis) {
        dim += rank - used;
        consumed += rank - used;
      }
      hasEllipsis = true;
    } else if (item === null) {
      step('unsqueeze', { dim });
      dim += 1;
    } else if (typeof item === 'number') {
      const size = result.shape[dim] ?? 0;
      if (item >= size || item < -size) {
        throw new TorchError(
          `index ${item} is out of bounds for dimension ${consumed} with size ${size}`,
          'IndexError'
        );
      }
      step('select', { dim, index: item });
    } else if (typeof item === 'boolean') {
      step('unsqueeze', { dim });
      picks.push({ dim, index: positions(item ? [0] : [], [item ? 1 : 0]) });
      dim += 1;
    } else if (isSlice(item)) {
      requirePositiveStep(item.step ?? 1);
      const isWhole = item.start === null && item.stop === null && (item.step ?? 1) === 1;
      if (!isWhole) {
        step('slice', { dim, start: item.start, end: item.stop, step: item.step ?? 1 });
      }
      dim += 1;
    } else {
      const index = item instanceof Tensor ? item : tensor([...item], { dtype: 'int64' });
      requireIndex(index);
      if (index.dtype === 'bool') {
        const lists = conditionIndices(index, result, dim);
        if (lists.length === 0) {
          step('unsqueeze', { dim });
          const count = index.item() !== 0 ? 1 : 0;
          picks.push({ dim, index: positions(new Array<number>(count).fill(0), [count]) });
          dim += 1;
        }
        for (const list of lists) picks.push({ dim: dim++, index: list });
      } else if (index.shape.length === 0 && item instanceof Tensor) {
        const at = index.item();
        const size = result.shape[dim] ?? 0;
        if (at >= size || at < -size) {
          throw new TorchError(
            `index ${at} is out of bounds for dimension ${consumed} with size ${size}`,
            'IndexError'
          );
        }
        step('select', { dim, index: at });
      } else {
        picks.push({ dim: dim++, index });
      }
    }
    consumed += dimensionsOf(item);
  }
  if (picks.length > 0) {
    const indices = picks.map(({ index }) => index);
    return apply('index', [result, ...indices], { dims: picks.map((pick) => pick.dim) });
  }
  return isUntouched ? apply('alias', [t]) : result;
}
