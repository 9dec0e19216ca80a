import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../tests/refusal';
import { backward } from '../autograd/backward';
import { gradNode } from '../autograd/tape';
import { type NestedNumbers, tensor, type Tensor } from '../tensor/tensor';
import './registry';
import { subscript, type SubscriptItem } from './subscript';

const slice = (
  start: number | null,
  stop: number | null = null,
  step: number | null = null
): SubscriptItem => ({ start, stop, step });
const whole = slice(null);
const int = (value: NestedNumbers): Tensor => tensor(value, { dtype: 'int64' });
const mask = (value: NestedNumbers): Tensor => tensor(value, { dtype: 'bool' });

/** 0, 1, 2 … in a shape of two or three dimensions. */
const counted = (...shape: number[]): Tensor => {
  let next = 0;
  const build = (dim: number): NestedNumbers =>
    dim === shape.length ? next++ : Array.from({ length: shape[dim] ?? 0 }, () => build(dim + 1));
  return tensor(build(0), { requiresGrad: true });
};

/** Names from the result back to the leaf. */
function chain(t: Tensor): string[] {
  const names: string[] = [];
  for (let node = gradNode(t); node; node = node.inputs[0] ? gradNode(node.inputs[0]) : null) {
    names.push(node.name.replace('Backward0', ''));
  }
  return names;
}

const refusal = (t: Tensor, items: readonly SubscriptItem[]): string =>
  refusalOf(() => subscript(t, items));

describe('what it is composed of', () => {
  it.each<[string, SubscriptItem[], string[]]>([
    ['x[0]', [0], ['Select']],
    ['x[:]', [whole], ['Slice']],
    ['x[0:3]', [slice(0, 3)], ['Slice']],
    ['x[:, 1]', [whole, 1], ['Select', 'Slice']],
    ['x[0:3, 1], where nothing is cut off', [slice(0, 3), 1], ['Select']],
    ['x[0:5, 1]', [slice(0, 5), 1], ['Select', 'Slice']],
    ['x[...]', ['ellipsis'], ['Alias']],
    ['x[()]', [], ['Alias']],
    ['x[..., :]', ['ellipsis', whole], ['Slice']],
    ['x[None]', [null], ['Unsqueeze']],
    ['x[True]', [true], ['Index', 'Unsqueeze']],
    ['x[[0, 2]]', [[0, 2]], ['Index']],
    ['x[1:, ..., None]', [slice(1), 'ellipsis', null], ['Unsqueeze', 'Slice']]
  ])('%s', (_, items, names) => {
    expect(chain(subscript(counted(3, 4), items))).toEqual(names);
  });

  it('shares elements where PyTorch does', () => {
    const x = counted(3, 4);
    const views: SubscriptItem[][] = [
      [1],
      [slice(0, 2), slice(1, 4, 2)],
      [null, 'ellipsis', 0],
      []
    ];
    for (const items of views) expect(subscript(x, items).data).toBe(x.data);
    expect(subscript(x, [[0]]).data).not.toBe(x.data);
  });
});

describe('values and gradients', () => {
  it('adds up the gradients of what is picked twice', () => {
    const x = counted(3, 2);
    const y = subscript(x, [int([2, 0, 2]), 1]);
    expect(y.tolist()).toEqual([5, 1, 5]);
    backward(y, { gradient: tensor([1, 10, 100]) });
    expect(x.grad?.tolist()).toEqual([
      [0, 10],
      [0, 0],
      [0, 101]
    ]);
  });

  it('puts indices that stand apart first', () => {
    const x = counted(2, 3, 4);
    expect(subscript(x, [int([0, 1]), whole, int([3, 0])]).tolist()).toEqual([
      [3, 7, 11],
      [12, 16, 20]
    ]);
    expect(subscript(x, [whole, int([[0], [2]]), int([1, 2])]).shape).toEqual([2, 2, 2]);
  });

  it('takes conditions of one and of more dimensions', () => {
    const x = counted(2, 3, 4);
    const two = mask([
      [1, 0, 0],
      [0, 0, 1]
    ]);
    expect(subscript(x, [two]).tolist()).toEqual([
      [0, 1, 2, 3],
      [20, 21, 22, 23]
    ]);
    expect(subscript(x, [two, int([3, 0])]).tolist()).toEqual([3, 20]);
    expect(subscript(x, [1, 'ellipsis', mask([0, 1, 0, 1])]).shape).toEqual([3, 2]);
    expect(subscript(tensor(3), [mask(1)]).tolist()).toEqual([3]);
    expect(subscript(tensor(3), [false]).shape).toEqual([0]);
  });

  it('looks at no index where there is nothing to pick', () => {
    expect(subscript(tensor([[], []]), [int([5])]).shape).toEqual([1, 0]);
    expect(subscript(counted(2, 3), [int([5]), int([])]).shape).toEqual([0]);
  });
});

describe("what it refuses, in PyTorch's words", () => {
  const x = counted(3, 4);
  const v = tensor([1, 2, 3]);
  const s = tensor(3);
  const deep = counted(2, 3, 4);
  const two = mask([
    [1, 0, 1],
    [1, 1, 0]
  ]);
  const noMember = 'IndexError: too many indices for tensor of dimension';

  it.each<[string, Tensor, SubscriptItem[], string]>([
    ['v[5]', v, [5], 'IndexError: index 5 is out of bounds for dimension 0 with size 3'],
    // PyTorch counts items, not dimensions.
    [
      'v[None, 5]',
      v,
      [null, 5],
      'IndexError: index 5 is out of bounds for dimension 1 with size 3'
    ],
    [
      'v[..., 5]',
      v,
      ['ellipsis', 5],
      'IndexError: index 5 is out of bounds for dimension 1 with size 3'
    ],
    [
      'x[:, tensor(5)]',
      x,
      [whole, int(5)],
      'IndexError: index 5 is out of bounds for dimension 1 with size 4'
    ],
    // And indices, for tensors.
    [
      'x[:, [5]]',
      x,
      [whole, [5]],
      'IndexError: index 5 is out of bounds for dimension 0 with size 4'
    ],
    [
      'x[[1], [5]]',
      x,
      [[1], [5]],
      'IndexError: index 5 is out of bounds for dimension 1 with size 4'
    ],
    [
      'x[:0][[0]]',
      subscript(x, [slice(0, 0)]),
      [[0]],
      'IndexError: index is out of bounds for dimension with size 0'
    ],
    ['x[0, 0, 0]', x, [0, 0, 0], `${noMember} 2`],
    ['s[0, None]', s, [0, null], `${noMember} 0`],
    ['s[[0]]', s, [[0]], `${noMember} 0`],
    ['s[:, None]', s, [whole, null], `${noMember} 0`],
    ['s[:]', s, [whole], 'IndexError: slice() cannot be applied to a 0-dim tensor.'],
    [
      's[0]',
      s,
      [0],
      'IndexError: invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number'
    ],
    ['s[1]', s, [1], 'IndexError: index 1 is out of bounds for dimension 0 with size 0'],
    ['x[::0]', x, [slice(null, null, 0)], 'ValueError: slice step cannot be zero'],
    ['x[::-1]', x, [slice(null, null, -1)], 'ValueError: step must be greater than zero'],
    [
      'x[tensor([1.])]',
      x,
      [tensor([1])],
      'IndexError: tensors used as indices must be long, byte or bool tensors'
    ],
    [
      'x[tensor(1.)]',
      x,
      [tensor(1)],
      'IndexError: tensors used as indices must be long, byte or bool tensors'
    ],
    [
      'x[[0, 1], [0, 1, 2]]',
      x,
      [
        [0, 1],
        [0, 1, 2]
      ],
      'IndexError: shape mismatch: indexing tensors could not be broadcast together with shapes [2], [3]'
    ],
    [
      'v[mask of 2]',
      v,
      [mask([1, 0])],
      'IndexError: The shape of the mask [2] at index 0 does not match the shape of the indexed tensor [3] at index 0'
    ],
    // A condition is held against what the other items have left, and takes up one dimension until then.
    [
      'deep[two, :2]',
      deep,
      [two, slice(null, 2)],
      'IndexError: The shape of the mask [2, 3] at index 1 does not match the shape of the indexed tensor [2, 2, 4] at index 1'
    ],
    [
      'deep[two, 0]',
      deep,
      [two, 0],
      'IndexError: The shape of the mask [2, 3] at index 1 does not match the shape of the indexed tensor [2, 4] at index 1'
    ],
    ['x[..., ..., [0]]', x, ['ellipsis', 'ellipsis', [0]], `${noMember} 2 (got 3)`]
  ])('%s', (_, t, items, words) => {
    expect(refusal(t, items)).toBe(words);
  });
});
