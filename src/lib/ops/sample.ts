import type { DType } from '../tensor/dtype';
import {
  fromValues,
  pythonScalar,
  tensor,
  type NestedNumbers,
  type Tensor
} from '../tensor/tensor';
import type { SampleValue } from './define';

/** What a sample's argument stands for. */
export type SampleKind = 'float' | 'scalar' | 'condition' | 'indices';

export function kindOfSample(value: SampleValue): SampleKind {
  if (typeof value === 'number' || Array.isArray(value)) return 'float';
  if ('scalar' in value) return 'scalar';
  return 'condition' in value ? 'condition' : 'indices';
}

/** The numbers of a sample's argument, whatever they stand for. */
export function numbersOfSample(value: SampleValue): NestedNumbers {
  if (typeof value === 'number' || Array.isArray(value)) return value as NestedNumbers;
  return Object.values(value as Record<string, NestedNumbers>)[0] ?? 0;
}

/** An argument of a sample as the engine takes it; only floating leaves are asked for a gradient. */
export function sampleTensor(
  value: SampleValue,
  options: { dtype?: DType; requiresGrad?: boolean } = {}
): Tensor {
  const kind = kindOfSample(value);
  const numbers = numbersOfSample(value);
  if (kind === 'scalar') return pythonScalar(typeof numbers === 'number' ? numbers : NaN);
  if (kind === 'condition') return tensor(numbers, { dtype: 'bool' });
  if (kind === 'indices') return tensor(numbers, { dtype: 'int64' });
  return tensor(numbers, options);
}

/** An uneven upstream gradient: 1, 2, 3 … over the elements. */
export const countedLike = ({ numel, shape, dtype }: Tensor): Tensor =>
  fromValues(
    Array.from({ length: numel }, (_, i) => i + 1),
    shape,
    dtype
  );
