import { describe, expect, it } from 'vitest';
import { expectSettable } from '../../../tests/katex';
import { latex, latexAtom, nameLatex, numberLatex, numberText, type Latex } from './latex';
import { startingAttributes } from './attributes';
import type { OpDefinition } from './define';
import { operation } from './registry';

describe('numbers for reading', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [2, '2'],
    [-1.5, '−1.5'],
    [Math.fround(0.1), '0.1'],
    [1 / 3, '0.33333'],
    [2 / 3, '0.66667'],
    [12345.678, '12346'],
    [123456, '123456'],
    [999999, '999999'],
    [123456.7, '123457'],
    [1e6, '1e6'],
    [-1234567, '−1.2346e6'],
    [1e-4, '0.0001'],
    [0.00012345678, '0.00012346'],
    [-9.8765432e-5, '−9.8765e−5'],
    [1e300, '1e300'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '−∞']
  ])('%d', (value, text) => {
    expect(numberText(value)).toBe(text);
    expectSettable(numberLatex(value).text);
  });
});

describe('names', () => {
  it.each([
    ['x', 'x'],
    ['x1', 'x_{1}'],
    ['w_0', 'w_{0}'],
    ['rate', '\\mathrm{rate}'],
    ['mul_2', '\\mathrm{mul}_{2}'],
    ['learning_rate', '\\mathrm{learning\\_rate}'],
    ['_', '\\mathrm{\\_}'],
    ['_1', '\\mathrm{\\_1}']
  ])('%s', (name, expected) => {
    const { text } = nameLatex(name);
    expect(text).toBe(expected);
    expectSettable(text);
  });
});

describe('local derivatives', () => {
  const local = (op: string, index: number, ...args: Latex[]): string | null =>
    operation(op)?.localLatex(index, args, latexAtom('z'), {}) ?? null;
  const x = nameLatex('x');

  it('have their arithmetic done', () => {
    expect(local('pow', 0, x, numberLatex(2))).toBe('2\\,x');
    expect(local('pow', 0, x, numberLatex(3))).toBe('3\\,x^{2}');
    expect(local('pow', 0, x, numberLatex(1))).toBe('1');
    expect(local('pow', 0, x, numberLatex(0))).toBe('0');
    expect(local('pow', 0, x, numberLatex(-1))).toBe('-x^{-2}');
    expect(local('pow', 0, x, numberLatex(0.5))).toBe('0.5\\,x^{-0.5}');
    expect(local('pow', 0, x, nameLatex('n'))).toBe('n\\,x^{n - 1}');
  });

  it('read as in a textbook', () => {
    const y = nameLatex('y');
    expect(local('exp2', 0, x)).toBe('z\\,\\ln\\left(2\\right)');
    expect(local('log10', 0, x)).toBe('\\frac{1}{x\\,\\ln\\left(10\\right)}');
    expect(local('log1p', 0, x)).toBe('\\frac{1}{1 + x}');
    expect(local('asin', 0, x)).toBe('\\frac{1}{\\sqrt{1 - x^{2}}}');
    expect(local('acos', 0, x)).toBe('-\\frac{1}{\\sqrt{1 - x^{2}}}');
    expect(local('atan', 0, x)).toBe('\\frac{1}{1 + x^{2}}');
    expect(local('atan2', 1, y, x)).toBe('-\\frac{y}{y^{2} + x^{2}}');
    expect(local('rsqrt', 0, x)).toBe('-\\frac{z^{3}}{2}');
    expect(local('erf', 0, x)).toBe('\\frac{2}{\\sqrt{\\pi}}\\,e^{-x^{2}}');
    expect(local('floor', 0, x)).toBe('0');
  });

  it('leave the values of a step as they are', () => {
    expect(operation('sub')?.latex([numberLatex(2), numberLatex(3)], {})).toBe('2 - 3');
    expect(operation('pow')?.latex([numberLatex(2), numberLatex(0)], {})).toBe('2^{0}');
  });
});

it('an index never stands on an index', () => {
  for (const name of ['sum', 'mean']) {
    for (const arg of [
      nameLatex('mul_2'),
      numberLatex(-2),
      latex.pow(nameLatex('x'), numberLatex(2))
    ]) {
      expectSettable(
        operation(name)?.latex([arg], startingAttributes(operation(name) as OpDefinition)) ?? ''
      );
    }
  }
});

it('lists stand apart from what they are multiplied by', () => {
  const list = latexAtom('[1,\\; 2]');
  expect(latex.mul(list, list).text).toBe('[1,\\; 2] \\cdot [1,\\; 2]');
});
