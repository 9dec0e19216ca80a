import { scalarTypeName } from '../tensor/dtype';
import { TorchError } from '../tensor/errors';
import { contiguousStrides, listText, numel, type Shape, wrappedDim } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import { gathered, requireSize, viewStrides } from './strided';

/**
 * The shape with its -1 worked out.
 * @throws TorchError where it doesn't hold exactly the elements that there are
 */
export function inferred(shape: Shape, { numel: count, dtype }: Tensor): Shape {
  let known = 1;
  let open = -1;
  shape.forEach((size, k) => {
    if (size === -1) {
      if (open >= 0) throw new TorchError('only one dimension can be inferred');
      open = k;
    } else if (size < 0) {
      throw new TorchError(`invalid shape dimension ${size}`);
    } else {
      known *= size;
    }
  });
  if (known !== count && !(open >= 0 && known > 0 && count % known === 0)) {
    throw new TorchError(`shape '${listText(shape)}' is invalid for input of size ${count}`);
  }
  if (open < 0) {
    requireSize(shape, dtype);
    return shape;
  }
  if (known === 0) {
    throw new TorchError(
      `cannot reshape tensor of 0 elements into shape ${listText(shape)} because the unspecified dimension size -1 can be any value and is ambiguous`
    );
  }
  return shape.map((size, k) => (k === open ? count / known : size));
}

/** A view where the elements can stay, a copy otherwise. */
export function reshaped(t: Tensor, shape: Shape): Tensor {
  const strides = viewStrides(t, shape);
  if (strides) return t.sharing(shape, strides, t.offset);
  return new Tensor(gathered(t.shape, t, t.dtype).data, shape, t.dtype);
}

export function flattenedShape(shape: Shape, start: number, end: number): Shape {
  const rank = shape.length;
  const [first, last] = [wrappedDim(start, rank), wrappedDim(end, rank)];
  if (first > last) {
    throw new TorchError('flatten() has invalid args: start_dim cannot come after end_dim');
  }
  if (rank === 0) return [1];
  return [...shape.slice(0, first), numel(shape.slice(first, last + 1)), ...shape.slice(last + 1)];
}

/** A view with the dimensions in another order. */
export const reordered = (t: Tensor, order: readonly number[]): Tensor => {
  const at = (list: readonly number[]): number[] => order.map((dim) => list[dim] as number);
  return t.sharing(at(t.shape), at(t.strides), t.offset);
};

export function swapped(t: Tensor, dim0: number, dim1: number): Tensor {
  const rank = t.shape.length;
  const [a, b] = [wrappedDim(dim0, rank), wrappedDim(dim1, rank)];
  return reordered(
    t,
    t.shape.map((_, k) => (k === a ? b : k === b ? a : k))
  );
}

export function orderOf(dims: readonly number[], rank: number): number[] {
  if (dims.length !== rank) {
    throw new TorchError(
      `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${rank} is not equal to len(dims) = ${dims.length}`
    );
  }
  const order = dims.map((dim) => wrappedDim(dim, rank));
  if (new Set(order).size !== rank) {
    throw new TorchError('permute(): duplicate dims are not allowed.');
  }
  return order;
}

export function squeezed(t: Tensor, dim: number | null): Tensor {
  const only = dim === null ? null : wrappedDim(dim, t.shape.length);
  const kept = t.shape
    .map((_, k) => k)
    .filter((k) => t.shape[k] !== 1 || (only !== null && k !== only));
  return reordered(t, kept);
}

export function unsqueezed(t: Tensor, dim: number): Tensor {
  const at = wrappedDim(dim, t.shape.length + 1);
  const step = at < t.shape.length ? (t.shape[at] as number) * (t.strides[at] as number) : 1;
  const put = (list: readonly number[], one: number): number[] => [
    ...list.slice(0, at),
    one,
    ...list.slice(at)
  ];
  return t.sharing(put(t.shape, 1), put(t.strides, step), t.offset);
}

export function expanded(t: Tensor, size: Shape): Tensor {
  const { shape, strides, dtype } = t;
  const lead = size.length - shape.length;
  if (lead < 0) {
    const type = dtype === 'bool' ? 'CPUBoolType' : `torch.${scalarTypeName(dtype)}Tensor`;
    throw new TorchError(
      `expand(${type}{${listText(shape)}}, size=${listText(size)}): the number of sizes provided (${size.length}) must be greater or equal to the number of dimensions in the tensor (${shape.length})`
    );
  }
  const target = [...size];
  const steps = size.map((_, k) => (k < lead ? 0 : (strides[k - lead] as number)));
  // PyTorch goes from the last dimension to the first, and speaks of the first fault that it meets.
  for (let k = size.length - 1; k >= 0 && shape.length > 0; k--) {
    const wanted = size[k] as number;
    if (k < lead) {
      if (wanted !== -1) continue;
      throw new TorchError(
        `The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension ${k}`
      );
    }
    const own = shape[k - lead] as number;
    if (wanted === -1) target[k] = own;
    else if (own === 1 && wanted !== 1) steps[k] = 0;
    else if (own !== wanted) {
      throw new TorchError(
        `The expanded size of the tensor (${wanted}) must match the existing size (${own}) at non-singleton dimension ${k}.  Target sizes: ${listText(size)}.  Tensor sizes: ${listText(shape)}`
      );
    }
  }
  if (target.some((one) => one < 0)) throw new TorchError('numel: integer multiplication overflow');
  requireSize(target, dtype);
  const laid = numel(target) === 0 ? contiguousStrides(target) : steps;
  return t.sharing(target, laid, t.offset);
}

/**
 * A dimension counted from the front, where a 0-d tensor has none.
 * @throws TorchError (IndexError) when it is out of range
 */
export function wrappedDimOf(dim: number, rank: number): number {
  if (rank > 0) return wrappedDim(dim, rank);
  throw new TorchError(`Dimension specified as ${dim} but tensor has no dimensions`, 'IndexError');
}

/** A view of one layer of a dimension, which goes away; both are counted from the front. */
export function layerOf(t: Tensor, dim: number, index: number): Tensor {
  const others = (list: readonly number[]): number[] => list.filter((_, k) => k !== dim);
  const offset = t.offset + index * (t.strides[dim] as number);
  return t.sharing(others(t.shape), others(t.strides), offset);
}
