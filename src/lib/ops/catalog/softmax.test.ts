import { describe, expect, it } from 'vitest';
import '../registry';
import { backward } from '../../autograd/backward';
import { tensor, type Tensor } from '../../tensor/tensor';
import type { Attributes } from '../attributes';
import { apply } from '../dispatch';

const run = (name: string, input: Tensor, attributes?: Attributes): Tensor =>
  apply(name, [input], attributes);

describe('softmax and log_softmax', () => {
  it('of scores out of the range of exp', () => {
    expect(run('softmax', tensor([1e4, 0]), { dim: 0 }).values()).toEqual([1, 0]);
    expect(run('log_softmax', tensor([1e4, 0]), { dim: 0 }).values()).toEqual([0, -1e4]);
  });

  it('of nothing but −∞ are NaN, of some −∞ are not', () => {
    expect(run('softmax', tensor([-Infinity, -Infinity]), { dim: 0 }).values()).toEqual([NaN, NaN]);
    expect(run('log_softmax', tensor([-Infinity, 1]), { dim: 0 }).values()).toEqual([-Infinity, 0]);
  });

  it.each([
    ['softmax', 0, `"softmax_kernel_impl" not implemented for 'Long'`],
    ['softmax', 1, `"softmax_lastdim_kernel_impl" not implemented for 'Long'`],
    ['log_softmax', 0, `"softmax_kernel_impl" not implemented for 'Long'`],
    ['log_softmax', -1, `"log_softmax_lastdim_kernel_impl" not implemented for 'Long'`]
  ])('%s of whole numbers along %d is refused', (name, dim, message) => {
    expect(() => run(name, tensor([[1, 2]], { dtype: 'int64' }), { dim })).toThrow(message);
  });

  it('take whole numbers with a dtype', () => {
    const scores = tensor([0, 0], { dtype: 'int64' });
    const shares = run('softmax', scores, { dim: 0, dtype: 'float64' });
    expect([shares.dtype, shares.values()]).toEqual(['float64', [0.5, 0.5]]);
  });
});

describe('logsumexp', () => {
  it('of infinite elements', () => {
    expect(run('logsumexp', tensor([-Infinity, -Infinity]), { dim: 0 }).item()).toBe(-Infinity);
    expect(run('logsumexp', tensor([Infinity, -Infinity]), { dim: 0 }).item()).toBe(Infinity);
    expect(run('logsumexp', tensor([NaN, Infinity]), { dim: 0 }).item()).toBeNaN();
  });

  it('has NaN for a gradient where all are −∞', () => {
    const x = tensor([-Infinity, -Infinity], { requiresGrad: true });
    backward(run('logsumexp', x, { dim: 0 }));
    expect(x.grad?.values()).toEqual([NaN, NaN]);
  });

  it('makes float32 of whole numbers, and takes no empty dim', () => {
    expect(run('logsumexp', tensor([1, 2], { dtype: 'int64' }), { dim: 0 }).dtype).toBe('float32');
    expect(() => run('logsumexp', tensor([[1, 2]]), { dim: [] })).toThrow(
      "output with shape [] doesn't match the broadcast shape [1, 1]"
    );
    expect(run('logsumexp', tensor([[1, 1]]), { dim: [], keepdim: true }).shape).toEqual([1, 1]);
  });
});
