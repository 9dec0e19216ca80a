import { describe, expect, it } from 'vitest';
import '../registry';
import { grad } from '../../autograd/backward';
import type { DType } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { tensor, type NestedNumbers, type Tensor } from '../../tensor/tensor';
import type { Attributes } from '../attributes';
import { apply } from '../dispatch';

const run = (name: string, input: Tensor, attributes?: Attributes): Tensor =>
  apply(name, [input], attributes);
const leaf = (value: NestedNumbers): Tensor => tensor(value, { requiresGrad: true });

describe('dtypes', () => {
  it.each<[string, DType, Attributes, DType]>([
    ['sum', 'bool', {}, 'int64'],
    ['sum', 'int64', { dim: 0 }, 'int64'],
    ['prod', 'bool', { dim: 0 }, 'int64'],
    ['sum', 'float32', { dtype: 'float64' }, 'float64'],
    ['mean', 'int64', { dtype: 'float32' }, 'float32'],
    ['all', 'float32', {}, 'bool']
  ])('%s of %s with %j', (name, dtype, attributes, expected) => {
    expect(run(name, tensor([1, 1, 0], { dtype }), attributes).dtype).toBe(expected);
  });

  it('are converted before anything is added up', () => {
    expect(run('sum', tensor([1.5, 1.5]), { dtype: 'int64' }).item()).toBe(2);
    expect(run('sum', tensor([2, 3]), { dtype: 'bool' }).item()).toBe(1);
    expect(run('sum', tensor([NaN, 1]), { dtype: 'int64' }).item()).toBe(-(2 ** 63));
  });

  it('int64 wraps around', () => {
    const large = tensor([2 ** 40, 2 ** 30, 3], { dtype: 'int64' });
    expect(run('prod', large).item()).toBe(0);
    expect(run('sum', tensor([2 ** 62, 2 ** 62], { dtype: 'int64' })).item()).toBe(-(2 ** 63));
  });

  it('float32 is added up in double precision', () => {
    expect(run('sum', tensor([2 ** 25, ...new Array<number>(8).fill(1)])).item()).toBe(2 ** 25 + 8);
  });
});

describe('names of backward nodes', () => {
  it.each<[string, Attributes, string]>([
    ['sum', {}, 'SumBackward0'],
    ['sum', { dim: [] }, 'SumBackward1'],
    ['sum', { keepdim: true }, 'SumBackward1'],
    ['mean', {}, 'MeanBackward0'],
    ['mean', { dim: 0 }, 'MeanBackward1'],
    ['prod', {}, 'ProdBackward0'],
    ['prod', { dim: 0 }, 'ProdBackward1'],
    ['norm', {}, 'NormBackward1'],
    ['norm', { dtype: 'float64' }, 'NormBackward3']
  ])('%s with %j', (name, attributes, expected) => {
    expect(run(name, leaf([1, 2]), attributes).gradFn?.name).toBe(expected);
  });
});

describe('a product', () => {
  it('of all elements with two zeros ends the history of its gradient', () => {
    const x = leaf([0, 0, 4]);
    const [g] = grad(run('prod', x), [x], { createGraph: true });
    expect(g?.values()).toEqual([0, 0, 0]);
    expect(g?.requiresGrad).toBe(false);
  });

  it('along a dimension keeps it', () => {
    const x = leaf([0, 0, 4]);
    const [g] = grad(run('prod', x, { dim: 0 }), [x], { createGraph: true });
    const [second] = grad(run('sum', g as Tensor), [x]);
    expect(second?.values()).toEqual([4, 4, 0]);
  });
});

describe('what is refused', () => {
  it.each<[string, DType, Attributes, string]>([
    [
      'mean',
      'int64',
      {},
      'mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long'
    ],
    [
      'mean',
      'float32',
      { dtype: 'bool' },
      'mean(): could not infer output dtype. Optional dtype must be either a floating point or complex dtype. Got: Bool'
    ],
    ['var', 'int64', {}, 'std and var only support floating point and complex dtypes'],
    [
      'norm',
      'bool',
      {},
      'norm(): input dtype should be either floating point or complex. Got Bool instead.'
    ],
    [
      'norm',
      'float32',
      { dtype: 'int64' },
      'norm(): the desired output dtype should be either floating point or complex. Got Long instead.'
    ],
    ['cumsum', 'int64', { dim: 0, dtype: 'bool' }, `"cumsum_out_cpu" not implemented for 'Bool'`]
  ])('%s of %s with %j', (name, dtype, attributes, message) => {
    const call = (): Tensor => run(name, tensor([1, 0], { dtype }), attributes);
    expect(call).toThrow(new TorchError(message));
  });

  it.each(['prod', 'max', 'min', 'all', 'any'])('%s with keepdim and without dim', (name) => {
    const call = (): Tensor => run(name, tensor([1, 2]), { keepdim: true });
    expect(call).toThrow(expect.objectContaining({ type: 'TypeError' }));
    expect(call).toThrow(
      `${name}() received an invalid combination of arguments - got (Tensor, keepdim=bool), but expected one of:\n * (Tensor input`
    );
  });
});
