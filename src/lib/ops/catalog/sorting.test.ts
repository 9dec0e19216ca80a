import { describe, expect, it } from 'vitest';
import { backward } from '../../autograd/backward';
import { inPlace } from '../../autograd/inplace';
import { tensor, type Tensor } from '../../tensor/tensor';
import { apply } from '../dispatch';
import { rankedParts } from '../parts';
import { operation } from '../registry';

const leaf = (list: number[] | number[][]): Tensor => tensor(list, { requiresGrad: true });
const both = ([values, indices]: readonly [Tensor, Tensor]): number[][] => [
  values.values(),
  indices.values()
];

describe('pairs of values and indices', () => {
  const x = leaf([3, 1, NaN, 1, 2, 3]);

  it('are those of PyTorch 1.13', () => {
    expect(both(rankedParts.sort(x))).toEqual([
      [1, 1, 2, 3, 3, NaN],
      [1, 3, 4, 0, 5, 2]
    ]);
    expect(both(rankedParts.sort(x, { descending: true }))).toEqual([
      [NaN, 3, 3, 2, 1, 1],
      [2, 0, 5, 4, 1, 3]
    ]);
    expect(both(rankedParts.topk(x, { k: 3, largest: false }))).toEqual([
      [1, 1, 2],
      [1, 3, 4]
    ]);
    expect(both(rankedParts.kthvalue(x, { k: 6 }))).toEqual([[NaN], [2]]);
    expect(both(rankedParts.median(x, { dim: 0 }))).toEqual([[NaN], [2]]);
    expect(both(rankedParts.median(leaf([3, 1, 2, 2]), { dim: 0 }))).toEqual([[2], [2]]);
    expect(both(rankedParts.mode(leaf([2, 1, 2, 1, 3])))).toEqual([[1], [3]]);
    expect(both(rankedParts.mode(leaf([5, 4, 3])))).toEqual([[3], [2]]);
  });

  it('have int64 indices without history, and values with one', () => {
    const [values, indices] = rankedParts.topk(
      leaf([
        [1, 5],
        [4, 2]
      ]),
      { k: 1, dim: 0 }
    );
    expect([values.gradFn?.name, values.shape]).toEqual(['TopkBackward0', [1, 2]]);
    expect([indices.dtype, indices.requiresGrad, indices.values()]).toEqual([
      'int64',
      false,
      [1, 0]
    ]);
  });

  it('of a number are that number and 0', () => {
    expect(both(rankedParts.sort(tensor(2)))).toEqual([[2], [0]]);
    expect(rankedParts.kthvalue(tensor(2), { k: 1 })[1].shape).toEqual([]);
  });

  it('of transposed tensors go along the right dimension', () => {
    const turned = apply('t', [
      tensor([
        [3, 1],
        [2, 5]
      ])
    ]);
    expect(both(rankedParts.sort(turned, { dim: 0 }))).toEqual([
      [1, 2, 3, 5],
      [1, 0, 0, 1]
    ]);
  });
});

it('the gradient goes where the elements came from, whatever changes in place since', () => {
  const x = leaf([3, 1, 2]);
  const y = apply('mul', [x, tensor([1, 1, 1])]);
  const top = apply('topk', [y], { k: 2 });
  const neg = operation('neg');
  if (neg) inPlace(neg, y, []);
  backward(top, { gradient: tensor([10, 20]) });
  expect(x.grad?.values()).toEqual([10, 0, 20]);
});

it('a median of all is shared among those that tie', () => {
  const x = leaf([3, 2, 2]);
  backward(apply('median', [x]));
  expect(x.grad?.values()).toEqual([0, 0.5, 0.5]);
});
