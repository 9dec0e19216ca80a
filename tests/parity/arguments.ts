import type { SampleValue } from '../../src/lib/ops/define';
import { countedLike, sampleTensor } from '../../src/lib/ops/sample';
import { allocate, cast, type DType } from '../../src/lib/tensor/dtype';
import { numel } from '../../src/lib/tensor/shape';
import { pythonScalar, Tensor } from '../../src/lib/tensor/tensor';
import type { FixtureInput } from './fixtures';
import { fromJson, type JsonInput, type JsonNumbers } from './samples-format';

/** An argument of a registry sample: a leaf that requires a gradient, a Python number, a condition or indices. */
export const argumentOf = (value: SampleValue, dtype: DType): Tensor =>
  sampleTensor(value, { dtype, requiresGrad: true });

/** A tensor of this shape and dtype with these elements, repeated as often as needed. */
export function filled(
  shape: readonly number[],
  dtype: DType,
  elements: readonly number[] = [1]
): Tensor {
  const data = allocate(dtype, numel(shape));
  for (let i = 0; i < data.length; i++) data[i] = cast(elements[i % elements.length] ?? NaN, dtype);
  return new Tensor(data, shape, dtype);
}

const isObject = (value: FixtureInput): value is Exclude<FixtureInput, JsonNumbers> =>
  typeof value === 'object' && !Array.isArray(value);

/** An argument of a fixture: as in samples, or with its shape and dtype. */
export function fixtureArgument(value: FixtureInput, floating: DType): Tensor {
  if (isObject(value)) {
    if ('shape' in value) {
      const dtype = value.dtype === 'float' ? floating : value.dtype;
      const made = filled(
        value.shape,
        dtype,
        value.data?.map((one) => fromJson(one) as number)
      );
      made.requiresGrad = value.grad ?? false;
      return made;
    }
    if ('scalar' in value) return pythonScalar(fromJson(value.scalar) as number, value.dtype);
    if ('indices' in value) return argumentOf({ indices: fromJson(value.indices) }, floating);
    return argumentOf({ condition: fromJson(value.condition) }, floating);
  }
  return argumentOf(fromJson(value), floating);
}

/** The inputs of a sample that came from JSON. */
export const jsonArguments = (inputs: readonly JsonInput[], dtype: DType): Tensor[] =>
  inputs.map((value) => fixtureArgument(value, dtype));

/** The upstream gradient of the fixtures: 1, 2, 3 … over the elements. */
export const pattern = countedLike;
