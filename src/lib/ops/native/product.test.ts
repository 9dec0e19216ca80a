import { afterEach, describe, expect, it, vi } from 'vitest';
import { type DType, allocate } from '../../tensor/dtype';
import { numel } from '../../tensor/shape';
import { Tensor } from '../../tensor/tensor';
import { matrixProducts } from '../matmul';
import { nativeProduct } from './product';

/** Numbers whose sums depend on the order in which they are added. */
function uneven(shape: number[], dtype: DType, seed: number, strides?: number[]): Tensor {
  const data = allocate(dtype, numel(shape));
  for (let i = 0; i < data.length; i++) data[i] = Math.sin(seed + i * 12.9898) * 10 ** (i % 5);
  return new Tensor(data, shape, dtype, strides);
}

function plain(a: Tensor, b: Tensor, dtype: DType): number[] {
  const [rows = 0, inner = 0] = a.shape;
  const columns = b.shape[1] ?? 0;
  const [x, y] = [a.values(), b.values()];
  const out = allocate(dtype, rows * columns);
  for (let at = 0; at < out.length; at++) {
    let sum = 0;
    for (let k = 0; k < inner; k++) {
      const left = x[Math.floor(at / columns) * inner + k] ?? NaN;
      sum += left * (y[k * columns + (at % columns)] ?? NaN);
    }
    out[at] = sum;
  }
  return [...out];
}

const sizes: [number, number, number][] = [
  [100, 16, 16],
  [16, 100, 2],
  [101, 11, 5],
  [7, 33, 13],
  [40, 1, 30],
  [2, 300, 3]
];

describe.each<DType>(['float32', 'float64'])('native products in %s', (dtype) => {
  it('exist here', () => {
    expect(nativeProduct(dtype === 'float32')).not.toBeNull();
  });

  it.each(sizes)('%i×%i times …×%i has the bits of the plain sums', (rows, inner, columns) => {
    const a = uneven([rows, inner], dtype, 1);
    const turned = uneven([rows, inner], dtype, 2, [1, rows]);
    const b = uneven([inner, columns], dtype, 3);
    const turnedBack = uneven([inner, columns], dtype, 4, [1, inner]);
    for (const left of [a, turned]) {
      for (const right of [b, turnedBack]) {
        expect(matrixProducts(left, right, dtype).values()).toEqual(plain(left, right, dtype));
      }
    }
  });

  it.each([
    ...sizes,
    [5, 4, 3] as const,
    [9, 7, 1] as const,
    [1, 30, 40] as const,
    [3, 0, 4] as const
  ])('%i×%i times …×%i is shifted after it is rounded', (rows, inner, columns) => {
    const [a, b] = [uneven([rows, inner], dtype, 9), uneven([inner, columns], dtype, 10)];
    const every = uneven([2 * columns], dtype, 11);
    const shift = new Tensor(every.data, [columns], dtype, [2], 1);
    const product = plain(a, b, dtype);
    const shifted = (by: Tensor): number[] => {
      const list = by.values();
      const out = allocate(dtype, product.length);
      product.forEach((x, i) => (out[i] = x + (list[i % list.length] ?? NaN)));
      return [...out];
    };
    expect(matrixProducts(a, b, dtype, shift).values()).toEqual(shifted(shift));
    const one = uneven([1], dtype, 12);
    expect(matrixProducts(a, b, dtype, one).values()).toEqual(shifted(one));
  });

  it('of a batch are each at their place', () => {
    const [a, b] = [uneven([3, 12, 10], dtype, 5), uneven([3, 10, 14], dtype, 6)];
    const whole = matrixProducts(a, b, dtype).values();
    const part = (t: Tensor, k: number): Tensor =>
      new Tensor(t.data, t.shape.slice(1), dtype, t.strides.slice(1), k * (t.strides[0] ?? 0));
    const parts = [0, 1, 2].flatMap((k) => plain(part(a, k), part(b, k), dtype));
    expect(whole).toEqual(parts);
  });
});

describe('without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it('products are the same', async () => {
    const [a, b] = [uneven([20, 15], 'float32', 7), uneven([15, 9], 'float32', 8)];
    const expected = matrixProducts(a, b, 'float32').values();
    vi.resetModules();
    vi.stubGlobal('WebAssembly', undefined);
    const { nativeProduct: absent } = await import('./product');
    expect(absent(true)).toBeNull();
    const fresh = await import('../matmul');
    expect(fresh.matrixProducts(a, b, 'float32').values()).toEqual(expected);
  });
});
