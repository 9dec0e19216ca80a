import { describe, expect, it } from 'vitest';
import '../registry';
import { backward, grad } from '../../autograd/backward';
import { tensor, type NestedNumbers, type Tensor } from '../../tensor/tensor';
import type { Attributes } from '../attributes';
import { apply } from '../dispatch';

const run = (name: string, input: Tensor, attributes?: Attributes): Tensor =>
  apply(name, [input], attributes);

function gradient(name: string, value: NestedNumbers, attributes?: Attributes): unknown {
  const x = tensor(value, { dtype: 'float64', requiresGrad: true });
  const y = run(name, x, attributes);
  backward(y.shape.length === 0 ? y : run('sum', y));
  return x.grad?.tolist();
}

describe('var and std', () => {
  it('of one element are NaN, or 0 when divided by n', () => {
    expect(run('var', tensor(3)).item()).toBeNaN();
    expect(run('std', tensor([3]), { unbiased: false }).item()).toBe(0);
    expect(run('var', tensor([[3], [4]]), { dim: 1 }).values()).toEqual([NaN, NaN]);
  });

  it('have the gradients of PyTorch 1.13 there', () => {
    expect(gradient('var', 3)).toBe(Infinity);
    expect(gradient('std', 3)).toBeNaN();
    expect(gradient('var', [[3], [4]], { dim: 1 })).toEqual([[NaN], [NaN]]);
  });

  it('of nothing are NaN', () => {
    expect(run('var', tensor([])).item()).toBeNaN();
    expect(run('var', tensor([]), { unbiased: false }).item()).toBeNaN();
  });

  it('of equal elements: std has the gradient 0, and so has that gradient', () => {
    const x = tensor([2, 2], { requiresGrad: true });
    const [g] = grad(run('std', x), [x], { createGraph: true });
    expect(g?.values()).toEqual([0, 0]);
    expect(grad(run('sum', g as Tensor), [x])[0]?.values()).toEqual([0, 0]);
  });

  it('does not lose small deviations from a large mean', () => {
    const far = tensor([1e9, 1e9 + 1, 1e9 + 2], { dtype: 'float64' });
    expect(run('var', far).item()).toBe(1);
  });
});

describe('norm', () => {
  it.each<[number, number]>([
    [0, 2],
    [1, 7],
    [2, 5],
    [Infinity, 4],
    [-Infinity, 0],
    [-1, 0]
  ])('of order %d', (p, expected) => {
    expect(run('norm', tensor([3, 0, -4]), { p }).item()).toBe(expected);
  });

  it.each([0, 1, 2, 3, -1, Infinity, -Infinity])('of order %d of nothing is 0', (p) => {
    expect(run('norm', tensor([[], []]), { p, dim: 1 }).values()).toEqual([0, 0]);
  });

  it('has the gradient 0 at 0', () => {
    for (const p of [0.5, 1, 1.5, 2, 3, Infinity]) {
      expect(gradient('norm', [0, 0], { p }), String(p)).toEqual([0, 0]);
    }
  });

  it('of order 0 passes no gradient on', () => {
    expect(gradient('norm', [3, 4], { p: 0 })).toBeUndefined();
  });

  it('shares among the largest, NaN apart', () => {
    expect(gradient('norm', [3, -3, 1], { p: Infinity })).toEqual([0.5, -0.5, 0]);
    expect(gradient('norm', [NaN, 1], { p: Infinity })).toEqual([0, 0]);
  });
});
