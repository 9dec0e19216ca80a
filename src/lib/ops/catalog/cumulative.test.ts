import { describe, expect, it } from 'vitest';
import '../registry';
import { grad } from '../../autograd/backward';
import { tensor, type NestedNumbers, type Tensor } from '../../tensor/tensor';
import type { Attributes } from '../attributes';
import { apply } from '../dispatch';

const run = (name: string, input: Tensor, attributes?: Attributes): Tensor =>
  apply(name, [input], attributes);

/** Gradients of the sum, of first, second and third order. */
function orders(value: NestedNumbers, dim: number): unknown[] {
  const x = tensor(value, { dtype: 'float64', requiresGrad: true });
  let y = run('cumprod', x, { dim });
  return [1, 2, 3].map(() => {
    [y] = grad(run('sum', y), [x], { createGraph: true }) as [Tensor];
    return y.tolist();
  });
}

describe('cumprod', () => {
  it('has the right gradients of any order where elements are 0', () => {
    // y = a + ab + abc: the gradient is [1 + b + bc, a + ac, ab], and so on.
    expect(orders([2, 0, 5], 0)).toEqual([
      [1, 12, 0],
      [6, 8, 2],
      [2, 2, 2]
    ]);
  });

  it('takes a 0-d tensor, and none without elements', () => {
    const x = tensor(0, { requiresGrad: true });
    expect(grad(run('cumprod', x, { dim: -1 }), [x])[0]?.item()).toBe(1);
    expect(run('cumprod', tensor([[], []]), { dim: 1 }).shape).toEqual([2, 0]);
  });

  it('wraps around in int64, and knows no -0', () => {
    const large = tensor([2 ** 40, 2 ** 30, 3], { dtype: 'int64' });
    expect(run('cumprod', large, { dim: 0 }).values()).toEqual([2 ** 40, 0, 0]);
    const signed = tensor([-2, 0], { dtype: 'int64' });
    expect(run('cumprod', signed, { dim: 0 }).values()).toEqual([-2, 0]);
  });
});

describe('cumsum', () => {
  it('makes int64 of conditions', () => {
    const sums = run('cumsum', tensor([1, 0, 1], { dtype: 'bool' }), { dim: 0 });
    expect([sums.dtype, sums.values()]).toEqual(['int64', [1, 1, 2]]);
  });

  it('needs a dimension', () => {
    expect(() => run('cumsum', tensor([1]))).toThrow(
      expect.objectContaining({ type: 'TypeError' })
    );
    expect(() => run('cumsum', tensor(1), { dim: 1 })).toThrow(
      'Dimension out of range (expected to be in range of [-1, 0], but got 1)'
    );
  });
});
