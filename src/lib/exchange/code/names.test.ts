import { describe, expect, test } from 'vitest';
import { pythonNames } from './names';

function named(names: string[], taken: string[] = []): (string | undefined)[] {
  const keyed = names.map((name, k): [string, string] => [String(k), name]);
  const given = pythonNames(keyed, taken);
  return keyed.map(([key]) => given.get(key));
}

describe('names in Python', () => {
  test.each([
    [
      ['x', 'w0', 'loss'],
      ['x', 'w0', 'loss']
    ],
    [
      ['lambda', 'None', 'sum', 'print', '__name__'],
      ['lambda_', 'None_', 'sum_', 'print_', '__name___2']
    ],
    [
      ['sum', 'sum_'],
      ['sum_2', 'sum_']
    ],
    [
      ['sum', 'sum_', 'sum_2'],
      ['sum_3', 'sum_', 'sum_2']
    ],
    [
      ['x', 'x'],
      ['x', 'x_2']
    ]
  ])('%j become %j', (names, expected) => {
    expect(named(names)).toEqual(expected);
  });

  test('names of the program itself are kept free', () => {
    expect(named(['torch', 'F', 'torch_'], ['torch', 'F'])).toEqual(['torch_2', 'F_', 'torch_']);
  });

  test('a long name keeps its length', () => {
    const long = 'x'.repeat(60);
    expect(named([long, long])).toEqual([long, `${'x'.repeat(58)}_2`]);
  });
});
