import { expect, it } from 'vitest';
import { lossThere, sampled } from './plot';

const point = (step: number, x: number, loss: number) => ({
  step,
  loss,
  values: Float64Array.of(7, x)
});

it('finds the height of the place where the document stands, which undo may have taken back', () => {
  const points = [point(0, 2, 9), point(1, 1, 4), point(2, 3e9, 1e19)];
  expect(lossThere(points, 1, 1)).toBe(4);
  expect(lossThere(points, 1, 3e9)).toBe(1e19);
  expect(lossThere(points, 1, 5)).toBeNull();
  expect(lossThere([], 1, 5)).toBeNull();
});

it('draws points from the whole of a table, whatever turns its rows take', () => {
  const rows = Array.from({ length: 5000 }, (_, k) => k);
  const drawn = sampled(rows, 1500);
  expect(Math.abs(drawn.length - 1500)).toBeLessThan(5);
  expect(drawn.at(-1)).toBeGreaterThan(4980);
  for (const turn of [2, 3, 4, 5, 8, 13, 21]) {
    for (let k = 0; k < turn; k++) {
      const share = drawn.filter((row) => row % turn === k).length / (rows.length / turn);
      expect(Math.abs(share - 0.3), `${k} of ${turn}`).toBeLessThan(0.05);
    }
  }
  expect(sampled(rows, 9000)).toBe(rows);
  expect(sampled([], 5)).toEqual([]);
});
