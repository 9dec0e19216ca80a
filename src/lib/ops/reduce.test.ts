import { describe, expect, it } from 'vitest';
import { backward } from '../autograd/backward';
import { wrappedDim } from '../tensor/shape';
import { tensor, type Tensor } from '../tensor/tensor';
import type { Attributes } from './attributes';
import { apply } from './dispatch';
import { lanesOf, reducedDims } from './reduce';
import './registry';

const run = (name: string, input: Tensor, attributes?: Attributes): Tensor =>
  apply(name, [input], attributes);

/** Shape [2, 3, 2], counting from 0. */
const cube = (): Tensor =>
  tensor([
    [
      [0, 1],
      [2, 3],
      [4, 5]
    ],
    [
      [6, 7],
      [8, 9],
      [10, 11]
    ]
  ]);

describe('dimensions', () => {
  it('count from the end too', () => {
    expect(reducedDims([-1, 0], 3)).toEqual([0, 2]);
    expect(reducedDims(-2, 3)).toEqual([1]);
    expect(wrappedDim(-1, 0)).toBe(0);
  });

  it('are all of them where none is named', () => {
    expect(reducedDims(null, 2)).toEqual([0, 1]);
    expect(reducedDims([], 2)).toEqual([0, 1]);
  });

  it('of a 0-d tensor are 0 and -1, and reduce nothing', () => {
    expect(reducedDims([0], 0)).toEqual([]);
    expect(run('sum', tensor(3), { dim: -1, keepdim: true }).shape).toEqual([]);
  });

  it.each([
    [
      [3],
      2,
      'Dimension out of range (expected to be in range of [-2, 1], but got 3)',
      'IndexError'
    ],
    [
      [-2],
      0,
      'Dimension out of range (expected to be in range of [-1, 0], but got -2)',
      'IndexError'
    ],
    [
      [0, 0, 3],
      2,
      'Dimension out of range (expected to be in range of [-2, 1], but got 3)',
      'IndexError'
    ],
    [[1, -1], 2, 'dim 1 appears multiple times in the list of dims', 'RuntimeError']
  ])('%j of rank %d are refused', (dims, rank, message, type) => {
    expect(() => reducedDims(dims, rank)).toThrow(expect.objectContaining({ message, type }));
  });
});

describe('lanes', () => {
  it('read contiguous elements where they are', () => {
    const t = cube();
    const lanes = lanesOf(t, [1]);
    expect(lanes.data.buffer).toBe(t.data.buffer);
    expect(lanes).toMatchObject({ outer: 2, size: 3, inner: 2 });
  });

  it('start at the offset of a view', () => {
    const row = cube().sharing([3, 2], [2, 1], 6);
    expect(run('sum', row, { dim: 0 }).values()).toEqual([24, 27]);
  });

  it('follow strides', () => {
    const transposed = cube().sharing([2, 3, 2], [1, 2, 6], 0);
    expect(run('sum', transposed, { dim: 2 }).tolist()).toEqual([
      [6, 10, 14],
      [8, 12, 16]
    ]);
    expect(run('cumsum', transposed, { dim: 2 }).values()).toEqual([
      0, 6, 2, 10, 4, 14, 1, 8, 3, 12, 5, 16
    ]);
  });

  it('gather dimensions that lie apart', () => {
    expect(run('sum', cube(), { dim: [0, 2] }).values()).toEqual([14, 22, 30]);
    expect(run('amax', cube(), { dim: [2, 0], keepdim: true }).tolist()).toEqual([
      [[7], [9], [11]]
    ]);
  });

  it('without elements give what nothing comes to', () => {
    const empty = tensor([[], []]);
    expect(run('sum', empty, { dim: 1 }).values()).toEqual([0, 0]);
    expect(run('prod', empty, { dim: 1 }).values()).toEqual([1, 1]);
    expect(run('mean', empty, { dim: 1 }).values()).toEqual([NaN, NaN]);
    expect(run('logsumexp', empty, { dim: 1 }).values()).toEqual([-Infinity, -Infinity]);
    expect(run('sum', empty, { dim: 0 }).shape).toEqual([0]);
  });
});

describe('a gradient', () => {
  it('comes back to a reduced view of another layout', () => {
    const x = tensor(
      [
        [1, 2, 3],
        [4, 5, 6]
      ],
      { requiresGrad: true }
    );
    backward(run('sum', run('max', x, { dim: 1 })));
    expect(x.grad?.tolist()).toEqual([
      [0, 0, 1],
      [0, 0, 1]
    ]);
  });
});
