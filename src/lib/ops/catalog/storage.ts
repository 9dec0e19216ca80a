import { allocate, cast, type DType, fitsInteger, type Storage } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { contiguousStrides, listText, numel, type Shape } from '../../tensor/shape';
import { Tensor } from '../../tensor/tensor';
import { BYTES, requireRoom } from '../strided';

const LARGEST_FLOAT32 = 3.4028234663852886e38;

/**
 * Zeroed storage for a shape that somebody asked for.
 * @throws TorchError for negative sizes and for more than fits
 */
export function storageFor(shape: Shape, dtype: DType): Storage {
  const negative = shape.find((size) => size < 0);
  if (negative !== undefined) {
    throw new TorchError(
      `Trying to create tensor with negative dimension ${negative}: ${listText(shape)}`
    );
  }
  const count = numel(shape);
  if (count * BYTES[dtype] >= 2 ** 63) {
    throw new TorchError(`Storage size calculation overflowed with sizes=${listText(shape)}`);
  }
  requireRoom(count, dtype);
  return allocate(dtype, count);
}

/** A number of the caller's as an element. @throws TorchError where the dtype has no place for it */
export function convertible(value: number, dtype: DType): number {
  const size = Math.abs(value);
  if (dtype === 'float32' && size > LARGEST_FLOAT32 && size !== Infinity) {
    throw new TorchError('value cannot be converted to type float without overflow');
  }
  if (dtype === 'int64' && !fitsInteger(value)) {
    throw new TorchError('value cannot be converted to type int64_t without overflow');
  }
  return cast(value, dtype);
}

/** The strides of a new tensor like another one: the same order of dimensions in memory, without gaps. */
function orderedStrides(like: Tensor): number[] {
  const { shape, strides } = like;
  const order = shape.map((_, k) => k);
  order.sort((a, b) => (strides[b] ?? 0) - (strides[a] ?? 0) || a - b);
  const dense = contiguousStrides(order.map((k) => shape[k] ?? 1));
  const made = new Array<number>(shape.length);
  order.forEach((k, position) => (made[k] = dense[position] ?? 1));
  return made;
}

/** A tensor of a shape, filled in the order of its memory; or of the shape and order of another tensor. */
export function made(
  target: Shape | Tensor,
  dtype: DType,
  fill: (data: Storage, isContiguous: boolean) => void = () => undefined
): Tensor {
  const shape = target instanceof Tensor ? target.shape : target;
  const isOrdered = target instanceof Tensor && !target.isContiguous && !target.strides.includes(0);
  const strides = isOrdered ? orderedStrides(target) : contiguousStrides(shape);
  const data = storageFor(shape, dtype);
  fill(data, !isOrdered);
  return new Tensor(data, [...shape], dtype, strides);
}
