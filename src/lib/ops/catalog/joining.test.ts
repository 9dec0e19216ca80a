import { describe, expect, it } from 'vitest';
import { filled } from '../../../../tests/parity/arguments';
import { backward } from '../../autograd/backward';
import type { DType } from '../../tensor/dtype';
import { TorchError } from '../../tensor/errors';
import { pythonScalar, tensor, type Tensor } from '../../tensor/tensor';
import { apply } from '../dispatch';
import '../registry';
import { chunkParts, splitParts, unbindParts } from '../parts';

const ones = (shape: number[], dtype: DType = 'float32'): Tensor => filled(shape, dtype);
const cat = (list: Tensor[], dim = 0): Tensor => apply('cat', list, { dim });
const stack = (list: Tensor[], dim = 0): Tensor => apply('stack', list, { dim });

describe('cat', () => {
  it.each([
    [
      [
        [2, 3],
        [2, 2]
      ],
      0,
      'Sizes of tensors must match except in dimension 0. Expected size 3 but got size 2 for tensor number 1 in the list.'
    ],
    [[[2, 3], [3]], 0, 'Tensors must have same number of dimensions: got 2 and 1'],
    [[[2, 3], []], 0, 'zero-dimensional tensor (at position 1) cannot be concatenated'],
    [
      [
        [2, 3],
        [2, 3]
      ],
      2,
      'Dimension out of range (expected to be in range of [-2, 1], but got 2)'
    ]
  ])('refuses %j along %i', (shapes, dim, message) => {
    expect(() =>
      cat(
        shapes.map((shape) => ones(shape)),
        dim
      )
    ).toThrow(message);
  });

  it('passes over empty vectors, and gives them an empty gradient', () => {
    const [empty, full] = [ones([0]), ones([2, 3])];
    empty.requiresGrad = true;
    full.requiresGrad = true;
    const out = cat([empty, full], 1);
    expect(out.shape).toEqual([2, 3]);
    backward(out, { gradient: ones([2, 3]) });
    expect([empty.grad?.shape, full.grad?.shape]).toEqual([[0], [2, 3]]);
    expect(cat([ones([0]), ones([0])], 5).shape).toEqual([0]);
  });

  it('promotes, and sends each its gradient in its own dtype', () => {
    const [a, b] = [ones([1]), ones([2], 'float64')];
    a.requiresGrad = true;
    b.requiresGrad = true;
    const out = cat([a, b]);
    expect(out.dtype).toBe('float64');
    backward(out, { gradient: tensor([1, 2, 3], { dtype: 'float64' }) });
    expect([a.grad?.dtype, a.grad?.values(), b.grad?.values()]).toEqual(['float32', [1], [2, 3]]);
    expect(cat([ones([1], 'bool'), ones([1], 'int64')]).dtype).toBe('int64');
  });

  it('reads transposed tensors, and refuses Python numbers', () => {
    const t = apply('t', [
      tensor([
        [1, 2],
        [3, 4]
      ])
    ]);
    expect(cat([t, t], 1).values()).toEqual([1, 3, 1, 3, 2, 4, 2, 4]);
    expect(() => cat([t, pythonScalar(1)])).toThrow(
      new TorchError('expected Tensor as element 1 in argument 0, but got int', 'TypeError')
    );
  });
});

describe('stack', () => {
  it('refuses other shapes and dimensions', () => {
    expect(() => stack([ones([2, 3]), ones([3])])).toThrow(
      'stack expects each tensor to be equal size, but got [2, 3] at entry 0 and [3] at entry 1'
    );
    expect(() => stack([ones([]), ones([])], 1)).toThrow('range of [-1, 0], but got 1');
  });
});

describe('all parts', () => {
  const named = (parts: Tensor[]): [string | undefined, number[]][] =>
    parts.map((part) => [part.gradFn?.name, part.values()]);
  const vector = (): Tensor => tensor([1, 2, 3, 4, 5], { requiresGrad: true });

  it('of one size, of given sizes, so many, and one for each layer', () => {
    expect(named(splitParts(vector(), 2))).toEqual([
      ['SplitBackward0', [1, 2]],
      ['SplitBackward0', [3, 4]],
      ['SplitBackward0', [5]]
    ]);
    expect(named(splitParts(vector(), [1, 0, 4]))).toEqual([
      ['SplitWithSizesBackward0', [1]],
      ['SplitWithSizesBackward0', []],
      ['SplitWithSizesBackward0', [2, 3, 4, 5]]
    ]);
    expect(named(chunkParts(vector(), 4)).map(([, values]) => values)).toEqual([
      [1, 2],
      [3, 4],
      [5]
    ]);
    const matrix = tensor(
      [
        [1, 2],
        [3, 4],
        [5, 6]
      ],
      { requiresGrad: true }
    );
    expect(named(unbindParts(matrix, 1))).toEqual([
      ['UnbindBackward0', [1, 3, 5]],
      ['UnbindBackward0', [2, 4, 6]]
    ]);
  });

  it('put their gradients where they were taken from', () => {
    const x = tensor(
      [
        [1, 2],
        [3, 4]
      ],
      { requiresGrad: true }
    );
    const [, second] = unbindParts(x, 1) as [Tensor, Tensor];
    backward(second, { gradient: tensor([7, 8]) });
    const [first] = splitParts(x, [1, 1]) as [Tensor];
    backward(first, { gradient: tensor([[10, 20]]) });
    expect(x.grad?.values()).toEqual([10, 27, 0, 8]);
    expect(second.data).toBe(x.data);
  });

  it('of an empty dimension are as many as are asked for', () => {
    expect(chunkParts(ones([0, 2]), 3).map((part) => part.shape)).toEqual([
      [0, 2],
      [0, 2],
      [0, 2]
    ]);
    expect(splitParts(ones([0, 2]), 0)).toHaveLength(1);
    expect(() => chunkParts(ones([0]), 1e9)).toThrow(TorchError);
  });

  it('are refused where sizes do not fit', () => {
    expect(() => splitParts(vector(), [2, 2])).toThrow(
      "split_with_sizes expects split_sizes to sum exactly to 5 (input tensor's size at dimension 0), but got split_sizes=[2, 2]"
    );
    expect(() => splitParts(vector(), -1)).toThrow('but got split_size=-1');
    expect(() => unbindParts(ones([]))).toThrow(
      new TorchError('Dimension specified as 0 but tensor has no dimensions', 'IndexError')
    );
    expect(() => apply('split', [vector()], { split_size: 2, index: 3 })).toThrow(
      new TorchError('tuple index out of range', 'IndexError')
    );
  });
});
