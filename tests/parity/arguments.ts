import type { SampleValue } from '../../src/lib/ops/define';
import type { DType } from '../../src/lib/tensor/dtype';
import { pythonScalar, tensor, Tensor, type NestedNumbers } from '../../src/lib/tensor/tensor';

/** An argument of a registry sample: a leaf that requires a gradient, a Python number or a condition. */
export function argumentOf(value: SampleValue, dtype: DType): Tensor {
  if (typeof value === 'object' && 'scalar' in value) return pythonScalar(value.scalar);
  if (typeof value === 'object' && 'condition' in value) {
    return tensor(value.condition, { dtype: 'bool' });
  }
  if (typeof value === 'object' && 'indices' in value) {
    return tensor(value.indices, { dtype: 'int64' });
  }
  return tensor(value as NestedNumbers, { dtype, requiresGrad: true });
}

/** The upstream gradient of the fixtures: 1, 2, 3 … over the elements. */
export function pattern(like: Tensor): Tensor {
  const counted = Array.from({ length: like.numel }, (_, i) => i + 1);
  return new Tensor(tensor(counted, { dtype: like.dtype }).data, like.shape, like.dtype);
}
