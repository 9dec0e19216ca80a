import { describe, expect, it } from 'vitest';
import { cast, resultType } from './dtype';
import { TorchError } from './errors';
import { broadcastShapes, broadcastStrides, contiguousStrides, numel, sameShape } from './shape';
import {
  copyOf,
  fullLike,
  identical,
  pythonScalar,
  scalar,
  tensor,
  Tensor,
  type NestedNumbers
} from './tensor';

/** The error that a call throws. */
function thrown(run: () => unknown): TorchError {
  try {
    run();
  } catch (error) {
    if (error instanceof TorchError) return error;
  }
  return expect.fail('nothing is thrown');
}

describe('a 0-d tensor', () => {
  it('has storage as soon as somebody asks, and stays on it', () => {
    const t = scalar(0.1, 'float32');
    expect(t.item()).toBe(Math.fround(0.1));
    const { data } = t;
    expect(data).toEqual(Float32Array.of(0.1));
    data[0] = 5;
    expect(t.data).toBe(data);
    expect([t.item(), t.first, t.values(), t.tolist()]).toEqual([5, 5, [5], 5]);
  });

  it('shares its element with others from then on', () => {
    const t = scalar(2, 'float64');
    const alias = t.alias();
    alias.data[0] = 3;
    expect(t.item()).toBe(3);
    t.data[0] = 4;
    expect(alias.item()).toBe(4);
    expect(copyOf(t).data).not.toBe(t.data);
  });

  it.each([
    ['float32', 0.1, Float32Array.of(0.1)],
    ['float64', 0.1, Float64Array.of(0.1)],
    ['int64', -0.5, Float64Array.of(0)],
    ['bool', 7, Uint8Array.of(1)]
  ] as const)('of dtype %s holds what that can hold', (dtype, value, data) => {
    const t = scalar(value, dtype);
    expect(t.item()).toBe(data[0]);
    expect(t.data).toEqual(data);
  });

  it('keeps a Python number in double precision, whatever its dtype', () => {
    expect(pythonScalar(0.1).data).toEqual(Float64Array.of(0.1));
    expect(pythonScalar(1, 'bool').data).toEqual(Float64Array.of(1));
  });

  it('of a larger tensor reads at its place', () => {
    const t = tensor([1, 2, 3]).sharing([], [], 2);
    expect([t.first, t.item(), t.values()]).toEqual([3, 3, [3]]);
  });
});

describe('making a tensor', () => {
  it.each<[NestedNumbers, number[]]>([
    [3, []],
    [[1, 2, 3], [3]],
    [
      [[1], [2]],
      [2, 1]
    ],
    [[], [0]],
    [
      [[], []],
      [2, 0]
    ]
  ])('%j has shape %j and comes back as it was', (value, shape) => {
    const t = tensor(value);
    expect(t.shape).toEqual(shape);
    expect(t.numel).toBe(numel(shape));
    expect(t.tolist()).toEqual(value);
  });

  it('keeps what its type can hold', () => {
    expect(tensor(0.1).item()).toBe(Math.fround(0.1));
    expect(tensor(0.1, { dtype: 'float64' }).item()).toBe(0.1);
    expect(tensor([1.9, -1.9, -0.2], { dtype: 'int64' }).values()).toEqual([1, -1, 0]);
    expect(tensor([0, 2, NaN], { dtype: 'bool' }).values()).toEqual([0, 1, 1]);
    expect(Object.is(cast(-0.5, 'int64'), 0)).toBe(true);
    expect([NaN, -Infinity, 1e30].map((x) => cast(x, 'int64'))).toEqual(Array(3).fill(-(2 ** 63)));
  });

  it.each([NaN, Infinity, -1e19])('refuses %s as an integer', (value) => {
    for (const given of [value, [1, value]]) {
      expect(() => tensor(given, { dtype: 'int64' })).toThrow(
        'value cannot be converted to type int64 without overflow'
      );
    }
  });

  it.each<[string, NestedNumbers, string, string]>([
    ['ragged', [[1, 2], [3]], 'ValueError', 'expected sequence of length 2 at dim 1 (got 1)'],
    ['a list among numbers', [1, [2]], 'TypeError', 'must be real number, not list'],
    ['a number among lists', [[1], 2], 'TypeError', 'not a sequence']
  ])("refuses %s in PyTorch's words", (_, value, type, message) => {
    const error = thrown(() => tensor(value));
    expect([error.type, error.message]).toEqual([type, message]);
  });

  it('lets only floating types require a gradient', () => {
    expect(tensor(1, { requiresGrad: true })).toMatchObject({ requiresGrad: true, isLeaf: true });
    for (const dtype of ['int64', 'bool'] as const) {
      expect(thrown(() => tensor(1, { dtype, requiresGrad: true })).message).toBe(
        'Only Tensors of floating point and complex dtype can require gradients'
      );
    }
  });

  it('of one value takes the type of its model', () => {
    expect(fullLike(tensor([[1, 2]]), 7).tolist()).toEqual([[7, 7]]);
    expect(fullLike({ shape: [], dtype: 'int64' }, 1.5).item()).toBe(1);
  });
});

describe('reading a tensor', () => {
  it('as a number needs exactly one element', () => {
    expect(tensor([[5]]).item()).toBe(5);
    expect(thrown(() => tensor([1, 2]).item()).message).toBe(
      'a Tensor with 2 elements cannot be converted to Scalar'
    );
  });

  it('goes by strides and offset', () => {
    const { data } = tensor([0, 1, 2, 3, 4, 5]);
    const transposed = new Tensor(data, [3, 2], 'float32', [1, 3]);
    expect(transposed.isContiguous).toBe(false);
    expect(transposed.tolist()).toEqual([
      [0, 3],
      [1, 4],
      [2, 5]
    ]);
    const tail = new Tensor(data, [2], 'float32', [1], 4);
    expect(tail.isContiguous).toBe(true);
    expect(tail.values()).toEqual([4, 5]);
    const stretched = new Tensor(data, [2, 3], 'float32', [0, 1], 1);
    expect(stretched.values()).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('tells equal ones, NaN among their elements', () => {
    expect(identical(tensor([1, NaN]), tensor([1, NaN]))).toBe(true);
    expect(identical(tensor([1, 2]), tensor([1, 3]))).toBe(false);
    expect(identical(tensor(1), tensor([1]))).toBe(false);
    expect(identical(tensor(1), tensor(1, { dtype: 'float64' }))).toBe(false);
    expect(identical(tensor(0), tensor(-0))).toBe(false);
  });
});

describe('shapes', () => {
  it.each([
    [[], [], []],
    [[3], [], [3]],
    [[2, 3], [3], [2, 3]],
    [
      [2, 1],
      [1, 4],
      [2, 4]
    ],
    [[1], [0], [0]],
    [
      [5, 1, 2],
      [3, 1],
      [5, 3, 2]
    ]
  ])('%j and %j broadcast to %j', (a, b, expected) => {
    expect(broadcastShapes(a, b)).toEqual(expected);
    expect(broadcastShapes(b, a)).toEqual(expected);
  });

  it("that don't broadcast are refused in PyTorch's words", () => {
    expect(thrown(() => broadcastShapes([2, 3], [2, 4])).message).toBe(
      'The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1'
    );
    expect(thrown(() => broadcastShapes([2], [3, 3])).message).toContain('dimension 1');
  });

  it('are read row by row', () => {
    expect(contiguousStrides([2, 3, 4])).toEqual([12, 4, 1]);
    expect(contiguousStrides([])).toEqual([]);
    expect(broadcastStrides([3, 1], [1, 1], [2, 3, 4])).toEqual([0, 1, 0]);
  });

  it('are equal dimension by dimension', () => {
    expect(sameShape([], [])).toBe(true);
    expect(sameShape([1], [])).toBe(false);
    expect(sameShape([1, 2], [2, 1])).toBe(false);
    expect(numel([])).toBe(1);
    expect(numel([2, 0])).toBe(0);
  });
});

it('a Python number decides the type by its kind only', () => {
  const [int, float] = [pythonScalar(2), pythonScalar(0.5)];
  expect([int.dtype, float.dtype]).toEqual(['int64', 'float64']);
  expect(resultType([tensor([1]), float])).toBe('float32');
  expect(resultType([tensor([1], { dtype: 'int64' }), float])).toBe('float32');
  expect(resultType([tensor([1]), tensor(1, { dtype: 'float64' })])).toBe('float32');
  expect(resultType([tensor([1]), tensor([1], { dtype: 'float64' })])).toBe('float64');
});
