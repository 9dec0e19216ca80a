import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formula, named } from '../../../tests/graphs';
import { compile } from '../graph/program';
import { run } from '../graph/run';
import { tensor } from '../tensor/tensor';
import { Timeline } from './frames';
import { MagnitudeScale, markOf, markSign, markWords, scalesOf, WEIGHTS } from './marks';

describe('the mark of a tensor', () => {
  it.each([
    [2, 'positive', null, 2],
    [-0.5, 'negative', null, 0.5],
    [0, 'zero', null, 0],
    [-0, 'zero', null, 0],
    [[1, 0, 3], 'positive', null, 3],
    [[-1, 0], 'negative', null, 1],
    [[-4, 3], 'mixed', null, 4],
    [[[0, 0]], 'zero', null, 0],
    [[], 'empty', null, 0],
    [NaN, 'zero', 'nan', 0],
    [[1, NaN, Infinity], 'positive', 'nan', 1],
    [[Infinity, NaN], 'positive', 'nan', 0],
    [-Infinity, 'negative', 'inf', 0],
    [[2, -Infinity], 'mixed', 'inf', 2]
  ] as const)('%j', (value, sign, fault, size) => {
    const mark = markOf(tensor(value, { dtype: 'float64' }));
    expect(mark).toEqual({ sign, fault, size });
  });

  it('reads what a view shows, not what lies beside it', () => {
    const whole = tensor([1, -2, 3, -4]);
    expect(markOf(whole.sharing([2], [2], 0)).sign).toBe('positive');
    expect(markOf(whole.sharing([2], [2], 1)).sign).toBe('negative');
    expect(markOf(whole.sharing([1], [1], 2)).size).toBe(3);
  });

  it('is said in words and in a sign', () => {
    const of = (value: number | readonly number[]) => markOf(tensor(value));
    expect(markWords(of(-2), 5, true)).toBe('negative, among the largest in this run');
    expect(markWords(of([0, 0]), 1, false)).toBe('all zero');
    expect(markWords(of([0, NaN]), 1, false)).toBe('has NaN');
    expect([-1, 1, 0, NaN, Infinity].map((value) => markSign(of(value)))).toEqual([
      '−',
      '+',
      '0',
      'NaN',
      '∞'
    ]);
    expect(markSign(of([1, -1]))).toBe('±');
    expect(markSign(of([]))).toBe('∅');
  });
});

describe('a scale of magnitudes', () => {
  it('gives what is alike the middle width', () => {
    const scale = new MagnitudeScale([2, 2.5, 3]);
    expect([2, 2.5, 3].map((size) => scale.weight(size))).toEqual([3, 3, 3]);
  });

  it('uses all widths for a wide range, by the logarithm', () => {
    const scale = new MagnitudeScale([1e-6, 1e-3, 1, 1e3, 1e6]);
    const weights = [1e-6, 1e-3, 1, 1e3, 1e6].map((size) => scale.weight(size));
    expect(weights[0]).toBe(1);
    expect(weights[4]).toBe(WEIGHTS);
    expect(weights).toEqual([...weights].sort((a, b) => a - b));
  });

  it('never orders two sizes against their order, and stays within its widths', () => {
    const size = fc.double({ min: 1e-30, max: 1e30, noNaN: true });
    fc.assert(
      fc.property(fc.array(size, { minLength: 2, maxLength: 20 }), (sizes) => {
        const scale = new MagnitudeScale(sizes);
        const sorted = [...sizes].sort((a, b) => a - b);
        const weights = sorted.map((one) => scale.weight(one));
        expect(weights).toEqual([...weights].sort((a, b) => a - b));
        expect(weights.every((w) => Number.isInteger(w) && w >= 1 && w <= WEIGHTS)).toBe(true);
      })
    );
  });

  it('knows what to do with nothing and with zero', () => {
    expect(new MagnitudeScale([]).weight(0)).toBe(1);
    expect(new MagnitudeScale([0]).weight(0)).toBe(1);
    expect(new MagnitudeScale([0, 7]).weight(7)).toBe(3);
  });

  it('compares values with values and gradients with gradients', () => {
    const doc = formula('y = 1000*x', { x: 2 });
    const { value, grad } = scalesOf(new Timeline(run(compile(doc)).trace));
    expect(named(doc, 'y').name).toBe('y');
    expect(value.weight(2)).toBeLessThan(value.weight(2000));
    expect(grad.weight(1)).toBeLessThan(grad.weight(1000));
  });
});
