import { describe, expect, it } from 'vitest';
import { expectSettable } from '../../../tests/katex';
import { expandTo } from '../ops/reshape';
import { tensor, type NestedNumbers, type Tensor } from '../tensor/tensor';
import { briefText, numberOrShape, termLatex, valueLatex, valueText } from './values';

const double = (value: NestedNumbers): Tensor => tensor(value, { dtype: 'float64' });

describe('a value in a few characters', () => {
  it.each<[NestedNumbers, string]>([
    [4, '4'],
    [-0.5, '−0.5'],
    [1 / 3, '0.33333'],
    [NaN, 'NaN'],
    [-Infinity, '−∞'],
    [[1, 2, 3], '[1, 2, 3]'],
    [[1, 2, 3, 4], '[1, 2, 3, 4]'],
    [[1, 2, 3, 4, 5], '[1, 2, 3, …] (5)'],
    [[[1, 2, 3]], '[[1, 2, 3]]'],
    [[[1], [2], [3], [4], [5]], '[[1], [2], [3], …] (5×1)'],
    [
      [
        [1, 2],
        [3, 4],
        [5, 6]
      ],
      '[[1, 2], [3, 4], …] (3×2)'
    ],
    [
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8]
      ],
      '[[1, 2, 3, 4], …] (2×4)'
    ],
    [
      [
        [1, 2],
        [3, 4]
      ],
      '[[1, 2], [3, 4]]'
    ],
    [[], '[]'],
    [[[], []], '[[], []]'],
    [[[], [], [], [], [], []], '[[], [], [], [], …]']
  ])('%j', (value, text) => expect(valueText(double(value))).toBe(text));

  it('names conditions as Python does', () => {
    expect(valueText(tensor(1, { dtype: 'bool' }))).toBe('True');
    expect(valueText(tensor([1, 0], { dtype: 'bool' }))).toBe('[True, False]');
  });

  it('reads views by their strides', () => {
    const rows = expandTo(double([[1], [2]]), [2, 3]);
    expect(valueText(rows)).toBe('[[1, 1, 1], …] (2×3)');
  });

  it('is said without the shape where a sentence goes on', () => {
    expect(briefText(double([1, 2, 3, 4, 5]))).toBe('[1, 2, 3, …]');
  });
});

it('is its shape where there is room for one number only', () => {
  expect(numberOrShape(double(-0.5))).toBe('−0.5');
  expect(numberOrShape(double([5]))).toBe('[1]');
  expect(numberOrShape(double([[1], [2]]))).toBe('[2, 1]');
});

describe('a value in LaTeX', () => {
  it('has parentheses where a sign would follow another', () => {
    expect(valueLatex(double(-2))).toBe('-2');
    expect(termLatex(double(-2))).toBe('\\left(-2\\right)');
    expect(termLatex(double(2))).toBe('2');
    expect(termLatex(double([-1, 2]))).toBe('[-1,\\; 2]');
  });

  it('can be set, whatever it is', () => {
    for (const value of [4, 1e-7, -3e12, NaN, -Infinity, [1, -2, NaN, 4], [[1, 2]], []]) {
      expectSettable(valueLatex(double(value)));
      expectSettable(termLatex(double(value)));
    }
    expectSettable(valueLatex(tensor([1, 0], { dtype: 'bool' })));
  });
});
