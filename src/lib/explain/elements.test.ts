import { describe, expect, it } from 'vitest';
import { fromValues, tensor } from '../tensor/tensor';
import { elementTable, shortNumber, sliceCount, sliceText } from './elements';

const LIMIT = { rows: 12, cols: 12 };

describe('a table of elements', () => {
  it('has indices, short and full numbers, and shades', () => {
    const table = elementTable(
      tensor([
        [1, -2.34567],
        [0, 4]
      ]),
      'x',
      0,
      LIMIT
    );
    expect(table.cols).toEqual([0, 1]);
    expect(table.rows.map(({ label }) => label)).toEqual(['0', '1']);
    expect(table.rows[0]?.cells[1]).toEqual({
      position: 1,
      short: '−2.35',
      text: 'x[0, 1] = −2.3457',
      level: -3
    });
    expect(table.note).toBe('');
  });

  it('shows a vector as one row and a number as itself', () => {
    expect(elementTable(tensor([3, 4]), 'x', 0, LIMIT).rows).toHaveLength(1);
    expect(elementTable(tensor(3), 'x', 0, LIMIT).rows[0]?.cells[0]?.text).toBe('x = 3');
    expect(elementTable(tensor([]), 'x', 0, LIMIT).rows).toEqual([]);
  });

  it('shows one slice of a larger tensor, or all of them', () => {
    const t = fromValues(
      Array.from({ length: 12 }, (_, k) => k),
      [3, 2, 2],
      'int64'
    );
    expect(sliceCount(t)).toBe(3);
    expect(sliceText(t, 2)).toBe('[2, :, :]');
    const last = elementTable(t, 'x', 2, LIMIT);
    expect(last.rows.map(({ cells }) => cells.map(({ short }) => short))).toEqual([
      ['8', '9'],
      ['10', '11']
    ]);
    expect(last.rows[1]?.cells[1]?.text).toBe('x[2, 1, 1] = 11');
    const whole = elementTable(t, 'x', null, LIMIT);
    expect(whole.rows.map(({ label }) => label)).toEqual([
      '0, 0',
      '0, 1',
      '1, 0',
      '1, 1',
      '2, 0',
      '2, 1'
    ]);
    const deep = fromValues([0, 0, 0, 0, 0, 0, 0, 1], [2, 2, 2, 1], 'int64');
    expect(sliceText(deep, 3)).toBe('[1, 1, :, :]');
  });

  it('says what it leaves out', () => {
    const t = fromValues(new Array<number>(400).fill(1), [20, 20], 'float32');
    const table = elementTable(t, 'x', 0, LIMIT);
    expect(table.rows).toHaveLength(12);
    expect(table.note).toBe('The first 12 of 20 rows and 12 of 20 columns.');
  });
});

it('numbers in cells are short', () => {
  expect([0.123456, -1234.5, 1e-7, NaN, 12345678].map((value) => shortNumber(value))).toEqual([
    '0.123',
    '−1230',
    '1e−7',
    'NaN',
    '1.2346e7'
  ]);
  expect([shortNumber(1, true), shortNumber(0, true)]).toEqual(['T', 'F']);
});
