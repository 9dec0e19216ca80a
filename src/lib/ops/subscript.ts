import { TorchError } from '../tensor/errors';
import { listText } from '../tensor/shape';
import { tensor, Tensor } from '../tensor/tensor';
import { trueAt } from './catalog/indexing';
import { apply } from './dispatch';
import { positions } from './places';

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

/** A tensor among the items, and the dimension that it was met at. */
interface Pick {
  readonly dim: number;
  readonly index: Tensor;
}

/**
 * Tensors of whole numbers, with the dimensions that they stand at; a condition becomes one for each of its dimensions.
 * @throws TorchError for a condition that doesn't fit
 */
function spelledOut(t: Tensor, picks: readonly Pick[]): Pick[] {
  const found: Pick[] = [];
  // A condition took up one dimension when it was met, and takes up more now.
  let further = 0;
  for (const { dim, index } of picks) {
    if (index.dtype !== 'bool') {
      found.push({ dim: dim + further, index });
      continue;
    }
    index.shape.forEach((size, k) => {
      const at = dim + further + k;
      if (size === t.shape[at]) return;
      throw new TorchError(
        `The shape of the mask ${listText(index.shape)} at index ${k} does not match the shape of the indexed tensor ${listText(t.shape)} at index ${at}`,
        'IndexError'
      );
    });
    trueAt(index).forEach((list, k) =>
      found.push({ dim: dim + further + k, index: positions(list, [list.length]) })
    );
    further += index.shape.length - 1;
  }
  return found;
}

/** @throws TorchError (IndexError) for a layer that there isn't; `place` is what PyTorch calls the dimension */
function selected(t: Tensor, dim: number, index: number, place: number): Tensor {
  const size = t.shape[dim] ?? 0;
  if (index >= size || index < -size) {
    throw new TorchError(
      `index ${index} is out of bounds for dimension ${place} with size ${size}`,
      'IndexError'
    );
  }
  return apply('select', [t], { dim, index });
}

/** @throws TorchError for a step that isn't positive */
function sliced(t: Tensor, dim: number, { start, stop, step }: Slice): Tensor {
  requirePositiveStep(step ?? 1);
  return apply('slice', [t], { dim, start, end: stop, step: step ?? 1 });
}

/** Whether both ends are written out and leave nothing off: PyTorch makes no view then, but does of `:`. */
const isWhole = (t: Tensor, dim: number, { start, stop, step }: Slice): boolean =>
  (start ?? 0) === 0 && stop === t.shape[dim] && (step ?? 1) === 1;

/** One number or slice, which Python hands over bare; null for any other item. @throws TorchError */
function alone(t: Tensor, item: SubscriptItem | undefined): Tensor | null {
  if (typeof item === 'number') {
    if (t.shape.length > 0 || item !== 0) return selected(t, 0, item, 0);
    throw new TorchError(
      'invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number',
      'IndexError'
    );
  }
  return item !== undefined && isSlice(item) ? sliced(t, 0, item) : null;
}

/** What numbers, slices and the like make of a tensor, and the tensors that then pick from it. */
export interface Viewed {
  readonly view: Tensor;
  /** Tensors of whole numbers; none where all is a view. */
  readonly indices: readonly Tensor[];
  /** The dimension of the view that each of them stands at. */
  readonly dims: readonly number[];
}

const whole = (view: Tensor): Viewed => ({ view, indices: [], dims: [] });

/**
 * The part of a tensor that Python's `t[items]` speaks of, before anything is picked. One item is what stands between
 * the brackets alone, `t[0]` and not `t[0,]`. Where all of the tensor is meant it is the tensor itself.
 * @throws TorchError (IndexError, ValueError) in PyTorch's words
 */
export function viewedAt(t: Tensor, items: readonly SubscriptItem[]): Viewed {
  const bare = items.length === 1 ? alone(t, items[0]) : null;
  if (bare) return whole(bare);
  const used = items.reduce<number>((sum, item) => sum + dimensionsOf(item), 0);
  const rank = t.shape.length;
  if (used > rank) {
    throw new TorchError(`too many indices for tensor of dimension ${rank}`, 'IndexError');
  }
  let result = t;
  let dim = 0;
  const picks: Pick[] = [];
  /** What takes up no dimension of the tensor gets one of its own. */
  const pickOfOne = (isTaken: boolean): void => {
    result = apply('unsqueeze', [result], { dim });
    picks.push({ dim: dim++, index: positions(isTaken ? [0] : [], [isTaken ? 1 : 0]) });
  };
  items.forEach((item, place) => {
    if (item === 'ellipsis') {
      // As in PyTorch, where a second ellipsis skips as many dimensions once more.
      dim += rank - used;
    } else if (item === null) {
      result = apply('unsqueeze', [result], { dim: dim++ });
    } else if (typeof item === 'number') {
      result = selected(result, dim, item, place);
    } else if (typeof item === 'boolean') {
      pickOfOne(item);
    } else if (isSlice(item)) {
      if (!isWhole(result, dim, item)) result = sliced(result, dim, item);
      dim += 1;
    } else if (!(item instanceof Tensor)) {
      picks.push({ dim: dim++, index: tensor([...item], { dtype: 'int64' }) });
    } else if (item.shape.length === 0 && item.dtype === 'bool') {
      pickOfOne(item.item() !== 0);
    } else if (item.shape.length === 0 && item.dtype === 'int64') {
      result = selected(result, dim, item.item(), place);
    } else {
      picks.push({ dim: dim++, index: item });
    }
  });
  if (picks.length > 0) {
    const reach = (picks.at(-1)?.dim ?? 0) + 1;
    if (reach > result.shape.length) {
      throw new TorchError(
        `too many indices for tensor of dimension ${result.shape.length} (got ${reach})`,
        'IndexError'
      );
    }
    for (const { index } of picks) requireIndex(index);
    const spelled = spelledOut(result, picks);
    return {
      view: result,
      indices: spelled.map(({ index }) => index),
      dims: spelled.map((pick) => pick.dim)
    };
  }
  return whole(result);
}

/**
 * Python's `t[items]`: numbers and slices make views, tensors of whole numbers or conditions pick copies.
 * @throws TorchError (IndexError, ValueError) in PyTorch's words
 * Source: https://pytorch.org/docs/stable/tensor_view.html and NumPy's indexing rules, which PyTorch follows
 */
export function subscript(t: Tensor, items: readonly SubscriptItem[]): Tensor {
  const { view, indices, dims } = viewedAt(t, items);
  if (indices.length > 0) return apply('index', [view, ...indices], { dims });
  return view === t ? apply('alias', [t]) : view;
}
