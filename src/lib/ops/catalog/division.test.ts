import { describe, expect, it } from 'vitest';
import { backward, grad } from '../../autograd/backward';
import { pythonScalar, tensor, type Tensor } from '../../tensor/tensor';
import { apply } from '../dispatch';
import '../registry';

const ints = (values: number[]): Tensor => tensor(values, { dtype: 'int64' });
const two = (name: string, a: Tensor, b: Tensor): number[] => apply(name, [a, b]).values();

describe('divisions by whole steps', () => {
  it('keep whole numbers whole', () => {
    expect(two('remainder', ints([7, -7, 7, -7]), ints([3, 3, -3, -3]))).toEqual([1, 2, -2, -1]);
    expect(two('fmod', ints([7, -7, 7, -7]), ints([3, 3, -3, -3]))).toEqual([1, -1, 1, -1]);
    expect(two('floor_divide', ints([7, -7]), pythonScalar(2))).toEqual([3, -4]);
    expect(apply('remainder', [pythonScalar(7), ints([2, -3])]).dtype).toBe('int64');
    expect(apply('remainder', [ints([7]), pythonScalar(2.5)]).dtype).toBe('float32');
  });

  it.each(['remainder', 'fmod', 'floor_divide'])('%s of whole numbers refuses 0', (name) => {
    expect(() => apply(name, [ints([1, 2]), ints([1, 0])])).toThrow('ZeroDivisionError');
    const flags = tensor([1], { dtype: 'bool' });
    expect(() => apply(name, [flags, flags])).toThrow("not implemented for 'Bool'");
  });

  it('have digits that a quotient rounded up would lose', () => {
    const [a, b] = [1, 0.1].map((x) => tensor(x, { dtype: 'float64' })) as [Tensor, Tensor];
    expect(apply('remainder', [a, b]).item()).toBe(1 % 0.1);
    expect(apply('floor_divide', [a, b]).item()).toBe(9);
  });

  it('have no derivative where a number is divided', () => {
    const x = tensor([2, 3], { requiresGrad: true });
    const y = apply('remainder', [pythonScalar(7), x]);
    expect(y.gradFn?.name).toBe('NotImplemented');
    const run = (): void => backward(y, { gradient: tensor([1, 1]) });
    expect(run).toThrow('derivative for aten::remainder is not implemented');
  });

  it('give quotients by 0 as gradients, and 0 as theirs', () => {
    const x = tensor([5, 7], { requiresGrad: true });
    const n = tensor([0, 2], { requiresGrad: true });
    const out = apply('fmod', [x, n]);
    const [, g] = grad(out, [x, n], { gradient: tensor([1, 1]), createGraph: true });
    expect(g?.values()).toEqual([-Infinity, -3]);
    expect(g?.requiresGrad).toBe(false);
  });

  it('read transposed and stretched tensors in their order', () => {
    const a = apply('t', [
      tensor([
        [5, 6, 7],
        [8, 9, 10]
      ])
    ]);
    const wide = apply('expand', [tensor([[4], [5], [6]])], { size: [3, 2] });
    expect(two('remainder', a, wide)).toEqual([1, 0, 1, 4, 1, 4]);
  });
});

describe('bits', () => {
  it('of large and negative numbers are those of 64 bits', () => {
    expect(two('bitwise_and', ints([2 ** 40 + 5, -1]), ints([2 ** 40 + 3, 6]))).toEqual([
      2 ** 40 + 1,
      6
    ]);
    expect(two('bitwise_or', ints([2 ** 40]), ints([-1]))).toEqual([-1]);
    expect(two('bitwise_xor', ints([2 ** 40]), ints([1]))).toEqual([2 ** 40 + 1]);
    expect(apply('bitwise_not', [ints([2 ** 40])]).values()).toEqual([-(2 ** 40) - 1]);
  });

  it('of conditions are conditions', () => {
    const [yes, both] = [
      [1, 0],
      [1, 1]
    ].map((list) => tensor(list, { dtype: 'bool' }));
    const made = apply('bitwise_xor', [yes as Tensor, both as Tensor]);
    expect([made.dtype, made.values()]).toEqual(['bool', [0, 1]]);
    expect(apply('bitwise_not', [yes as Tensor]).values()).toEqual([0, 1]);
  });

  it('of fractions there are none', () => {
    expect(() => apply('bitwise_and', [tensor([1]), ints([1])])).toThrow(
      `"bitwise_and_cpu" not implemented for 'Float'`
    );
  });
});
