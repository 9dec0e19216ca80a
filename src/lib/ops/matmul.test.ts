import { describe, expect, it } from 'vitest';
import { allocate, type DType } from '../tensor/dtype';
import { contiguousStrides, numel } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import { matrixProducts, scalarProduct } from './matmul';

/** Whole numbers, so that sums are exact in any order. */
function counted(shape: number[], dtype: DType = 'float32'): Tensor {
  const data = allocate(dtype, numel(shape));
  for (let i = 0; i < data.length; i++) data[i] = ((i * 7) % 11) - 5;
  return new Tensor(data, shape, dtype);
}

/** The same elements, laid out column by column. */
function turned(t: Tensor): Tensor {
  const [rows = 0, columns = 0] = t.shape;
  const data = allocate(t.dtype, t.numel);
  t.values().forEach((x, i) => (data[(i % columns) * rows + Math.floor(i / columns)] = x));
  return new Tensor(data, t.shape, t.dtype, [1, rows]);
}

/** Row times column, as a definition says it. */
function plainProduct(a: Tensor, b: Tensor): number[] {
  const [rows = 0, inner = 0] = a.shape;
  const columns = b.shape[1] ?? 0;
  const [x, y] = [a.values(), b.values()];
  const out: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += (x[i * inner + k] ?? 0) * (y[k * columns + j] ?? 0);
      out.push(sum);
    }
  }
  return out;
}

describe('the product of two matrices', () => {
  const sizes = [1, 2, 3, 4, 5, 7, 9, 16];
  const cases = sizes.flatMap((rows) => sizes.map((columns) => [rows, columns] as const));

  it.each(cases)('is right for %i rows and %i columns, in any order in memory', (rows, columns) => {
    for (const inner of [1, 2, 5, 8]) {
      for (const dtype of ['float32', 'float64', 'int64'] as const) {
        const [a, b] = [counted([rows, inner], dtype), counted([inner, columns], dtype)];
        const expected = plainProduct(a, b);
        for (const left of [a, turned(a)]) {
          for (const right of [b, turned(b)]) {
            const product = matrixProducts(left, right, dtype);
            expect(product.values()).toEqual(expected);
            expect(product.shape).toEqual([rows, columns]);
          }
        }
      }
    }
  });

  it('is right where one of a batch is stretched, and right after another product', () => {
    const a = counted([3, 2, 5]);
    const b = counted([5, 4]);
    const stretched = new Tensor(b.data, [3, 5, 4], b.dtype, [0, ...contiguousStrides([5, 4])]);
    const product = matrixProducts(a, stretched, 'float32');
    const single = (n: number): number[] =>
      plainProduct(new Tensor(a.data, [2, 5], a.dtype, [5, 1], n * 10), b);
    expect(product.values()).toEqual([0, 1, 2].flatMap(single));
  });

  it('is 0 where there is nothing to add up, and empty without rows', () => {
    expect(matrixProducts(counted([2, 0]), counted([0, 3]), 'float32').values()).toEqual(
      new Array(6).fill(0)
    );
    expect(matrixProducts(counted([0, 2]), counted([2, 3]), 'float32').values()).toEqual([]);
  });

  it('adds up in double precision and rounds once', () => {
    const ones = new Tensor(Float32Array.of(2 ** 24, 1, 1, -(2 ** 24)), [1, 4], 'float32');
    const column = new Tensor(new Float32Array(8).fill(1), [4, 2], 'float32');
    expect(matrixProducts(ones, column, 'float32').values()).toEqual([2, 2]);
    const vector = new Tensor(ones.data, [4], 'float32');
    expect(scalarProduct(vector, new Tensor(column.data, [4], 'float32'), 'float32').item()).toBe(
      2
    );
  });

  it('keeps NaN and infinity where they belong', () => {
    const a = new Tensor(Float32Array.of(NaN, 1, Infinity, 0), [2, 2], 'float32');
    const b = new Tensor(Float32Array.of(1, 0, 2, 3), [2, 2], 'float32');
    expect(matrixProducts(a, b, 'float32').values()).toEqual([NaN, NaN, Infinity, NaN]);
  });

  it('refuses a result that no memory holds', () => {
    const [a, b] = [counted([1, 1]), counted([1, 1])];
    const tall = new Tensor(a.data, [2 ** 20, 1], 'float32', [0, 0]);
    const wide = new Tensor(b.data, [1, 2 ** 20], 'float32', [0, 0]);
    expect(() => matrixProducts(tall, wide, 'float32')).toThrow(
      `you tried to allocate ${2 ** 42} bytes`
    );
  });
});
