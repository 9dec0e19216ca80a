import { describe, expect, it } from 'vitest';
import { backward } from '../../autograd/backward';
import { inPlace } from '../../autograd/inplace';
import { tensor, type NestedNumbers, type Tensor } from '../../tensor/tensor';
import type { Attributes } from '../attributes';
import type { OpDefinition } from '../define';
import { apply } from '../dispatch';
import { operation } from '../registry';

const run = (name: string, input: Tensor, attributes?: Attributes): Tensor =>
  apply(name, [input], attributes);

function gradient(name: string, value: NestedNumbers, attributes?: Attributes): unknown {
  const x = tensor(value, { requiresGrad: true });
  const y = run(name, x, attributes);
  backward(y.shape.length === 0 ? y : run('sum', y));
  return x.grad?.tolist();
}

describe('ties', () => {
  it('share the gradient where all is reduced, the first takes it along a dimension', () => {
    expect(gradient('max', [1, 3, 3])).toEqual([0, 0.5, 0.5]);
    expect(gradient('max', [1, 3, 3], { dim: 0 })).toEqual([0, 1, 0]);
    expect(gradient('amax', [1, 3, 3], { dim: 0 })).toEqual([0, 0.5, 0.5]);
    expect(gradient('min', [3, 1, 1])).toEqual([0, 0.5, 0.5]);
    expect(run('argmax', tensor([1, 3, 3])).item()).toBe(1);
  });
});

describe('NaN', () => {
  it('wins, and the first one is found', () => {
    for (const name of ['max', 'min', 'amax', 'amin']) {
      expect(run(name, tensor([1, NaN, 3])).item(), name).toBeNaN();
    }
    expect(run('argmin', tensor([1, NaN, NaN])).item()).toBe(1);
    expect(run('argmax', tensor([NaN, 5])).item()).toBe(0);
  });

  it('takes the gradient of max, and spoils that of amax', () => {
    expect(gradient('max', [NaN, 1, NaN])).toEqual([0.5, 0, 0.5]);
    expect(gradient('max', [1, NaN], { dim: 0 })).toEqual([0, 1]);
    expect(gradient('amax', [1, NaN])).toEqual([NaN, NaN]);
  });
});

describe('an infinite gradient', () => {
  it('leaves the elements alone that were not chosen', () => {
    const x = tensor([1, 2], { requiresGrad: true });
    backward(run('max', x, { dim: 0 }), { gradient: tensor(Infinity) });
    expect(x.grad?.values()).toEqual([0, Infinity]);
  });
});

describe('what is saved', () => {
  const one = (): Tensor => tensor(1);

  it('along a dimension is where the elements were: both may change in place', () => {
    const x = tensor([1, 3], { requiresGrad: true });
    const moved = apply('mul', [x, tensor(2)]);
    const largest = run('max', moved, { dim: 0 });
    const result = apply('mul', [largest, tensor(3)]);
    inPlace(operation('add') as OpDefinition, moved, [tensor([9, 0])]);
    backward(result);
    expect(x.grad?.values()).toEqual([0, 6]);
  });

  it('is gone after backward', () => {
    const largest = run('max', tensor([1, 3], { requiresGrad: true }), { dim: 0 });
    backward(largest);
    expect(() => backward(largest)).toThrow(/a second time/);
  });

  it('of all elements is the input', () => {
    const moved = apply('mul', [tensor([1, 3], { requiresGrad: true }), one()]);
    const largest = run('max', moved);
    inPlace(operation('add') as OpDefinition, moved, [one()]);
    expect(() => backward(largest)).toThrow(/modified by an inplace operation/);
  });
});

describe('what is refused', () => {
  const empty = tensor([[], []]);

  it.each<[string, Attributes, string, string]>([
    [
      'max',
      {},
      "max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.",
      'RuntimeError'
    ],
    ['min', { dim: -1 }, 'min(): Expected reduction dim 1 to have non-zero size.', 'IndexError'],
    [
      'amax',
      { dim: [-1] },
      'amax(): Expected reduction dim -1 to have non-zero size.',
      'IndexError'
    ],
    [
      'argmin',
      {},
      'argmin(): Expected reduction dim to be specified for input.numel() == 0.',
      'IndexError'
    ]
  ])('%s with %j of nothing', (name, attributes, message, type) => {
    const call = (): Tensor => run(name, empty, attributes);
    expect(call).toThrow(expect.objectContaining({ message, type }));
  });

  it('nothing is, along a dimension that has elements', () => {
    expect(run('max', empty, { dim: 0 }).shape).toEqual([0]);
    expect(run('argmax', empty, { dim: 0 }).dtype).toBe('int64');
  });

  it('places of conditions, unless there is only one', () => {
    const flags = tensor([1, 0], { dtype: 'bool' });
    expect(() => run('argmax', flags)).toThrow(`"argmax_cpu" not implemented for 'Bool'`);
    expect(run('argmax', tensor([1], { dtype: 'bool' }), { dim: 0 }).item()).toBe(0);
    expect(run('max', flags).dtype).toBe('bool');
  });
});
