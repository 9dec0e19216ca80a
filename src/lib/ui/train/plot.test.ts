import { expect, it } from 'vitest';
import { lossThere } from './plot';

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
