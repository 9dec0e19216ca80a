import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../../tests/refusal';
import { backward } from '../../autograd/backward';
import { type NestedNumbers, tensor, type Tensor } from '../../tensor/tensor';
import type { Attributes } from '../attributes';
import { apply } from '../dispatch';
import '../registry';

const int = (value: NestedNumbers): Tensor => tensor(value, { dtype: 'int64' });
const mask = (value: NestedNumbers): Tensor => tensor(value, { dtype: 'bool' });

const refusal = (name: string, inputs: readonly Tensor[], attributes: Attributes = {}): string =>
  refusalOf(() => apply(name, inputs, attributes));

describe('gather', () => {
  it('takes an index without dimensions', () => {
    const x = tensor([1, 2, 3], { requiresGrad: true });
    const y = apply('gather', [x, int(2)], { dim: 0 });
    expect(y.tolist()).toBe(3);
    backward(y);
    expect(x.grad?.tolist()).toEqual([0, 0, 1]);
    expect(apply('gather', [tensor(7), int([0, 0])], { dim: 0 }).tolist()).toEqual([7, 7]);
    expect(refusal('gather', [x, int(5)], { dim: -1 })).toBe(
      'RuntimeError: index 5 is out of bounds for dimension 0 with size 3'
    );
  });

  it('adds up the gradients of an element that is picked twice', () => {
    const x = tensor([1, 2, 3], { requiresGrad: true });
    backward(apply('gather', [x, int([1, 1])], { dim: 0 }), { gradient: tensor([1, 10]) });
    expect(x.grad?.tolist()).toEqual([0, 11, 0]);
  });
});

describe('masked_fill', () => {
  const fill = (t: Tensor, value: number): NestedNumbers =>
    apply('masked_fill', [t, mask([1, 0])], { value }).tolist();

  it('makes of the value what the dtype holds', () => {
    expect(fill(int([1, 2]), 2.75)).toEqual([2, 2]);
    expect(fill(mask([0, 0]), -Infinity)).toEqual([1, 0]);
    expect(fill(mask([0, 0]), NaN)).toEqual([1, 0]);
    expect(fill(tensor([1, 2], { dtype: 'float64' }), 1e300)).toEqual([1e300, 2]);
    expect(fill(tensor([1, 2]), -Infinity)).toEqual([-Infinity, 2]);
    expect(fill(int([1, 2]), -(2 ** 63))).toEqual([-(2 ** 63), 2]);
  });

  it.each<[string, Tensor, Tensor, number, string]>([
    [
      '1e39',
      tensor([1, 2]),
      mask([0, 0]),
      1e39,
      'value cannot be converted to type float without overflow'
    ],
    [
      '-1e39',
      tensor([1, 2]),
      mask([0, 0]),
      -1e39,
      'value cannot be converted to type float without overflow'
    ],
    [
      '1e19',
      int([1, 2]),
      mask([0, 0]),
      1e19,
      'value cannot be converted to type int64_t without overflow'
    ],
    [
      'NaN',
      int([1, 2]),
      mask([0, 0]),
      NaN,
      'value cannot be converted to type int64_t without overflow'
    ],
    [
      'a mask that does not fit, before the value',
      int([1, 2]),
      mask([0, 0, 0]),
      NaN,
      'The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 0'
    ]
  ])('refuses %s', (_, t, where, value, words) => {
    expect(refusal('masked_fill', [t, where], { value })).toBe(`RuntimeError: ${words}`);
  });
});
