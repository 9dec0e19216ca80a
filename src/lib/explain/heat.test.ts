import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexAt, numel } from '../tensor/shape';
import { fromValues, tensor } from '../tensor/tensor';
import {
  cellText,
  HEAT_CELLS,
  heatColours,
  heatInk,
  heatMap,
  heatWords,
  LEVELS,
  levelOf
} from './heat';

describe('levels', () => {
  it('are symmetric around zero, and only zero has none', () => {
    expect([-4, -3, -2, -1, -0.1, 0, 0.1, 1, 2, 3, 4].map((value) => levelOf(value, 4))).toEqual([
      -4, -3, -2, -1, -1, 0, 1, 1, 2, 3, 4
    ]);
    expect(levelOf(Infinity, 2)).toBe(LEVELS);
    expect(levelOf(-Infinity, 0)).toBe(-LEVELS);
    expect(levelOf(NaN, 2)).toBe(0);
  });

  it('have colours that differ in lightness from zero outwards, light and dark', () => {
    for (const theme of ['light', 'dark'] as const) {
      expect(new Set(heatColours[theme]).size).toBe(2 * LEVELS + 1);
    }
    expect([heatInk(4, 'light'), heatInk(0, 'light')]).toEqual(['#ffffff', '#000000']);
    expect([heatInk(4, 'dark'), heatInk(0, 'dark')]).toEqual(['#000000', '#ffffff']);
    // White would have a contrast of 2.7 on it.
    expect(heatInk(3, 'light')).toBe('#000000');
  });
});

describe('the picture of a tensor', () => {
  it('has a cell for each element of a small one', () => {
    const map = heatMap(
      tensor([
        [1, -2, 0],
        [NaN, Infinity, 4]
      ])
    );
    expect([map.rows, map.cols]).toEqual([2, 3]);
    expect(map.cells.map(({ kind }) => kind)).toEqual([
      'number',
      'number',
      'zero',
      'nan',
      'inf',
      'number'
    ]);
    expect(map.cells.map(({ level }) => level)).toEqual([1, -2, 0, 0, 4, 4]);
  });

  it('puts slices one below the other', () => {
    const map = heatMap(fromValues([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2], 'float32'));
    expect([map.rows, map.cols]).toEqual([4, 2]);
    const last = map.cells.at(-1);
    expect(last && cellText('x', map, last)).toBe('x[1, 1, 1] = 8');
  });

  it('pools what is larger, and shows NaN and the largest size of each block', () => {
    const values = Array.from({ length: 30 * 30 }, () => 0.5);
    values[0] = -9;
    values[29] = NaN;
    const map = heatMap(fromValues(values, [30, 30], 'float64'));
    expect([map.rows, map.cols]).toEqual([10, 10]);
    expect(map.cells[0]).toMatchObject({ value: -9, level: -4 });
    expect(map.cells[9]).toMatchObject({ kind: 'nan' });
    expect(map.block).toEqual({ rows: 3, cols: 3 });
    const [first] = map.cells;
    expect(first && cellText('x', map, first)).toBe('around x[0, 0]: up to −9');
  });

  it('reads a view by its strides', () => {
    const whole = tensor([
      [1, 2, 3],
      [4, 5, 6]
    ]);
    const map = heatMap(whole.sharing([3, 2], [1, 3], 0));
    expect(map.cells.map(({ value }) => value)).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('never has too many cells, and every element is under one of them', () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 3 });
    fc.assert(
      fc.property(shapes, (shape) => {
        const values = Array.from({ length: numel(shape) }, (_, k) => k + 1);
        const map = heatMap(fromValues(values, shape, 'float64'));
        expect(map.cells).toHaveLength(map.rows * map.cols);
        expect(map.rows).toBeLessThanOrEqual(HEAT_CELLS);
        expect(map.cols).toBeLessThanOrEqual(map.rows === 1 ? 48 : HEAT_CELLS);
        if (values.length === 0) return;
        const largest = map.cells.reduce((most, { value }) => Math.max(most, value), 0);
        expect(largest).toBe(values.length);
        const at = indexAt(shape, values.length - 1);
        expect(at).toEqual(shape.map((size) => size - 1));
      })
    );
  });

  it('is said in one sentence', () => {
    expect(
      heatWords(
        tensor([
          [1, -2],
          [0, NaN]
        ]),
        'Value of x'
      )
    ).toBe('Value of x: 2×2 elements from −2 to 1, 1 negative, 1 zero, 1 NaN.');
    expect(heatWords(tensor([Infinity]), 'Gradient of x')).toBe(
      'Gradient of x: 1 element, 1 infinite.'
    );
  });
});
