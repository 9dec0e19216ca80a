import { beforeEach, describe, expect, it } from 'vitest';
import { backward, grad } from '../../autograd/backward';
import { TorchError } from '../../tensor/errors';
import { manualSeed } from '../../tensor/random';
import { fullLike, Tensor, tensor } from '../../tensor/tensor';
import type { Attributes } from '../attributes';
import { apply } from '../dispatch';
import '../registry';

const make = (name: string, attributes: Attributes = {}): Tensor => apply(name, [], attributes);
const noMemory = (bytes: number): string =>
  `[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate ${bytes} bytes. Error code 12 (Cannot allocate memory)`;

beforeEach(() => {
  manualSeed(0);
});

describe('what PyTorch refuses', () => {
  it.each<[string, Attributes, string]>([
    ['zeros', { size: [2, -3] }, 'Trying to create tensor with negative dimension -3: [2, -3]'],
    ['zeros', { size: 2 ** 40 }, noMemory(2 ** 42)],
    ['ones', { size: 2 ** 40, dtype: 'float64' }, noMemory(2 ** 43)],
    [
      'zeros',
      { size: [2 ** 31, 2 ** 31] },
      'Storage size calculation overflowed with sizes=[2147483648, 2147483648]'
    ],
    [
      'full',
      { size: 2, fill_value: Infinity, dtype: 'int64' },
      'value cannot be converted to type int64_t without overflow'
    ],
    [
      'full',
      { size: 2, fill_value: 1e300 },
      'value cannot be converted to type float without overflow'
    ],
    ['arange', { start: 1, end: 5, step: 0 }, 'step must be nonzero'],
    ['arange', { start: 0, end: 5, step: 0.5, dtype: 'int64' }, 'step must be nonzero'],
    ['arange', { start: 5, end: 1 }, 'upper bound and larger bound inconsistent with step sign'],
    ['arange', { start: NaN }, 'unsupported range: 0 -> nan'],
    ['arange', { start: 1e30 }, 'invalid size, possible overflow?'],
    ['arange', { start: 1e12 }, noMemory(8e12)],
    ['arange', { start: 2, dtype: 'bool' }, '"arange_cpu" not implemented for \'Bool\''],
    ['linspace', { start: 0, end: 1, steps: -1 }, 'number of steps must be non-negative'],
    ['linspace', { start: 0, end: 1, steps: 2 ** 40 }, noMemory(2 ** 42)],
    ['eye', { n: -1 }, 'n must be greater or equal to 0, got -1'],
    ['eye', { n: 2, m: -1 }, 'm must be greater or equal to 0, got -1'],
    ['rand', { size: 0, dtype: 'int64' }, '"check_uniform_bounds" not implemented for \'Long\''],
    ['randn', { size: 20, dtype: 'bool' }, '"normal_kernel_cpu" not implemented for \'Bool\''],
    [
      'randint',
      { low: 5, high: 5, size: 0 },
      "random_ expects 'from' to be less than 'to', but got from=5 >= to=5"
    ],
    ['randint', { high: 5, size: 2, dtype: 'bool' }, 'to - 1 is out of bounds for bool'],
    ['randperm', { n: -1 }, 'Trying to create tensor with negative dimension -1: [-1]'],
    ['randperm', { n: 3, dtype: 'bool' }, '"randperm" not implemented for \'Bool\''],
    [
      'randperm',
      { n: 2 ** 25, dtype: 'float32' },
      'n cannot be greater than 2^24+1 for Float type.'
    ]
  ])('%s %o', (name, attributes, message) => {
    expect(() => make(name, attributes)).toThrow(new TorchError(message));
  });
});

describe('ranges', () => {
  it('are whole where their numbers are', () => {
    expect(make('arange', { start: 5 }).dtype).toBe('int64');
    expect(make('arange', { start: 1, end: 5, step: 2 }).values()).toEqual([1, 3]);
    expect(make('arange', { start: 0, end: 1, step: 0.5 }).dtype).toBe('float32');
  });

  it('have the last digits of PyTorch', () => {
    // Taken from PyTorch where counting one by one gives another float32.
    const found = make('linspace', { start: 0, end: 1, steps: 100 }).values();
    expect([25, 39, 67, 91].map((i) => found[i])).toEqual([
      0.252525269985199, 0.39393937587738037, 0.6767677068710327, 0.919191956520080566
    ]);
    expect(make('logspace', { start: -0.33, end: 0.71, steps: 40 }).values().slice(0, 3)).toEqual([
      0.4677351415157318, 0.497355192899704, 0.5288509726524353
    ]);
  });

  it('end where they are told to', () => {
    const found = make('linspace', { start: -3.3, end: 7.1, steps: 41 }).values();
    expect(found.at(-1)).toBe(Math.fround(7.1));
    expect(make('linspace', { start: 3, end: 7, steps: 1 }).values()).toEqual([3]);
  });
});

describe('tensors like another one', () => {
  const transposed = new Tensor(new Float32Array(6), [3, 2], 'float32', [1, 3]);

  it('lie in memory as it does, and are filled in that order', () => {
    expect(apply('ones_like', [transposed]).strides).toEqual([1, 3]);
    const drawn = apply('rand_like', [transposed]).values();
    expect(drawn[2]).toBeCloseTo(0.7682, 4);
    expect(drawn[1]).toBeCloseTo(0.132, 4);
  });

  it('take its dtype, and another one where that is given', () => {
    const input = tensor([1, 2], { dtype: 'int64' });
    expect(apply('full_like', [input], { fill_value: 2.7 }).values()).toEqual([2, 2]);
    expect(apply('zeros_like', [input], { dtype: 'bool' }).dtype).toBe('bool');
    expect(() => apply('randn_like', [input])).toThrow(
      new TorchError('"normal_kernel_cpu" not implemented for \'Long\'')
    );
  });

  it('have no history', () => {
    const input = tensor([1, 2], { requiresGrad: true });
    expect(apply('ones_like', [input]).requiresGrad).toBe(false);
  });
});

describe('dropout', () => {
  const leaf = (): Tensor => tensor([1, 2, 3, 4, 5, 6], { requiresGrad: true });

  it('sends the gradient through what it kept', () => {
    const input = leaf();
    const output = apply('dropout', [input], { p: 0.3 });
    const kept = output.values().map((value, i) => value / (i + 1));
    expect(kept.filter((factor) => factor !== 0)).toHaveLength(2);
    backward(output, { gradient: fullLike(output, 1) });
    input.grad?.values().forEach((g, i) => expect(g).toBeCloseTo(kept[i] ?? NaN, 6));
  });

  it('keeps two calls apart', () => {
    const input = leaf();
    const [first, second] = [apply('dropout', [input]), apply('dropout', [input])];
    for (const output of [first, second]) {
      const found = grad(output, [input], { gradient: fullLike(output, 1) })[0];
      expect(found?.values()).toEqual(output.values().map((value, i) => value / (i + 1)));
    }
  });

  it('draws nothing where nothing is dropped or everything', () => {
    const quiet: Attributes[] = [{ p: 0 }, { p: 1 }, { training: false }];
    for (const attributes of quiet) {
      manualSeed(0);
      apply('dropout', [leaf()], attributes);
      expect(make('rand', { size: [] }).item()).toBeCloseTo(0.4963, 4);
    }
    expect(apply('dropout', [leaf()], { training: false }).values()).toEqual(leaf().values());
    expect(apply('dropout', [leaf()], { p: 1 }).values()).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it.each([
    [1.5, '1.5', 'ValueError'],
    [2, '2.0', 'ValueError'],
    [-0.5, '-0.5', 'ValueError'],
    [NaN, 'nan', 'RuntimeError']
  ] as const)('refuses a probability of %d', (p, text, type) => {
    expect(() => apply('dropout', [leaf()], { p })).toThrow(
      new TorchError(`dropout probability has to be between 0 and 1, but got ${text}`, type)
    );
  });

  it('refuses integers, which cannot be scaled', () => {
    expect(() => apply('dropout', [tensor([1, 2], { dtype: 'int64' })])).toThrow(
      new TorchError("result type Float can't be cast to the desired output type Long")
    );
  });
});
